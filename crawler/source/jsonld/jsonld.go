// Package jsonld reads schema.org JobPosting markup from one page of any career
// site.
//
//	postings, rejected, err := jsonld.Read(page.Body, page.URL)
//
// The markup is JSON-LD in script elements: one object, a list, a @graph, or
// nested under other things; types and keys in any case. Where there is none,
// microdata (itemscope, itemprop) is read. A page without either is a
// *wire.ShapeError, never zero postings.
//
// # Repairs
//
// JSON-LD in the wild is often broken. A block that does not decode is repaired
// step by step, in this order, until it does: comment and CDATA wrappers go;
// an HTML-escaped block is unescaped; raw control characters in strings are
// escaped; invalid escapes lose their backslash; trailing commas go and missing
// ones come. A block nothing helps is rejected with the reason.
//
// # What is taken
//
// estimatedSalary is a third party's guess and is not read. A date without a
// time in validThrough means the end of that day. The native id is the
// employer's identifier, else the path of the posting's address.
//
// The package reads pages it is given; finding them through sitemaps and links
// is the crawler's.
package jsonld

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/source/wire"
)

const name = "jsonld"

// Read returns the postings of a page. address is where the page was read; it
// completes relative links and names the board by its host.
func Read(page []byte, address string) ([]corpus.Posting, []corpus.Rejected, error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, nil, wire.Shape(name, "address", "%v", err)
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(page))
	if err != nil {
		return nil, nil, &wire.ShapeError{Source: name, Field: "html", Err: err}
	}
	found, rejected := scripts(doc)
	if len(found) == 0 {
		found = microdata(doc)
	}
	var postings []corpus.Posting
	for i, o := range found {
		p, err := o.posting(at)
		if err != nil {
			rejected = append(rejected, corpus.Rejected{NativeID: o.identifier(), Line: i + 1, Reason: err.Error()})
			continue
		}
		postings = append(postings, p)
	}
	if len(postings) == 0 {
		reason := "the page has no JobPosting markup"
		if len(rejected) > 0 {
			reason = rejected[0].Reason
		}
		return nil, rejected, wire.Shape(name, "JobPosting", "%s", reason)
	}
	return wire.Join(postings), rejected, nil
}

// scripts finds every JobPosting in the page's JSON-LD blocks.
func scripts(doc *goquery.Document) (found []object, rejected []corpus.Rejected) {
	doc.Find("script[type]").Each(func(i int, s *goquery.Selection) {
		kind, _, _ := strings.Cut(strings.ToLower(s.AttrOr("type", "")), ";")
		if strings.TrimSpace(kind) != "application/ld+json" {
			return
		}
		v, err := decode(s.Text())
		if err != nil {
			rejected = append(rejected, corpus.Rejected{Line: i + 1, Reason: "JSON-LD beyond repair: " + err.Error()})
			return
		}
		found = append(found, search(v, 0)...)
	})
	return found, rejected
}

// maxDepth bounds how deep a posting may be nested.
const maxDepth = 32

// search walks a decoded value in a fixed order and collects postings.
func search(v any, depth int) []object {
	if depth > maxDepth {
		return nil
	}
	var out []object
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			out = append(out, search(e, depth+1)...)
		}
	case map[string]any:
		if o := object(v); o.is("JobPosting") {
			return []object{o}
		}
		for _, k := range sortedKeys(v) {
			out = append(out, search(v[k], depth+1)...)
		}
	}
	return out
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (o object) posting(at *url.URL) (corpus.Posting, error) {
	b := corpus.Board{Source: name, Token: at.Hostname()}
	link := o.link(at)
	id := o.identifier()
	if id == "" {
		if u, err := url.Parse(link); err == nil {
			id = strings.Trim(u.RequestURI(), "/")
		}
	}
	p, err := wire.New(b, id, o.firstText("title", "name"))
	if err != nil {
		return p, err
	}
	p.URL, p.RequisitionID = link, o.identifier()
	p.Company, p.CompanyFrom = wire.Company(nameOf(o.get("hiringOrganization")), b)
	p.Department = o.firstText("department")
	p.EmploymentRaw = strings.Join(texts(o.get("employmentType")), ", ")
	p.Employment = extract.Employment(texts(o.get("employmentType"))...)
	p.Locations = o.places()
	p.Workplace = o.workplace(p.Locations)
	p.Posted = extract.Stated("datePosted", o.firstText("datePosted"))
	p.ValidThrough = endOfDay(extract.Stated("validThrough", o.firstText("validThrough")), o.firstText("validThrough"))
	o.describe(&p)
	wire.Pay(&p, o.salaries())
	return p, nil
}

// link is the posting's own address where it gives one on any host, else the
// page's.
func (o object) link(at *url.URL) string {
	if u, err := at.Parse(o.firstText("url")); err == nil {
		if link := wire.Absolute(u.String()); link != "" {
			return link
		}
	}
	return wire.Absolute(at.String())
}

// identifier reads a text, a number or a PropertyValue.
func (o object) identifier() string {
	if inner, ok := asObject(o.get("identifier")); ok {
		return inner.firstText("value")
	}
	if all := texts(o.get("identifier")); len(all) > 0 {
		return all[0]
	}
	return ""
}

// parts are fields whose words some sites keep apart from the description.
var parts = []struct{ field, heading string }{
	{"responsibilities", "Responsibilities"}, {"qualifications", "Qualifications"}, {"skills", "Skills"},
	{"educationRequirements", "Education"}, {"experienceRequirements", "Experience"},
	{"jobBenefits", "Benefits"}, {"incentiveCompensation", "Incentives"},
}

// describe joins the description with the parts it does not already hold.
func (o object) describe(p *corpus.Posting) {
	markup := literal(o.firstText("description"))
	wire.Describe(p, markup, "")
	if !extract.IsHTML(markup) {
		p.HTML, p.Text = "", extract.Plain(markup)
	}
	for _, part := range parts {
		words := lines(texts(o.get(part.field)))
		if words != "" && !strings.Contains(p.Text, words) {
			p.Text = extract.Plain(p.Text + "\n\n" + part.heading + "\n\n" + words)
		}
	}
}

// lines makes one text of a part, and bullets of a part given as a list.
func lines(all []string) string {
	if len(all) == 1 {
		if s := literal(all[0]); !extract.IsHTML(s) {
			return extract.Plain(s)
		}
		return extract.Text(literal(all[0]))
	}
	var out []string
	for _, s := range all {
		out = append(out, "- "+extract.Text(literal(s)))
	}
	return extract.Plain(strings.Join(out, "\n"))
}

// literal turns the two characters "\n" that some sites write twice escaped
// into the line break they mean.
func literal(s string) string {
	return strings.NewReplacer(`\r\n`, "\n", `\n`, "\n", `\t`, " ", "&#xa;", "\n", "&amp;#xa;", "\n").Replace(s)
}
