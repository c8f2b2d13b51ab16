// Package wire is what the adapters of crawler/source share: the visit that
// turns answers into a listing, lenient JSON values, and the error for an
// answer that is not what a system documents.
//
// An adapter's List is a few lines over a Visit:
//
//	v := wire.Begin(g, b)
//	page, err := v.Get(ctx, wire.URL(b, "https://api.example.com", "boards", b.Token))
//	if err != nil {
//		return v.Fail(err)
//	}
//	postings, rejected, err := Parse(page.Body, b)
//	if err != nil {
//		return v.Fail(err)
//	}
//	return v.Complete(postings, rejected)
//
// The package lies below the list of adapters and knows none of them, so that
// an adapter never imports the package that lists it.
package wire
