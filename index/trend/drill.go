package trend

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rung/corpus"
	"rung/index/query"
)

// A key names the vacancies behind a number: table, rung and what else tells
// it from its neighbours, between slashes. "all" stands for every rung.
func key(table string, rank int, rest ...string) string {
	return strings.Join(append([]string{table, rungName(rank)}, rest...), "/")
}

// ErrKey: the key names no number of this report.
var ErrKey = errors.New("trend: no such number in this report")

// Postings returns the ids of the postings behind the number with this key,
// sorted: every posting of every vacancy it counts. It reads the report's own
// vacancies again, so it holds only for a report that Compute made.
func (r *Report) Postings(key string) ([]string, error) {
	if r.market == nil {
		return nil, fmt.Errorf("%w: it was not computed here", ErrKey)
	}
	in, err := r.member(key)
	if err != nil {
		return nil, err
	}
	counted := r.market.ladder
	if strings.HasPrefix(key, "beside/") {
		counted = r.market.all
	}
	out := []string{}
	for _, v := range counted {
		if in(v) {
			out = append(out, v.ids()...)
		}
	}
	slices.Sort(out)
	return out, nil
}

func (r *Report) member(key string) (func(*vacancy) bool, error) {
	table, rest, _ := strings.Cut(key, "/")
	if in := named[table]; in != nil {
		return func(v *vacancy) bool { return in(r.market, v, rest) }, nil
	}
	name, rest, _ := strings.Cut(rest, "/")
	rank := slices.Index(query.Rungs, name) + 1
	if rank == 0 && name != "all" {
		return nil, fmt.Errorf("%w: %q", ErrKey, key)
	}
	in, err := r.inTable(table, rest)
	if err != nil {
		return nil, fmt.Errorf("%w: %q", err, key)
	}
	return func(v *vacancy) bool { return (rank == 0 || v.Rank == rank) && in(v) }, nil
}

// named are the tables by name instead of by rung.
var named = map[string]func(m *market, v *vacancy, name string) bool{
	"employer": func(m *market, v *vacancy, name string) bool { return m.employer(v) == name },
	"country":  func(m *market, v *vacancy, name string) bool { return slices.Contains(m.countriesOf(v), name) },
	"source":   func(m *market, v *vacancy, name string) bool { return m.sources.name(v.source) == name },
	"language": func(m *market, v *vacancy, name string) bool { return m.languages.name(v.language) == name },
	"beside":   func(m *market, v *vacancy, name string) bool { return !v.placed() && m.kinds.name(v.kind) == name },
	"posting":  func(_ *market, v *vacancy, name string) bool { return v.ID == name },
}

// traits are the tables of shares.
var traits = map[string]trait{"remote": isRemote, "workplace": isLocated, "inflated": isInflated,
	"understated": isUnderstated, "paid": isPaid, "dated": isDated, "placed": isPlaced, "years": isExperienced,
	"abstained": isAbstained, "entry-door": isEntryDoor, "entry-in-name": isEntryInName,
	"entry": isEntry, "seniors": isSenior, "managers": isManager, "contributors": isContributor}

func (r *Report) inTable(table, rest string) (func(*vacancy) bool, error) {
	if is, ok := traits[table]; ok {
		return func(v *vacancy) bool { yes, known := is(v); return yes && known }, nil
	}
	switch table {
	case "mix":
		return func(*vacancy) bool { return true }, nil
	case "open-now":
		return (*vacancy).isOpen, nil
	case "titled":
		return func(v *vacancy) bool { _, known := isInflated(v); return known }, nil
	case "at":
		return func(v *vacancy) bool { return r.market.employer(v) == rest }, nil
	case "open-at":
		return func(v *vacancy) bool { return v.isOpen() && r.market.employer(v) == rest }, nil
	case "in":
		return func(v *vacancy) bool { return slices.Contains(r.market.countriesOf(v), rest) }, nil
	case "pay":
		currency, period, _ := strings.Cut(rest, "/")
		kind := payKind{currency, corpus.Period(period)}
		return func(v *vacancy) bool { return v.payKind > 0 && r.market.payKinds[v.payKind-1] == kind }, nil
	case "series":
		return func(v *vacancy) bool {
			at, ok := r.market.inSeries(v)
			return ok && !at.isZero() && r.By.period(at.time()).Name == rest
		}, nil
	case "asks":
		if r.market.opt.Core {
			return nil, ErrKey
		}
		if skill, ok := strings.CutPrefix(rest, SkillPrefix); ok {
			return func(v *vacancy) bool { return slices.Contains(strings.Fields(v.asks.Skills), skill) }, nil
		}
		wanted := strings.Split(rest, "+") // several rules may listen for one thing
		return func(v *vacancy) bool {
			for rule := range strings.FieldsSeq(v.asks.Rules) {
				if slices.Contains(wanted, rule) {
					return true
				}
			}
			return false
		}, nil
	}
	return r.inFlow(table, rest)
}

func (r *Report) inFlow(table, period string) (func(*vacancy) bool, error) {
	if r.Flow == nil {
		return nil, ErrKey
	}
	switch table {
	case "ghost":
		return func(v *vacancy) bool { yes, _ := r.market.isGhostRisk(v); return yes }, nil
	case "ghost-old":
		return func(v *vacancy) bool { old, _, _ := r.market.ghostSigns(v); return old }, nil
	case "ghost-reposted":
		return func(v *vacancy) bool { _, reposted, _ := r.market.ghostSigns(v); return reposted }, nil
	}
	if table == "watched" {
		return r.market.isWatched, nil
	}
	p, ok := r.Flow.span(period)
	if !ok {
		return nil, ErrKey
	}
	in := map[string]func(spell) bool{
		"new":    func(s spell) bool { return s.newIn(p) },
		"closed": func(s spell) bool { return s.closedIn(p) },
		"open":   func(s spell) bool { return s.openAt(momentOf(p.End)) },
		"joined": func(s spell) bool { return s.joined && s.from >= momentOf(p.Start) && s.from < momentOf(p.End) },
	}[table]
	if in == nil {
		return nil, ErrKey
	}
	return func(v *vacancy) bool { return slices.ContainsFunc(v.spells(), in) }, nil
}

// Keys of numbers whose own struct has none: they count parts of a row, or
// sums of it.

// RankKey names the employer's vacancies on a rung.
func (e Employer) RankKey(rank int) string { return key("at", rank, e.Name) }

// OpenKey names the employer's open vacancies.
func (e Employer) OpenKey() string { return key("open-at", 0, e.Name) }

// RankKey names the country's vacancies on a rung.
func (p Place) RankKey(rank int) string { return key("in", rank, p.Country) }

// KnownKey names the vacancies with a rung by title and one by duties.
func (t TitleInflation) KnownKey() string { return key("titled", t.Rank) }

// Key names what moved in all periods together: table is "new", "closed" or
// "joined", rank 0 stands for every rung.
func (f *Flow) Key(table string, rank int) string {
	if len(f.Periods) == 0 {
		return ""
	}
	return key(table, rank, joined(f.Periods).Name)
}
