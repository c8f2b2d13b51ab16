package ladder

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rung/classify/rule"
)

// check holds the data to its own promises, all but that the examples match:
// rule.Set.CheckExamples does that, which takes reading sentences. Every mistake
// is reported, joined.
func (l *Ladder) check() error {
	return errors.Join(
		l.checkSteps(),
		l.checkResponsibilities(),
		l.checkRules(),
		l.checkCover(),
	)
}

func (l *Ladder) checkSteps() error {
	var errs []error
	names := map[string]bool{}
	once := func(what, name string) {
		if name == "" || names[name] {
			errs = append(errs, fmt.Errorf("%s %q is empty or taken", what, name))
		}
		names[name] = true
	}
	for i, s := range l.Steps {
		once("rung", s.Name)
		if s.Rank != i+1 {
			errs = append(errs, fmt.Errorf("rung %s has rank %d at place %d", s.Name, s.Rank, i+1))
		}
		for _, a := range s.Aliases {
			once("alias", plainName(a))
		}
	}
	for _, b := range l.Beside {
		once("beside role", b.Name)
	}
	for _, t := range l.Tracks {
		once("track", t.Name)
		if !l.isRung(t.From) {
			errs = append(errs, fmt.Errorf("track %s begins at unknown rung %q", t.Name, t.From))
		}
	}
	return errors.Join(errs...)
}

func (l *Ladder) checkResponsibilities() error {
	var errs []error
	seen := map[string]bool{}
	for _, r := range l.Responsibilities {
		report := func(format string, args ...any) {
			errs = append(errs, fmt.Errorf("responsibility %s: "+format, append([]any{r.ID}, args...)...))
		}
		switch {
		case r.ID == "" || seen[r.ID]:
			report("the id is empty or taken")
		case !l.isRung(r.Rung) && !l.isBeside(r.Rung):
			report("unknown rung %q", r.Rung)
		case !l.isDimension(r.Dimension):
			report("unknown dimension %q", r.Dimension)
		case strings.TrimSpace(r.Text) == "":
			report("has no text")
		}
		if err := l.checkCites(r.Cites); err != nil {
			report("%w", err)
		}
		seen[r.ID] = true
	}
	return errors.Join(errs...)
}

func (l *Ladder) checkCites(cites []string) error {
	if len(cites) == 0 {
		return errors.New("cites nothing")
	}
	for _, c := range cites {
		if l.Documents[c] == "" {
			return fmt.Errorf("cites unknown document %q", c)
		}
	}
	return nil
}

func (l *Ladder) checkRules() error {
	var errs []error
	for _, r := range l.rules.Rules() {
		err := errors.Join(l.checkCites(r.Cite), l.checkMeaning(r), l.checkResponsibilityOf(r))
		if err != nil {
			errs = append(errs, fmt.Errorf("rule %s: %w", r.Name, err))
		}
	}
	return errors.Join(errs...)
}

// checkMeaning holds that a rule speaks for a rung or for one side of the gate
// (a rung's duty may also tell that this is product management at all), and
// that its parts agree.
func (l *Ladder) checkMeaning(r *rule.Rule) error {
	switch {
	case r.Example == "":
		return errors.New("has no example")
	case !l.isDimension(r.Dimension):
		return fmt.Errorf("unknown dimension %q", r.Dimension)
	case r.Weight == 0 && r.GateWeight == 0:
		return errors.New("needs weight or gate_weight")
	case r.Weight != 0 && r.GateWeight < 0:
		return errors.New("speaks for a rung and against the ladder")
	case r.Weight != 0 && !l.isRung(r.Toward):
		return fmt.Errorf("speaks for unknown rung %q", r.Toward)
	case r.GateWeight < 0 && !l.isBeside(r.Beside):
		return fmt.Errorf("speaks for unknown role %q beside the ladder", r.Beside)
	case r.GateWeight >= 0 && r.Beside != "":
		return errors.New("names a role beside the ladder without speaking for it")
	case r.Status == "unseen" && slices.Equal(r.Cite, []string{Market}):
		return errors.New("comes from the market and is unseen there")
	}
	return nil
}

// checkResponsibilityOf holds that a rule listens for a responsibility of the
// rung it speaks for and shares a source with it.
func (l *Ladder) checkResponsibilityOf(r *rule.Rule) error {
	if r.Responsibility == "" {
		return nil
	}
	i := slices.IndexFunc(l.Responsibilities, func(x Responsibility) bool { return x.ID == r.Responsibility })
	if i < 0 {
		return fmt.Errorf("unknown responsibility %q", r.Responsibility)
	}
	of := l.Responsibilities[i]
	if of.Rung != r.Toward && of.Rung != r.Beside {
		return fmt.Errorf("responsibility %s belongs to %s", of.ID, of.Rung)
	}
	for _, c := range r.Cite {
		if slices.Contains(of.Cites, c) {
			return nil
		}
	}
	return fmt.Errorf("shares no source with responsibility %s", of.ID)
}

// checkCover holds that every responsibility of a document is listened for.
func (l *Ladder) checkCover() error {
	var errs []error
	heard := map[string]bool{}
	for _, r := range l.rules.Rules() {
		heard[r.Responsibility] = true
	}
	for _, r := range l.Responsibilities {
		if !heard[r.ID] && !slices.Equal(r.Cites, []string{Market}) {
			errs = append(errs, fmt.Errorf("responsibility %s: no rule listens for it", r.ID))
		}
	}
	return errors.Join(errs...)
}

func (l *Ladder) isRung(name string) bool {
	return slices.ContainsFunc(l.Steps, func(s Step) bool { return s.Name == name })
}

func (l *Ladder) isBeside(name string) bool {
	return slices.ContainsFunc(l.Beside, func(r Role) bool { return r.Name == name })
}

func (l *Ladder) isDimension(name string) bool {
	return slices.ContainsFunc(l.Dimensions, func(d Dimension) bool { return d.Name == name })
}
