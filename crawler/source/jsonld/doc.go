// Package jsonld reads any career site whose job pages carry schema.org
// JobPosting markup.
//
//	l, err := jsonld.Source{}.List(ctx, getter, corpus.Board{Source: "jsonld", Token: "https://example.com/careers"}, opt)
//	postings := jsonld.Postings(page, "https://example.com/careers/4711")
//
// A board's token is the address of the careers page, of the site, or of a
// sitemap; "https://" may be left out. Base replaces its scheme and host.
//
// # Finding job pages
//
// In this order: the Sitemap lines of robots.txt; sitemaps under their usual
// names; the links of the careers page and of the pages it continues on.
// Indexes are followed three deep, each sitemap once; of an index that has
// sitemaps for jobs only those are read. A page counts as a job page when its
// path has one of the words of jobwords.txt, or lies below the careers page.
// Only pages of the same site are asked for: the same registered domain, or
// with Base the same host.
//
// Of the pages found, those whose link or address tells a title that is not
// wanted are not asked for; the others are, up to a thousand.
//
// # Closing
//
// A page that answers 404 or 410, leads back to the careers page or has no
// markup is no open posting, and so closes with the next complete listing. A
// page that fails otherwise still counts as open. A sitemap that cannot be
// read, or any bound reached, makes the listing truncated, which closes
// nothing. When no page at all has markup the shape has changed: that is an
// error and never zero postings. Empty is believed only of a sitemap that is
// for jobs by its name and lists nothing.
//
// # Repairs
//
// JSON-LD in the wild is often broken. A block that does not decode is repaired
// step by step, in this order, until it does: comment and CDATA wrappers go;
// an HTML-escaped block is unescaped; raw control characters in strings are
// escaped; invalid escapes lose their backslash; trailing commas go and missing
// ones come. A block nothing helps is rejected with the reason. Where there is
// no JSON-LD, microdata (itemscope, itemprop) is read.
//
// # What is taken
//
// The native id is the path of the page, because it is known before the page
// is read; the employer's identifier is the requisition id. Several postings
// on one page are told apart by their own addresses, else by identifier or
// number. estimatedSalary is a third party's guess and is not read. A date
// without a time in validThrough means the end of that day. Facts a posting
// has no place for (industry, jobStartDate, monthsOfExperience, …) are kept in
// Extra by their own names.
//
// # Limits
//
// Pages made by scripts alone cannot be read. RDFa and job-* meta elements are
// not read, nor sitemaps that are plain text or feeds. A page that says
// tdm-reservation: 1 is left alone. noindex is not taken for a closed posting.
package jsonld
