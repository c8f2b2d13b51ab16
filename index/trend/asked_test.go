package trend_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rung/index"
	"rung/index/query"
	"rung/index/trend"
)

// askedRows are rows that any query matches.
type askedRows []index.Row

func (rs askedRows) Walk(_ context.Context, _ query.Query, fn func(*index.Row) error) error {
	for _, r := range rs {
		if err := fn(&r); err != nil {
			return err
		}
	}
	return nil
}

func TestAsked(t *testing.T) {
	row := func(id string, rank int, rules string) index.Row {
		return index.Row{ID: id, Vacancy: id, Company: id, OnLadder: true, Rank: rank, Rules: rules}
	}
	r, err := trend.Compute(t.Context(), askedRows{
		row("a", 4, " mentors coaches "), row("b", 4, " mentors "), row("c", 4, " ships "), row("silent", 4, ""), row("d", 3, " mentors "),
	}, trend.Options{Draws: -1})
	if err != nil {
		t.Fatal(err)
	}
	people := func(rule string) string {
		if rule == "mentors" || rule == "coaches" {
			return "people"
		}
		return ""
	}
	got, n := r.Asked(4, people)
	if diff := cmp.Diff(map[string]int{"people": 2}, got); diff != "" || n != 3 {
		t.Errorf("Asked = %v of %d, want people 2 of 3", got, n)
	}
	ids, err := r.Postings("asks/senior/mentors+coaches")
	if err != nil || strings.Join(ids, " ") != "a b" {
		t.Errorf("the postings behind it are %v, %v; want a b", ids, err)
	}
	if got, n := r.Asked(8, people); len(got) != 0 || n != 0 {
		t.Errorf("Asked beyond the ladder = %v of %d", got, n)
	}
}
