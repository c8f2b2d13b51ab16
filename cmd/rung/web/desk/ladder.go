package desk

import (
	"rung/classify/ladder"
)

// Ladder is the career ladder as programs read it.
type Ladder struct {
	Name  string `json:"name"`
	Rungs []Rung `json:"rungs" doc:"Lowest first"`
	// Beside are the kinds of role next to the ladder.
	Beside     []Role            `json:"beside"`
	Dimensions []Dimension       `json:"dimensions"`
	Documents  map[string]string `json:"documents" doc:"What each citation is, by its id"`
}

// A Rung is one step of the ladder and what it asks.
type Rung struct {
	Rank             int              `json:"rank"`
	Name             string           `json:"name"`
	StandsFor        string           `json:"stands_for"`
	Aliases          []string         `json:"aliases"`
	Responsibilities []Responsibility `json:"responsibilities"`
}

// A Responsibility is one thing a rung asks, and where that comes from.
type Responsibility struct {
	ID        string   `json:"id"`
	Dimension string   `json:"dimension"`
	Text      string   `json:"text"`
	Cites     []string `json:"cites"`
}

// A Role is a kind of role beside the ladder.
type Role struct {
	Name      string `json:"name"`
	StandsFor string `json:"stands_for"`
}

// A Dimension is one thing that grows up the ladder.
type Dimension struct {
	Name  string   `json:"name"`
	Asks  string   `json:"asks"`
	Steps []string `json:"steps" doc:"Its answers, lowest first"`
}

// LadderOf writes a ladder out.
func LadderOf(l *ladder.Ladder) Ladder {
	out := Ladder{Name: l.Name, Documents: l.Documents}
	for _, s := range l.Steps {
		out.Rungs = append(out.Rungs, RungOf(l, s))
	}
	for _, r := range l.Beside {
		out.Beside = append(out.Beside, Role{r.Name, r.StandsFor})
	}
	for _, d := range l.Dimensions {
		out.Dimensions = append(out.Dimensions, Dimension{d.Name, d.Asks, d.Steps})
	}
	return out
}

// RungOf writes one rung out.
func RungOf(l *ladder.Ladder, s ladder.Step) Rung {
	out := Rung{Rank: s.Rank, Name: s.Name, StandsFor: s.StandsFor, Aliases: s.Aliases}
	for _, r := range l.ResponsibilitiesOf(s.Name) {
		out.Responsibilities = append(out.Responsibilities, Responsibility{r.ID, r.Dimension, r.Text, r.Cites})
	}
	return out
}
