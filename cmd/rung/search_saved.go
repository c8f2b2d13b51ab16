package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"rung/index"
	"rung/index/query"
)

// savedName is the file of saved searches in a data directory.
const savedName = "searches.json"

func savedFile(dir string) string { return filepath.Join(dir, savedName) }

// checkNames refuses names that no list could show on a line.
func (f *searchFlags) checkNames() error {
	switch {
	case len(f.save) > 80 || strings.ContainsFunc(f.save, unicode.IsControl):
		return fail(exitUsage, "", "a name is one line of at most 80 bytes")
	case f.saved && f.Text() != "":
		return fail(exitUsage, "save it anew with them: rung search --save NAME QUERY", "a saved search keeps its own fields; flags do not narrow it")
	case f.save != "" && (f.saved || f.fresh):
		return fail(exitUsage, "save it first; then ask: rung search --saved "+f.save+" --new", "--save goes with neither --saved nor --new")
	}
	return nil
}

func (s searching) readSaved() (index.SavedSearches, error) {
	all, err := index.ReadSaved(savedFile(s.dir))
	if err != nil {
		return nil, fail(exitUnreadable, "mend it, or move it away to begin anew", "%w", err)
	}
	return all, nil
}

// save keeps a query; what it finds now counts as shown.
func (s searching) save(ctx context.Context, name string, q query.Query) error {
	all, err := s.readSaved()
	if err != nil {
		return err
	}
	old, replaces := all.Find(name)
	_, asked, err := s.index.News(ctx, index.Saved{Name: name, Query: q.String()}, index.Request{Size: 1})
	if err != nil {
		return err
	}
	asked.Asked = s.now().UTC().Truncate(time.Second)
	if err := all.With(asked).Write(savedFile(s.dir)); err != nil {
		return err
	}
	if replaces && old.Query != asked.Query {
		s.note("saved as %s, in the place of: %s", name, old.Query)
	} else {
		s.note("saved as %s", name)
	}
	s.note("what is new from now on: rung search --saved %s --new", shellWord(name))
	return nil
}

func (s searching) removeSaved(name string) error {
	all, err := s.readSaved()
	if err != nil {
		return err
	}
	if _, err := findSaved(all, name); err != nil {
		return err
	}
	if err := all.Without(name).Write(savedFile(s.dir)); err != nil {
		return err
	}
	s.note("removed the saved search %s", name)
	return nil
}

func findSaved(all index.SavedSearches, name string) (index.Saved, error) {
	one, ok := all.Find(name)
	if ok {
		return one, nil
	}
	hint := "keep one: rung search --save NAME QUERY"
	if near := query.Nearest(name, savedNames(all)); near != "" {
		hint = "did you mean " + near + "?"
	} else if len(all) > 0 {
		hint = "there are: " + strings.Join(savedNames(all), ", ")
	}
	return one, fail(exitNothing, hint, "there is no saved search %q", name)
}

func savedNames(all index.SavedSearches) []string {
	var out []string
	for _, one := range all {
		out = append(out, one.Name)
	}
	return out
}

// savedRow is a saved search as the list shows it.
type savedRow struct {
	Name  string    `json:"name"`
	Query string    `json:"query"`
	Asked time.Time `json:"asked,omitzero"`
}

func (s searching) listSaved() error {
	all, err := s.readSaved()
	if err != nil {
		return err
	}
	rows := []savedRow{}
	for _, one := range all {
		rows = append(rows, savedRow{one.Name, one.Query, one.Asked})
	}
	switch s.flags.format {
	case "json":
		return writeJSON(s.out, rows)
	case "jsonl":
		return writeLines(s.out, rows)
	case "csv", "md":
		return fail(exitUsage, "one of: text, json, jsonl", "the list of saved searches has no format %s", s.flags.format)
	}
	if len(rows) == 0 {
		return fail(exitNothing, "keep one: rung search --save NAME QUERY", "no search is saved")
	}
	for _, r := range rows {
		fmt.Fprintf(s.out, "%s  asked %s\n", s.paint(bold, fit(r.Name, s.columns-18)), r.Asked.Format(time.DateOnly))
		if r.Query != r.Name {
			fmt.Fprintln(s.out, wrap(r.Query, s.columns, "  "))
		}
	}
	return nil
}

// askSaved asks the searches of these names, or all.
func (s searching) askSaved(ctx context.Context, wanted []string) error {
	all, err := s.readSaved()
	if err != nil {
		return err
	}
	if len(wanted) == 0 {
		wanted = savedNames(all)
	}
	if len(wanted) == 0 {
		return fail(exitNothing, "keep one: rung search --save NAME QUERY", "no search is saved")
	}
	var asked []reply
	total := 0
	for _, name := range wanted {
		one, err := findSaved(all, name)
		if err != nil {
			return err
		}
		out, next, err := s.answer(ctx, one)
		if err != nil {
			return err
		}
		all = all.With(next)
		asked, total = append(asked, out), total+out.Total
	}
	if err := s.printSaved(asked); err != nil {
		return err
	}
	if s.flags.fresh {
		if err := all.Write(savedFile(s.dir)); err != nil {
			return err
		}
	}
	if total == 0 {
		return silent{exitNothing}
	}
	return nil
}

// askNews asks a query for what it has not shown since it was last asked. It
// is kept under its own words.
func (s searching) askNews(ctx context.Context, q query.Query) error {
	all, err := s.readSaved()
	if err != nil {
		return err
	}
	one, ok := all.Find(q.String())
	if !ok {
		one = index.Saved{Name: q.String(), Query: q.String()}
		s.note("asked for the first time: everything is new")
	}
	out, next, err := s.answer(ctx, one)
	if err != nil {
		return err
	}
	out.Name = ""
	if err := s.printSaved([]reply{out}); err != nil {
		return err
	}
	if err := all.With(next).Write(savedFile(s.dir)); err != nil {
		return err
	}
	if out.Total == 0 {
		return silent{exitNothing}
	}
	return nil
}

// answer asks one saved search, for all it finds or for its news.
func (s searching) answer(ctx context.Context, one index.Saved) (reply, index.Saved, error) {
	out := reply{Name: one.Name, Query: one.Query}
	r := s.flags.request(nil)
	var err error
	if !s.flags.fresh {
		if r.Query, err = query.Parse(one.Query); err == nil {
			out.Result, err = s.ask(ctx, r)
		}
		return out, one, savedError(one, err)
	}
	before := one.Asked
	out.Result, one, err = s.index.News(ctx, one, r)
	if err != nil {
		return out, one, savedError(one, err)
	}
	one.Asked = s.now().UTC().Truncate(time.Second)
	if out.Total == 0 && !before.IsZero() {
		s.note("nothing new in %s since %s", one.Name, before.Format(time.DateOnly))
	}
	return out, one, nil
}

// savedError names the saved search that an older or newer program wrote.
func savedError(one index.Saved, err error) error {
	var qe *query.Error
	if errors.As(err, &qe) {
		return fail(exitUnreadable, qe.Pointer()+"\nsave it again: rung search --save "+shellWord(one.Name)+" QUERY",
			"the saved search %s cannot be read: %s", one.Name, qe.What)
	}
	return err
}

// printSaved prints the answers of saved searches: as JSON a list of them, in
// the other formats one after the other.
func (s searching) printSaved(asked []reply) error {
	switch s.flags.format {
	case "json":
		return writeJSON(s.out, asked)
	case "csv":
		var hits []index.Hit
		for _, out := range asked {
			hits = append(hits, out.Hits...)
		}
		return hitTable(s.out, hits)
	}
	for _, out := range asked {
		if out.Total == 0 {
			continue
		}
		if s.flags.format == "text" && len(asked) > 1 {
			fmt.Fprintf(s.out, "%s\n\n", s.paint(bold, fit("— "+out.Name+" —", s.columns)))
		}
		if s.flags.format == "md" && len(asked) > 1 {
			fmt.Fprintf(s.out, "## %s\n\n", markdownEscape(out.Name))
		}
		if err := s.print(out); err != nil {
			return err
		}
	}
	return nil
}
