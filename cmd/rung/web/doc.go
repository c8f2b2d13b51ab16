// Package web is rung in a browser: paste an ad and see its rung with the
// evidence marked in its text, search postings, read one, read the
// level-demand report.
//
//	h := web.New(web.Options{Classifier: c, Index: idx, Records: records, Read: read, Report: report})
//	err := http.Serve(listener, h)
//
// # Pages
//
//	GET  /                    a form for a title and a text
//	POST /classify            title, text → verdict
//	GET  /search?q=&sort=&after=
//	GET  /posting?id=
//	GET  /report?q=&from=&to=&by=&date=
//
// Each handler makes one struct of what it found; a template shows it, or JSON
// does where the client accepts that and not HTML, or format=json asks for it.
// What was asked stands in the address, so that every page but a pasted ad can
// be kept as a link.
//
// # Safety
//
// There are no scripts, and the Content-Security-Policy allows none; everything
// shown comes from here. Postings are shown as text, never as markup. Host must
// be an IP address, localhost or a name that was allowed, which is what stops
// DNS rebinding; requests that change or compute something must come from our
// own pages (Sec-Fetch-Site, Origin). Bodies are bounded.
//
// # Limits
//
// There is no login: it is made for one's own machine.
package web
