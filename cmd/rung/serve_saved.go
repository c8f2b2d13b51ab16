package main

import (
	"context"
	"time"

	"rung/index"
	"rung/index/query"
)

// servedSearches are the saved searches as the pages read and change them:
// those of the command line.
type servedSearches struct {
	file  string
	index *index.Index
	now   func() time.Time
}

func (s servedSearches) All() (index.SavedSearches, error) { return index.ReadSaved(s.file) }

func (s servedSearches) Save(ctx context.Context, name string, q query.Query) error {
	all, err := s.All()
	if err != nil {
		return err
	}
	_, asked, err := s.index.News(ctx, index.Saved{Name: name, Query: q.String()}, index.Request{Size: 1})
	if err != nil {
		return err
	}
	asked.Asked = s.now().UTC().Truncate(time.Second)
	return all.With(asked).Write(s.file)
}

func (s servedSearches) Remove(name string) error {
	all, err := s.All()
	if err != nil {
		return err
	}
	return all.Without(name).Write(s.file)
}
