package index_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rung/index"
	"rung/index/query"
)

func seenAt(id string, at time.Time) index.Document {
	d := posting(id, "Growth Manager "+id, "growth")
	d.Posting.Observed.FirstSeen, d.Posting.Observed.LastSeen = at, at
	return d
}

// TestNewsComesOnce asks a search again and again while postings come, also
// ones that were seen before the last that was shown.
func TestNewsComesOnce(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	monday := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	s := index.Saved{Name: "growth", Query: "growth"}
	for _, tt := range []struct {
		name string
		add  []index.Document
		want []string
	}{
		{"first asked", []index.Document{seenAt("a", monday), seenAt("b", monday)}, []string{"a", "b"}},
		{"nothing came", nil, []string{}},
		{"two came", []index.Document{seenAt("c", monday.Add(time.Hour)), seenAt("d", monday.AddDate(0, 0, 3))}, []string{"d", "c"}},
		{"seen earlier, indexed later", []index.Document{seenAt("e", monday)}, []string{"e"}},
		{"an old one is judged anew", []index.Document{seenAt("a", monday)}, []string{}},
		{"much later", []index.Document{seenAt("f", monday.AddDate(0, 2, 0))}, []string{"f"}},
		{"once more", nil, []string{}},
		{"not what is sought", []index.Document{{Posting: posting("g", "Cook", "soup").Posting}}, []string{}},
	} {
		put(t, x, tt.add...)
		res, next, err := x.News(ctx, s, index.Request{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, ids(res)); diff != "" || res.Total != len(tt.want) {
			t.Errorf("%s: total %d (-want +got):\n%s", tt.name, res.Total, diff)
		}
		s = next
	}
	if !slices.Equal(s.Shown, []string{"f"}) {
		t.Errorf("remembers %v, want only what may still overlap", s.Shown)
	}
}

func TestNewsOfAQueryThatCannotBeRead(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	_, _, err := x.News(ctx, index.Saved{Name: "old", Query: "rnug:senior"}, index.Request{})
	var e *query.Error
	if !errors.As(err, &e) || !strings.Contains(err.Error(), `"old"`) {
		t.Errorf("err = %v, want the search named and a *query.Error", err)
	}
}

func TestSavedSearchesAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saved.json")
	all, err := index.ReadSaved(path)
	if err != nil || len(all) != 0 {
		t.Fatalf("without a file: %v, %v", all, err)
	}
	b := index.Saved{Name: "b", Query: "roadmap", Through: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), Shown: []string{"x"}}
	all = all.With(b).With(index.Saved{Name: "a", Query: "growth"}).With(index.Saved{Name: "c", Query: "*"}).Without("c")
	all = all.With(index.Saved{Name: "a", Query: "rung:senior"})
	if err := all.Write(path); err != nil {
		t.Fatal(err)
	}
	back, err := index.ReadSaved(path)
	want := index.SavedSearches{{Name: "a", Query: "rung:senior"}, b}
	if diff := cmp.Diff(want, back); err != nil || diff != "" {
		t.Errorf("read back %v (-want +got):\n%s", err, diff)
	}
	if got, ok := back.Find("b"); !ok || got.Query != "roadmap" {
		t.Errorf("Find(b) = %v, %v", got, ok)
	}
	if err := os.WriteFile(path, []byte(`[{"name":`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := index.ReadSaved(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("half a file: %v, want an error naming it", err)
	}
}
