package gold

import (
	"bufio"
	"encoding/json"
	"io"
	"time"
)

// Encode writes rows as a gold file, which Decode reads back as they are
// except for what the format has no place for: of a posting, all but the
// fields named in the package comment.
func Encode(w io.Writer, rows []Row) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for _, r := range rows {
		if err := lines.Encode(r.wire()); err != nil {
			return err
		}
	}
	return out.Flush()
}

// wireLabel writes what is not stated as null, as the files by hand do.
type wireLabel struct {
	Label
	Duties *string `json:"duties"`
	Track  *string `json:"track"`
}

type wireOut struct {
	ID         string    `json:"id"`
	Source     string    `json:"source,omitempty"`
	Title      string    `json:"title"`
	Company    string    `json:"company"`
	Location   string    `json:"location,omitempty"`
	Posted     string    `json:"posted,omitempty"`
	URL        string    `json:"url,omitempty"`
	Employment string    `json:"employment_type,omitempty"`
	Salary     string    `json:"salary_text,omitempty"`
	Body       string    `json:"body"`
	Label      wireLabel `json:"label"`
	Trap       string    `json:"trap,omitempty"`
}

func (r Row) wire() wireOut {
	p := r.Posting
	w := wireOut{ID: p.ID, Source: p.Source, Title: p.Title, Company: p.Company, URL: p.URL, Employment: p.EmploymentRaw, Body: p.Text, Trap: r.Trap,
		Label: wireLabel{Label: r.Label, Duties: stated(r.Label.Duties), Track: stated(r.Label.Track)}}
	if len(p.Locations) > 0 {
		w.Location = p.Locations[0].Raw
	}
	if len(p.Salaries) > 0 {
		w.Salary = p.Salaries[0].Raw
	}
	if p.Posted != nil {
		w.Posted = p.Posted.At.Format(time.DateOnly)
	}
	return w
}

func stated(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
