package corpus

import (
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
)

// Exported is one line of an export: a posting, with the verdict that was
// given for it, if any.
type Exported struct {
	Posting
	Verdict json.RawMessage `json:"verdict,omitempty"`
	Vacancy string          `json:"vacancy,omitempty"`
}

// Exports streams postings with their verdicts and vacancies.
func (s *Store) Exports(ctx context.Context, f Filter) iter.Seq2[Exported, error] {
	where, args := f.where()
	return func(yield func(Exported, error) bool) {
		rows, err := s.reader.QueryContext(ctx, `SELECT coalesce(y.vacancy, ''), v.data, `+postingColumns+`
			FROM postings p JOIN documents d ON d.posting = p.n LEFT JOIN verdicts v ON v.posting = p.n LEFT JOIN vacancies y ON y.posting = p.n
			WHERE `+where+" ORDER BY p.n", args...)
		err = eachRow(rows, err, func(rows *sql.Rows) error {
			e, err := scanExported(rows)
			if err == nil && !yield(e, nil) {
				return errStop
			}
			return err
		})
		if err != nil && err != errStop {
			yield(Exported{}, explain("export", err))
		}
	}
}

func scanExported(rows *sql.Rows) (e Exported, err error) {
	var packed []byte
	if e.Posting, err = scanPosting(rows, &e.Vacancy, &packed); err != nil || packed == nil {
		return e, err
	}
	e.Verdict, err = unpack(packed)
	return e, err
}

// ExportOptions say what an export holds.
type ExportOptions struct {
	Filter
	// Contacts keeps e-mail addresses and telephone numbers in the words of
	// the ad, which are masked without it (MaskContacts).
	Contacts bool
	// Lift names members of the verdict that a table shows as columns.
	Lift []string
}

func (o ExportOptions) prepare(e Exported) (Exported, error) {
	if o.Contacts {
		return e, nil
	}
	return e.masked()
}

// ExportJSONL writes one object a line: the fields of a posting, and its
// "verdict" and "vacancy".
func ExportJSONL(ctx context.Context, s *Store, w io.Writer, opt ExportOptions) error {
	for e, err := range s.Exports(ctx, opt.Filter) {
		if err == nil {
			e, err = opt.prepare(e)
		}
		if err != nil {
			return err
		}
		if err := writeLine(w, e); err != nil {
			return err
		}
	}
	return nil
}

func writeLine(w io.Writer, v any) error {
	data, err := encode(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(data, '\n'))
	return err
}

// csvColumns are the columns of an export as a table, in order, each with what
// stands in it. Import reads them back; lists are joined with " | ".
var csvColumns = []struct {
	name string
	cell func(Exported) string
}{
	{"id", func(e Exported) string { return e.ID }},
	{"source", func(e Exported) string { return e.Source }},
	{"board", func(e Exported) string { return e.Board }},
	{"native_id", func(e Exported) string { return e.NativeID }},
	{"requisition_id", func(e Exported) string { return e.RequisitionID }},
	{"url", func(e Exported) string { return e.URL }},
	{"apply_url", func(e Exported) string { return e.ApplyURL }},
	{"title", func(e Exported) string { return e.Title }},
	{"company", func(e Exported) string { return e.Company }},
	{"department", func(e Exported) string { return e.Department }},
	{"team", func(e Exported) string { return e.Team }},
	{"employment_type", func(e Exported) string { return e.EmploymentRaw }},
	{"workplace", func(e Exported) string { return string(e.Workplace) }},
	{"locations", func(e Exported) string {
		return listed(e.Locations, func(l Location) string { return l.Raw })
	}},
	{"salary", func(e Exported) string { return listed(e.Salaries, Salary.words) }},
	{"language", func(e Exported) string { return e.Language }},
	{"claimed_level", func(e Exported) string { return e.ClaimedLevel }},
	{"posted", func(e Exported) string { return stated(e.Posted) }},
	{"updated", func(e Exported) string { return stated(e.Updated) }},
	{"valid_through", func(e Exported) string { return stated(e.ValidThrough) }},
	{"observed.first_seen", func(e Exported) string { return stamp(e.Observed.FirstSeen) }},
	{"observed.last_seen", func(e Exported) string { return stamp(e.Observed.LastSeen) }},
	{"observed.closed_at", func(e Exported) string { return stamp(e.Observed.ClosedAt) }},
	{"observed.close_reason", func(e Exported) string { return string(e.Observed.CloseReason) }},
	{"extra", func(e Exported) string { return extraCell(e.Extra) }},
	{"text", func(e Exported) string { return e.Text }},
	{"vacancy", func(e Exported) string { return e.Vacancy }},
	{"verdict", func(e Exported) string { return string(e.Verdict) }},
}

func listed[T any](list []T, words func(T) string) string {
	var out []string
	for _, item := range list {
		if s := words(item); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " | ")
}

// words is the salary as it was stated, or its figures.
func (s Salary) words() string {
	if s.Raw != "" {
		return s.Raw
	}
	figure := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	out := figure(s.Min)
	if s.Max != s.Min {
		out += "-" + figure(s.Max)
	}
	return strings.TrimSpace(out + " " + s.Currency + " " + string(s.Period))
}

func stated(d *Stated) string {
	if d == nil {
		return ""
	}
	return stamp(d.At)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func extraCell(extra map[string]any) string {
	if len(extra) == 0 {
		return ""
	}
	data, err := encode(extra)
	if err != nil {
		return ""
	}
	return string(data)
}

// ExportCSV writes a table. Each name in Lift adds a column "verdict.name"
// with that member of the verdict.
func ExportCSV(ctx context.Context, s *Store, w io.Writer, opt ExportOptions) error {
	table := csv.NewWriter(w)
	if err := table.Write(csvHeading(opt.Lift)); err != nil {
		return err
	}
	for e, err := range s.Exports(ctx, opt.Filter) {
		if err == nil {
			e, err = opt.prepare(e)
		}
		if err != nil {
			return err
		}
		row, err := csvRow(e, opt.Lift)
		if err != nil {
			return err
		}
		if err := table.Write(row); err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

func csvHeading(lift []string) []string {
	var heading []string
	for _, column := range csvColumns {
		heading = append(heading, column.name)
	}
	for _, name := range lift {
		heading = append(heading, "verdict."+name)
	}
	return heading
}

func csvRow(e Exported, lift []string) ([]string, error) {
	var row []string
	for _, column := range csvColumns {
		row = append(row, column.cell(e))
	}
	members := map[string]json.RawMessage{}
	if e.Verdict != nil {
		if err := json.Unmarshal(e.Verdict, &members); err != nil {
			return nil, fmt.Errorf("verdict of %s: %w", e.ID, err)
		}
	}
	for _, name := range lift {
		cell := string(members[name])
		var words string
		if json.Unmarshal(members[name], &words) == nil {
			cell = words
		}
		row = append(row, cell)
	}
	return row, nil
}
