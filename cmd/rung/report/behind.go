package report

import (
	"fmt"
	"html/template"
)

// behindShown is how many postings a page lists behind one number; the
// command below them lists all.
const behindShown = 100

// A behind is the postings behind one number of a page.
type behind struct {
	ID, Key string
	N       int
	Shown   []posting
}

type posting struct {
	ID   string
	Href template.URL
}

// Behind lists the postings behind the numbers of the document's tables, in
// their order, each key once; nothing where a link leads to them.
func (d Document) Behind() ([]behind, error) {
	if d.link != nil || d.report == nil {
		return nil, nil
	}
	var out []behind
	for i, key := range d.keys() {
		ids, err := d.report.Postings(key)
		if err != nil {
			return nil, fmt.Errorf("the postings behind a number: %w", err)
		}
		b := behind{ID: anchor(i), Key: key, N: len(ids)}
		for _, id := range ids[:min(len(ids), behindShown)] {
			p := posting{ID: id}
			if d.posting != nil {
				p.Href = template.URL(d.posting(id))
			}
			b.Shown = append(b.Shown, p)
		}
		out = append(out, b)
	}
	return out, nil
}

// keys lists the keys of the tables' numbers, each once.
func (d Document) keys() (out []string) {
	seen := map[string]bool{}
	for _, s := range d.Sections {
		for _, row := range s.Table.Rows {
			for _, c := range row {
				if c.Key != "" && !seen[c.Key] {
					seen[c.Key] = true
					out = append(out, c.Key)
				}
			}
		}
	}
	return out
}

// hrefs says where each number's key leads.
func (d Document) hrefs() map[string]template.URL {
	out := map[string]template.URL{}
	for i, key := range d.keys() {
		out[key] = template.URL("#" + anchor(i))
		if d.link != nil {
			out[key] = template.URL(d.link(key))
		}
	}
	return out
}

// anchor names the place of a key in the page. Keys themselves hold names of
// employers, which are no names of places.
func anchor(i int) string { return fmt.Sprintf("behind-%d", i+1) }
