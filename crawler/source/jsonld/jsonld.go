package jsonld

import (
	"bytes"
	"fmt"
	"html"
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
// completes relative links and names the board by its host. A page without a
// posting is a *wire.ShapeError.
func Read(page []byte, address string) ([]corpus.Posting, []corpus.Rejected, error) {
	if clean := wire.Absolute(address); clean != "" {
		address = clean // or tracking would be a part of the id
	}
	at, err := url.Parse(address)
	if err != nil {
		return nil, nil, wire.Shape(name, "address", "%v", err)
	}
	doc, err := parsePage(page)
	if err != nil {
		return nil, nil, err
	}
	postings, rejected := site{start: at}.read(doc, at, corpus.Board{Source: name, Token: at.Hostname()})
	if len(postings) > 0 {
		return wire.Join(postings), rejected, nil
	}
	reason := "the page has no JobPosting markup"
	if len(rejected) > 0 {
		reason = rejected[0].Reason
	}
	return nil, rejected, wire.Shape(name, "JobPosting", "%s", reason)
}

// maxPage bounds what is parsed: a tree takes many times the memory of its
// page, and job pages have a megabyte or two.
const maxPage = 8 << 20

func parsePage(page []byte) (*goquery.Document, error) {
	if len(page) > maxPage {
		return nil, wire.Shape(name, "html", "a page of %d bytes", len(page))
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(page))
	if err != nil {
		return nil, &wire.ShapeError{Source: name, Field: "html", Err: err}
	}
	return doc, nil
}

// Postings returns what Read does, and nothing for a page without a posting.
// Where base is "" nobody knows where the page was; its postings then have no
// id, and their own address as URL if they give one.
func Postings(page []byte, base string) []corpus.Posting {
	postings, _, err := Read(page, base)
	if err != nil {
		return nil
	}
	if base == "" {
		for i := range postings {
			postings[i].ID, postings[i].NativeID = "", postings[i].RequisitionID
		}
	}
	return postings
}

// read returns the postings of a page of the site, whose address gives them
// their ids.
func (s site) read(doc *goquery.Document, at *url.URL, b corpus.Board) (postings []corpus.Posting, rejected []corpus.Rejected) {
	found, rejected := scripts(doc)
	if len(found) == 0 {
		found = microdata(doc)
	}
	for i, o := range found {
		id := s.id(at)
		if len(found) > 1 {
			id = s.oneOf(o, at, i)
		}
		p, err := o.posting(b, id, at)
		if err != nil {
			rejected = append(rejected, corpus.Rejected{NativeID: id, Line: i + 1, Reason: err.Error()})
			continue
		}
		postings = append(postings, p)
	}
	return postings, rejected
}

// oneOf is the native id of one of several postings of a page: that of its own
// page, else the page's with the employer's identifier or its number.
func (s site) oneOf(o object, at *url.URL, i int) string {
	if u, ours := s.page(at, o.firstText("url")); ours && s.id(u) != s.id(at) {
		return s.id(u)
	}
	if id := o.identifier(); id != "" {
		return s.id(at) + "#" + id
	}
	return fmt.Sprintf("%s#%d", s.id(at), i+1)
}

// scripts finds every JobPosting in the page's JSON-LD blocks.
func scripts(doc *goquery.Document) (found []object, rejected []corpus.Rejected) {
	doc.Find("script[type]").Each(func(i int, s *goquery.Selection) {
		kind, _, _ := strings.Cut(strings.ToLower(s.AttrOr("type", "")), ";")
		if strings.TrimSpace(kind) != "application/ld+json" {
			return
		}
		block := s.Text()
		v, err := decode(block)
		if err != nil && !strings.Contains(strings.ToLower(block), "jobposting") {
			return // another thing's markup, and no loss
		}
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

func (o object) posting(b corpus.Board, id string, at *url.URL) (corpus.Posting, error) {
	p, err := wire.New(b, id, said(o.firstText("title", "name")))
	if err != nil {
		return p, err
	}
	p.URL, p.RequisitionID = o.link(at), o.identifier()
	p.Company, p.CompanyFrom = wire.Company(said(nameOf(o.get("hiringOrganization"))), b)
	if p.CompanyFrom == corpus.CompanyFromToken {
		p.Company = bare(at.Hostname())
	}
	p.Department = o.firstText("department")
	p.EmploymentRaw = strings.Join(texts(o.get("employmentType")), ", ")
	p.Employment = extract.Employment(texts(o.get("employmentType"))...)
	p.Locations = o.places()
	p.Workplace = o.workplace(p.Locations)
	p.Posted = extract.Stated("datePosted", o.firstText("datePosted"))
	p.ValidThrough = endOfDay(extract.Stated("validThrough", o.firstText("validThrough")), o.firstText("validThrough"))
	p.Extra = o.extra()
	o.describe(&p)
	wire.Pay(&p, o.salaries())
	return p, nil
}

// said is a name as it was meant: entities read, letters mended.
func said(s string) string { return extract.Mend(html.UnescapeString(s)) }

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

// kept are fields a posting has no place for.
var kept = []string{
	"industry", "occupationalCategory", "totalJobOpenings", "jobStartDate", "directApply",
	"experienceRequirements", "experienceInPlaceOfEducation",
}

// extra keeps those fields by their own names. Texts longer than a label are
// part of the description.
func (o object) extra() map[string]any {
	extra := map[string]any{}
	for _, key := range kept {
		v := o.get(key)
		if inner, ok := asObject(v); ok {
			key, v = "monthsOfExperience", inner.get("monthsOfExperience")
		}
		switch t := v.(type) {
		case string:
			if t = strings.TrimSpace(t); t != "" && len(t) <= 200 {
				extra[key] = t
			}
		case bool, float64:
			extra[key] = t
		case []any:
			if all := texts(t); len(all) > 0 && len(all) <= 20 {
				extra[key] = all
			}
		}
	}
	if len(extra) == 0 {
		return nil
	}
	return extra
}

// parts are fields whose words some sites keep apart from the description.
var parts = []struct{ field, heading string }{
	{"responsibilities", "Responsibilities"}, {"qualifications", "Qualifications"}, {"skills", "Skills"},
	{"educationRequirements", "Education"}, {"experienceRequirements", "Experience"},
	{"jobBenefits", "Benefits"}, {"incentiveCompensation", "Incentives"},
}

// describe joins the description with the parts it does not already hold.
func (o object) describe(p *corpus.Posting) {
	markup := extract.Mend(literal(o.firstText("description")))
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
