package report

import (
	_ "embed"
	"encoding/json"
	"io"
	"slices"
	"sort"

	"rung/index/trend"
)

// Schema is the JSON Schema of what JSON writes.
//
//go:embed report.schema.json
var Schema string

// Published is a report as JSON: what made it, its numbers, and the postings
// behind them.
type Published struct {
	// Notice marks data that is not real.
	Notice string `json:"notice,omitempty"`
	// Model judged, Version counted, Command makes the report again.
	Model   string `json:"model"`
	Version string `json:"version"`
	Command string `json:"command"`
	// Generation is the state of the index that was read.
	Generation uint64 `json:"index_generation,omitempty"`
	*trend.Report
	// Revisions are against an earlier report, where one was named.
	Revisions *trend.Revisions `json:"revisions,omitempty"`
	// PostingIDs lists every posting counted, sorted; Behind has, for each key
	// of a number, places in that list from 0. Both are left out of a report
	// on more than 50,000 postings: ask for a key's postings by command.
	PostingIDs []string         `json:"posting_ids,omitempty"`
	Behind     map[string][]int `json:"behind,omitempty"`
}

// mostListed bounds the postings JSON lists.
const mostListed = 50_000

// JSON writes a report with its manifest and the postings behind its numbers.
func JSON(w io.Writer, r *trend.Report, m Meta) error {
	p := Published{Notice: m.Notice, Model: m.Model, Version: m.Version, Command: m.Command, Generation: m.Generation, Report: r}
	if m.Earlier != nil {
		v := r.Since(m.Earlier)
		p.Revisions = &v
	}
	if r.Coverage.Postings <= mostListed {
		behind, err := r.Behind()
		if err != nil {
			return err
		}
		p.number(behind)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(p)
}

// number lists the postings of all keys once, and each key's by place.
func (p *Published) number(behind map[string][]string) {
	seen := map[string]bool{}
	for _, ids := range behind {
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				p.PostingIDs = append(p.PostingIDs, id)
			}
		}
	}
	slices.Sort(p.PostingIDs)
	p.Behind = make(map[string][]int, len(behind))
	for key, ids := range behind {
		places := make([]int, len(ids))
		for i, id := range ids {
			places[i] = sort.SearchStrings(p.PostingIDs, id)
		}
		p.Behind[key] = places
	}
}
