// Package web is rung in a browser: paste an ad and see its rung with the
// evidence marked in its text, search postings, read the level-demand report
// and what is behind its numbers, compare rungs, see how boards answered and
// crawl them, label postings.
//
//	h := web.New(web.Options{Classifier: c, Index: idx, Record: record, Report: report, …})
//	defer h.Close()
//	err := http.Serve(listener, h)
//
// # Pages
//
//	GET  /                        a form for an ad: text, address or file
//	POST /classify                title, text, url, file → verdict
//	GET  /search?q=&sort=&after=  hits and facets; format=csv has them as rows
//	GET  /posting?id=             verdict, history, similar ones
//	POST /saved, /saved/remove    keep a search; GET /feed/{name} is its Atom feed
//	GET  /demand?q=&from=&to=&by=&date=[&format=csv|json|html|md]
//	GET  /behind?key=&…           the postings behind a number of that report
//	GET  /ladder[?rung=]          all rungs, or one with what the market asks of it
//	GET  /boards?source=&state=&match=
//	POST /boards/crawl, /boards/stop; GET /boards/progress (server-sent events)
//	GET  /label?who=&q=, POST /label; GET /label/file, /label/agreement
//
// Each handler makes one struct of what it found; a template shows it, or JSON
// does where the client accepts that and not HTML, or format=json asks for it.
// What was asked stands in the address, so that every page but a pasted ad can
// be kept as a link.
//
// # Without scripts
//
// Everything works without scripts. page.js adds the reason of marked words
// beside them, dropping a file on the form, taking marked text as evidence,
// and a crawl's progress as it goes, which is a page that comes again without.
//
// # Safety
//
// The Content-Security-Policy allows what comes from this server and nothing
// else, no script or style in a page among it. Postings are shown as text,
// never as markup. Host and origin of requests are package guard's matter,
// which is also what keeps other sites from changing anything. Bodies are
// bounded.
//
// # Limits
//
// There is no login: it is made for one's own machine. One crawl runs at a
// time.
package web
