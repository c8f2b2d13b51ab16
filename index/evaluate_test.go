package index_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rung/corpus"
	"rung/index"
	"rung/index/query"
	"rung/index/skill"
)

// matches evaluates a query over one document by reading the document, with
// nothing of the index: the slow, plain meaning that the index must agree
// with. It knows no stems and no synonyms, so its queries use words that need
// neither.
func matches(q query.Query, d index.Document) bool {
	switch q := q.(type) {
	case query.All:
		return true
	case query.And:
		return !slices.ContainsFunc(q, func(p query.Query) bool { return !matches(p, d) })
	case query.Or:
		return slices.ContainsFunc(q, func(p query.Query) bool { return matches(p, d) })
	case query.Not:
		return !matches(q.Of, d)
	case query.Word:
		return says(d, q.Field, q.Text)
	case query.Phrase:
		return says(d, q.Field, q.Text)
	case query.Term:
		return slices.Contains(valuesOf(q.Field, d), q.Value)
	case query.Range:
		return inRange(q, d)
	case query.Days:
		at := dateOf(q.Field, d)
		return !at.IsZero() && !at.Before(q.From) && (q.Until.IsZero() || at.Before(q.Until))
	}
	return false
}

func says(d index.Document, field, words string) bool {
	p := d.Posting
	texts := map[string]string{"title": p.Title, "company": p.Company, "body": p.Text, "city": p.Locations[0].Raw}
	for name, text := range texts {
		if field != name && (field != "" || name == "city") {
			continue
		}
		plain := strings.Map(func(r rune) rune {
			if strings.ContainsRune(",.-\n", r) {
				return ' '
			}
			return r
		}, strings.ToLower(text))
		line := " " + strings.Join(strings.Fields(plain), " ") + " "
		if strings.Contains(line, " "+strings.ToLower(words)+" ") {
			return true
		}
	}
	return false
}

func valuesOf(field string, d index.Document) []string {
	p, v := d.Posting, d.Verdict
	switch field {
	case "is":
		var out []string
		for name, on := range map[string]bool{
			"open": p.Observed.ClosedAt.IsZero(), "closed": !p.Observed.ClosedAt.IsZero(),
			"paid": len(p.Salaries) > 0, "abstained": v.Abstained, "ladder": v.OnLadder,
			"inflated": v.Gap != nil && *v.Gap > 0,
		} {
			if on {
				out = append(out, name)
			}
		}
		return out
	case "track":
		return []string{v.Track}
	case "beside":
		return []string{v.Beside}
	case "country":
		return []string{p.Locations[0].Country}
	case "workplace":
		return []string{string(p.Workplace)}
	case "lang":
		return []string{p.Language}
	case "source":
		return []string{p.Source}
	case "board":
		return []string{p.Source + ":" + p.Board}
	case "vacancy":
		return []string{d.Vacancy}
	case "skill":
		return skill.In(p.Title + "\n" + p.Text)
	case "currency", "period":
		if len(p.Salaries) > 0 {
			return []string{p.Salaries[0].Currency, string(p.Salaries[0].Period)}
		}
		return nil
	}
	panic("evaluate: " + field)
}

func inRange(q query.Range, d index.Document) bool {
	in := func(x float64) bool {
		return (x > q.Lo || x == q.Lo && !q.LoOpen) && (x < q.Hi || x == q.Hi && !q.HiOpen)
	}
	v := d.Verdict
	switch q.Field {
	case "rung":
		return v.Rank > 0 && in(float64(v.Rank))
	case "gap":
		return v.Gap != nil && in(float64(*v.Gap))
	case "years":
		return v.Years.Min != nil && in(*v.Years.Min)
	case "conf":
		return v.OnLadder && in(v.Confidence)
	case "salary":
		if len(d.Posting.Salaries) == 0 || d.Posting.Salaries[0].Period != corpus.PerYear {
			return false
		}
		s := d.Posting.Salaries[0]
		return (s.Max > q.Lo || s.Max == q.Lo && !q.LoOpen) && (s.Min < q.Hi || s.Min == q.Hi && !q.HiOpen)
	}
	panic("evaluate: " + q.Field)
}

func dateOf(field string, d index.Document) time.Time {
	o := d.Posting.Observed
	switch {
	case field == "seen":
		return o.FirstSeen
	case field == "closed":
		return o.ClosedAt
	case d.Posting.Posted != nil:
		return d.Posting.Posted.At
	case field == "posted":
		return time.Time{}
	}
	return o.FirstSeen
}

func facetOf(name string, d index.Document) []string {
	v := d.Verdict
	switch name {
	case "rung":
		return []string{v.Rung}
	case "company":
		return []string{d.Posting.Company}
	case "month":
		return []string{dateOf("date", d).Format("2006-01")}
	case "paid":
		return []string{fmt.Sprint(len(d.Posting.Salaries) > 0)}
	case "open":
		return []string{fmt.Sprint(d.Posting.Observed.ClosedAt.IsZero())}
	case "gap":
		if v.Gap == nil {
			return nil
		}
		return []string{strconv.Itoa(*v.Gap)}
	}
	return valuesOf(name, d)
}
