package index

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"rung/index/query"
)

// A Saved is a search that is kept under a name, and what it has shown. News
// asks it again.
type Saved struct {
	Name  string `json:"name"`
	Query string `json:"query"`
	// Asked is when it was last asked: for people, it decides nothing.
	Asked time.Time `json:"asked,omitzero"`
	// Through is the newest first seen time among all it has found. Shown
	// are the ids it found that are less than overlap older.
	Through time.Time `json:"through,omitzero"`
	Shown   []string  `json:"shown,omitempty"`
}

// overlap is how long after it was first seen a posting may come to the index
// and still be new: boards are crawled side by side and indexed one after the
// other, so times alone would lose those that come late.
const overlap = 7 * 24 * time.Hour

// News answers a saved search with the postings it has not found before, by
// the time they were first seen, and returns it as it is to be saved, with
// these as shown. They are newest first by their date; r.Size bounds the hits
// and not what counts as shown, and 0 means 10,000. Query, Sort and After of r
// do not count. A search never asked before finds all as new. The error wraps
// a *query.Error for a query that this program cannot read.
func (x *Index) News(ctx context.Context, s Saved, r Request) (Result, Saved, error) {
	q, err := query.Parse(s.Query)
	if err != nil {
		return Result{}, s, fmt.Errorf("saved search %q: %w", s.Name, err)
	}
	r.Query, r.Sort, r.After = q, ByDate, ""
	if r.Size <= 0 {
		r.Size = maxDepth
	}
	since := s.Through.Add(-overlap)
	if !s.Through.IsZero() {
		r.Query = query.And{q, query.Days{Field: "seen", From: since.UTC().Truncate(24 * time.Hour)}}
	}
	shown := map[string]bool{}
	for _, id := range s.Shown {
		shown[id] = true
	}
	recent := map[string]time.Time{}
	next := s
	r.admit = func(id string, seen time.Time) bool {
		recent[id] = seen
		if seen.After(next.Through) {
			next.Through = seen
		}
		return s.Through.IsZero() || seen.After(since) && !shown[id]
	}
	res, err := x.Search(ctx, r)
	if err != nil {
		return res, s, err
	}
	next.Shown = after(recent, next.Through.Add(-overlap))
	return res, next, nil
}

// after is the ids seen after a time, in order.
func after(seen map[string]time.Time, t time.Time) (ids []string) {
	for id, at := range seen {
		if at.After(t) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// SavedSearches is what a file of saved searches holds, ordered by name.
type SavedSearches []Saved

// ReadSaved reads the file at path; one that does not exist holds none.
func ReadSaved(path string) (SavedSearches, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all SavedSearches
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("saved searches %s: %w", path, err)
	}
	return all, nil
}

// Write replaces the file at path, at once or not at all. Of two processes
// that write at the same time the later one wins; who holds the index open,
// as whoever asks a search does, is alone.
func (all SavedSearches) Write(path string) error {
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return replaceFile(path, append(data, '\n'))
}

// Find returns the search of a name.
func (all SavedSearches) Find(name string) (Saved, bool) {
	if i, ok := all.search(name); ok {
		return all[i], true
	}
	return Saved{}, false
}

// With returns the searches with s added or put in the place of the one of
// its name.
func (all SavedSearches) With(s Saved) SavedSearches {
	i, ok := all.search(s.Name)
	out := slices.Clone(all)
	if ok {
		out[i] = s
		return out
	}
	return slices.Insert(out, i, s)
}

// Without returns the searches without the one of a name.
func (all SavedSearches) Without(name string) SavedSearches {
	return slices.DeleteFunc(slices.Clone(all), func(s Saved) bool { return s.Name == name })
}

func (all SavedSearches) search(name string) (int, bool) {
	return slices.BinarySearchFunc(all, name, func(s Saved, name string) int { return cmp.Compare(s.Name, name) })
}

// replaceFile writes a file beside its place and moves it there.
func replaceFile(path string, data []byte) error {
	next := path + ".next"
	f, err := os.Create(next)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(next, path)
}
