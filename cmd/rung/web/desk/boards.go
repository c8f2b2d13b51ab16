package desk

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"

	"rung/corpus"
)

// BoardsAsked asks how boards answered.
type BoardsAsked struct {
	Source string // one system; "" for all
	Failed bool   // only those that were not read in full
	Limit  int
	Cursor string
}

// Boards is one page of the boards that were ever read, by id.
type Boards struct {
	Total    int            `json:"total" doc:"Boards asked for"`
	Outcomes map[string]int `json:"outcomes" doc:"How many of them ended how"`
	Boards   []corpus.Visit `json:"boards" doc:"The last visit of each"`
	Next     string         `json:"next,omitempty" doc:"Cursor of the following page; absent on the last"`
	Notice   string         `json:"notice,omitempty"`
}

// Boards says how each board answered when it was last read.
func (d *Desk) Boards(ctx context.Context, a BoardsAsked) (Boards, error) {
	after, err := base64.RawURLEncoding.DecodeString(a.Cursor)
	if err != nil {
		return Boards{}, &Refused{Field: "cursor", Reason: "that is no cursor", Fix: "begin again without one"}
	}
	visits, err := d.Visits(ctx)
	if err != nil {
		return Boards{}, err
	}
	visits = slices.DeleteFunc(visits, func(v corpus.Visit) bool {
		return a.Source != "" && v.Board.Source != a.Source || a.Failed && v.Listed()
	})
	slices.SortFunc(visits, func(x, y corpus.Visit) int { return cmp.Compare(x.Board.ID(), y.Board.ID()) })
	out := Boards{Total: len(visits), Outcomes: map[string]int{}, Boards: []corpus.Visit{}, Notice: d.Notice}
	for _, v := range visits {
		out.Outcomes[string(v.Outcome)]++
	}
	from, found := slices.BinarySearchFunc(visits, string(after), func(v corpus.Visit, id string) int { return cmp.Compare(v.Board.ID(), id) })
	if found {
		from++
	}
	visits = visits[from:]
	if len(visits) > a.Limit {
		visits = visits[:a.Limit]
		out.Next = base64.RawURLEncoding.EncodeToString([]byte(visits[len(visits)-1].Board.ID()))
	}
	out.Boards = append(out.Boards, visits...)
	return out, nil
}
