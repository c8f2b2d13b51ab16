package rule

import (
	"errors"
	"fmt"
	"slices"

	"rung/classify/text"
)

// A Set is a number of rule files compiled for matching. It is safe for use
// by several goroutines.
type Set struct {
	rules   []compiledRule
	phrases []program // of all rules, in their order
	vocab   map[string]wordID
	gate    prefilter
}

type compiledRule struct {
	rule     *Rule
	sections kindSet
	not      []program
}

// Rules returns the rules in the order of the files. They must not be changed.
func (s *Set) Rules() []*Rule {
	all := make([]*Rule, len(s.rules))
	for i := range s.rules {
		all[i] = s.rules[i].rule
	}
	return all
}

// Compile makes a Set of the files. It reports every mistake it finds, joined,
// each an *Error with file and line: phrases that do not parse, lists that are
// missing or name each other in a circle, names given twice, unknown sections,
// subjects or answers.
func Compile(files ...File) (*Set, error) {
	c := compiler{set: &Set{vocab: map[string]wordID{}}, lists: map[string]*listEntry{}}
	for i := range files {
		c.addLists(&files[i])
	}
	c.resolveLists()
	names := map[string]bool{}
	for i := range files {
		for r := range files[i].Rules {
			c.addRule(&files[i], r, names)
		}
	}
	if err := errors.Join(c.errs...); err != nil {
		return nil, err
	}
	c.set.gate = newPrefilter(c.set)
	return c.set, nil
}

type compiler struct {
	set   *Set
	lists map[string]*listEntry
	errs  []error
}

type listEntry struct {
	file    *File
	line    int
	phrases []sequence
	busy    bool // being expanded, to notice circles
}

func (c *compiler) addLists(f *File) {
	names := make([]string, 0, len(f.Lists))
	for name := range f.Lists {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		e := &listEntry{file: f, line: f.lines.list[name]}
		if c.lists[name] != nil {
			c.listError(e, fmt.Errorf("list %q is given twice", name))
			continue
		}
		c.lists[name] = e
		if len(f.Lists[name]) == 0 {
			c.listError(e, fmt.Errorf("list %q is empty", name))
		}
		for _, entry := range f.Lists[name] {
			p, err := ParsePhrase(entry)
			if err != nil {
				c.listError(e, fmt.Errorf("list %q: %w", name, err))
				continue
			}
			e.phrases = append(e.phrases, p.items)
		}
	}
}

// resolveLists checks the lists themselves, used or not.
func (c *compiler) resolveLists() {
	names := make([]string, 0, len(c.lists))
	for name := range c.lists {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		e := c.lists[name]
		if err := c.check(sequence{{atom: list{name}}}); err != nil {
			c.listError(e, err)
		}
	}
}

func (c *compiler) listError(e *listEntry, err error) {
	c.errs = append(c.errs, &Error{File: e.file.Name, Line: e.line, Err: err})
}

// check reports lists that are missing or circular in s.
func (c *compiler) check(s sequence) error {
	for _, it := range s {
		if err := c.checkAtom(it.atom); err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) checkAtom(a atom) error {
	switch a := a.(type) {
	case list:
		return c.checkList(a.name)
	case either:
		for _, x := range a {
			if err := c.checkAtom(x); err != nil {
				return err
			}
		}
	case group:
		for _, s := range a {
			if err := c.check(s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *compiler) checkList(name string) error {
	e := c.lists[name]
	if e == nil {
		return fmt.Errorf("no list is named %q", name)
	}
	if e.busy {
		return fmt.Errorf("list %q contains itself", name)
	}
	e.busy = true
	defer func() { e.busy = false }()
	for _, s := range e.phrases {
		if err := c.check(s); err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) addRule(f *File, i int, names map[string]bool) {
	r := &f.Rules[i]
	report := func(key string, n int, err error) {
		if err != nil {
			c.errs = append(c.errs, f.errorAt(i, key, n, err))
		}
	}
	switch {
	case r.Name == "":
		report("", -1, errors.New("has no name"))
	case names[r.Name]:
		report("name", 0, errors.New("the name is given twice"))
	case len(r.Phrases) == 0:
		report("", -1, errors.New("has no phrases"))
	}
	names[r.Name] = true
	report("when", 0, r.When.valid())
	report("status", 0, oneOf("status", r.Status, "", "unseen"))
	cr := compiledRule{rule: r, sections: defaultSections}
	if len(r.Sections) > 0 {
		cr.sections = 0
	}
	for n, k := range r.Sections {
		if bitOf(k) == 0 {
			report("sections", n, fmt.Errorf("unknown section %q", k))
		}
		cr.sections |= bitOf(k)
	}
	for _, p := range c.programs("phrases", r.Phrases, report) {
		p.rule = int32(len(c.set.rules))
		c.set.phrases = append(c.set.phrases, p)
	}
	cr.not = c.programs("not", r.Not, report)
	c.set.rules = append(c.set.rules, cr)
}

// kindSet is a set of section kinds, a bit each.
type kindSet uint16

// bitOf is the set of k alone, empty for a kind there is not.
func bitOf(k text.Kind) kindSet {
	for i, known := range text.Kinds() {
		if k == known {
			return 1 << i
		}
	}
	return 0
}

// defaultSections is where a rule looks that names no sections.
var defaultSections = func() kindSet {
	all := kindSet(1)<<len(text.Kinds()) - 1
	return all &^ (bitOf(text.Benefits) | bitOf(text.Legal) | bitOf(text.About))
}()

func (w When) valid() error {
	for _, s := range w.Subject {
		if !slices.Contains(text.Subjects(), s) {
			return fmt.Errorf("unknown subject %q", s)
		}
	}
	return errors.Join(
		oneOf("verb", w.Verb, "", "any", "yes", "no"),
		oneOf("support", w.Support, "", "any", "yes", "no"),
		oneOf("preferred", w.Preferred, "", "any", "yes", "no"),
		oneOf("future", w.Future, "", "any", "yes", "no"),
	)
}

func oneOf(what, got string, want ...string) error {
	if slices.Contains(want, got) {
		return nil
	}
	return fmt.Errorf("unknown %s %q", what, got)
}

func (c *compiler) programs(key string, phrases []string, report func(string, int, error)) []program {
	var all []program
	for n, s := range phrases {
		p, err := ParsePhrase(s)
		if err == nil {
			err = c.check(p.items)
		}
		if err != nil {
			report(key, n, err)
			continue
		}
		all = append(all, c.program(p.items))
	}
	return all
}
