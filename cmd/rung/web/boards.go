package web

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"rung/corpus"
	"rung/crawler"
)

// boardsShown is how many boards a page lists.
const boardsShown = 100

// The states a board can be in, to filter by.
const (
	stateRead    = "read"    // its last listing was complete
	stateTrouble = "trouble" // it could not be read in full
	stateNever   = "never"   // no crawl has asked it yet
)

func states() []string { return []string{stateRead, stateTrouble, stateNever} }

func stateWords(state string) string {
	return map[string]string{stateRead: "read in full", stateTrouble: "trouble", stateNever: "never asked"}[state]
}

// A boardFilter narrows the boards; what it shows is what a crawl reads.
type boardFilter struct{ Source, State, Match string }

type boardsPage struct {
	boardFilter
	Sources  []sourceRow
	All      sourceRow
	LastRead string
	Rows     []boardRow
	N        int // boards that pass the filter
	Crawling int // of them, those a crawl would read
	Next     string
	Progress progressView
	Off      string
}

// sourceRow is the coverage of one system.
type sourceRow struct {
	Source, Link                         string
	Boards, Read, Trouble, Never, Pruned int
	Postings                             int
}

type boardRow struct {
	ID, Company, State, Outcome, Detail string
	At, Search                          string
	Postings                            int
	New, Closed                         int
	board                               corpus.Board
	pruned                              bool
}

func boardFilterOf(get func(string) string) boardFilter {
	return boardFilter{get("source"), get("state"), strings.TrimSpace(get("match"))}
}

func (f boardFilter) link(more ...string) string {
	return link("/boards", append([]string{"source", f.Source, "state", f.State, "match", f.Match}, more...)...)
}

func (f boardFilter) has(b boardRow) bool {
	return (f.Source == "" || f.Source == b.board.Source) && (f.State == "" || f.State == b.State) &&
		strings.Contains(strings.ToLower(b.ID+" "+b.Company), strings.ToLower(f.Match))
}

func (s *server) boards(r *http.Request) (answer, error) {
	all, err := s.boardRows(r.Context())
	if err != nil {
		return answer{}, err
	}
	form := r.URL.Query()
	p := boardsPage{boardFilter: boardFilterOf(form.Get), Progress: s.crawl.view(), Off: s.Boards.Off()}
	p.cover(all)
	from, err := strconv.Atoi(form.Get("after"))
	if err != nil || from < 0 {
		from = 0
	}
	p.list(all, from)
	return answer{page: "boards", title: "Boards", here: "boards", body: p, data: p, refresh: p.Progress.Running}, nil
}

// boardRows are the boards of the directory and those that were read without
// it, troubled ones first, those never asked last.
func (s *server) boardRows(ctx context.Context) ([]boardRow, error) {
	entries, err := s.Boards.Entries()
	if err != nil {
		return nil, err
	}
	visits, err := s.Boards.Visits(ctx)
	if err != nil {
		return nil, err
	}
	rows := map[string]boardRow{}
	for _, e := range entries {
		rows[e.ID()] = rowOfEntry(e)
	}
	for _, v := range visits {
		id := v.Board.ID()
		row, known := rows[id]
		if !known {
			row = rowOfEntry(crawler.Entry{Board: v.Board})
		}
		rows[id] = row.visited(v)
	}
	order := map[string]int{stateTrouble: 0, stateRead: 1, stateNever: 2}
	return slices.SortedFunc(maps.Values(rows), func(a, b boardRow) int {
		return cmp.Or(cmp.Compare(order[a.State], order[b.State]), strings.Compare(a.ID, b.ID))
	}), nil
}

func rowOfEntry(e crawler.Entry) boardRow {
	row := boardRow{ID: e.ID(), Company: cmp.Or(e.Company, e.Token), State: stateNever, board: e.Board, pruned: e.Pruned != "",
		Search: link("/search", "q", term("board", e.ID()))}
	if row.pruned {
		row.Detail = "left out of crawls: " + e.Pruned
	}
	return row
}

func (row boardRow) visited(v corpus.Visit) boardRow {
	row.At, row.Outcome, row.Postings = v.At.Format(time.DateOnly), string(v.Outcome), v.Postings
	row.New, row.Closed = v.Change.New, v.Change.Closed
	if v.Outcome == corpus.OutcomeUnchanged {
		row.Postings = v.Change.Unchanged
	}
	row.State = stateTrouble
	if v.Listed() {
		row.State = stateRead
	} else if row.Detail == "" {
		row.Detail = v.Detail
	}
	return row
}

// cover counts the boards by system.
func (p *boardsPage) cover(all []boardRow) {
	by := map[string]*sourceRow{}
	for _, b := range all {
		name := b.board.Source
		if by[name] == nil {
			by[name] = &sourceRow{Source: name, Link: boardFilter{Source: name}.link()}
		}
		by[name].count(b)
		p.All.count(b)
		p.LastRead = max(p.LastRead, b.At)
	}
	for _, name := range slices.Sorted(maps.Keys(by)) {
		p.Sources = append(p.Sources, *by[name])
	}
}

func (s *sourceRow) count(b boardRow) {
	s.Boards++
	s.Postings += b.Postings
	switch {
	case b.pruned:
		s.Pruned++
	case b.State == stateRead:
		s.Read++
	case b.State == stateTrouble:
		s.Trouble++
	default:
		s.Never++
	}
}

func (p *boardsPage) list(all []boardRow, from int) {
	var passed []boardRow
	for _, b := range all {
		if p.has(b) {
			passed = append(passed, b)
			if !b.pruned {
				p.Crawling++
			}
		}
	}
	p.N = len(passed)
	from = min(from, len(passed))
	to := min(from+boardsShown, len(passed))
	p.Rows = passed[from:to]
	if to < len(passed) {
		p.Next = p.link("after", strconv.Itoa(to))
	}
}

// chosen are the boards a filter means, as a crawl reads them.
func (s *server) chosen(ctx context.Context, f boardFilter) ([]corpus.Board, error) {
	all, err := s.boardRows(ctx)
	var out []corpus.Board
	for _, b := range all {
		if f.has(b) && !b.pruned {
			out = append(out, b.board)
		}
	}
	return out, err
}
