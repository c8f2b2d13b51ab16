package trend

import (
	"math"
	"time"
)

// GhostRisk is the share of open vacancies that behave as those do that
// nobody means to fill. It hints at no intent: a hard search, a role that is
// hired for again and again and a forgotten page look alike from outside.
// That a vacancy is missing from its employer's own board, the third sign in
// use elsewhere, cannot be seen here, where only employers' own boards and
// pages are read.
type GhostRisk struct {
	// Criteria are the signs, each with how many vacancies show it; one
	// vacancy may show both.
	Criteria []GhostCriterion `json:"criteria"`
	// Total and Rungs are shares of the open vacancies that show any.
	Total RungShare   `json:"total"`
	Rungs []RungShare `json:"rungs"`
}

// GhostCriterion is one sign.
type GhostCriterion struct {
	Name  string `json:"name"`
	Words string `json:"words"`
	N     int    `json:"n"`
	Key   string `json:"key"`
}

const (
	ghostReposts = 3
	ghostWindow  = 180 * 24 * time.Hour
)

var ghostCriteria = []struct{ name, words string }{
	{"old", "open longer than 90 % of the vacancies of its rung stay open"},
	{"reposted", "opened again three times or more within 180 days"},
}

// ghostSigns returns which criteria a vacancy shows; known is whether it is
// open and was ever observed.
func (m *market) ghostSigns(v *vacancy) (old, reposted, known bool) {
	if !v.isOpen() || len(v.spells()) == 0 {
		return false, false, false
	}
	at := v.last.time()
	if at.IsZero() {
		at = m.crawls[len(m.crawls)-1].At
	}
	again := 0
	for _, s := range v.spells()[1:] {
		again += one(at.Sub(s.from.time()) <= ghostWindow)
	}
	limit := m.ghostAge[v.Rank]
	return limit > 0 && v.ageAt(at) > limit, again >= ghostReposts, true
}

// ageAt is how long the vacancy has been open this time, at least.
func (v *vacancy) ageAt(at time.Time) float64 {
	all := v.spells()
	s := all[len(all)-1]
	begin := s.from
	if s.joined && len(all) == 1 && !v.posted.isZero() && v.posted < begin {
		begin = v.posted
	}
	return days(at.Sub(begin.time()))
}

func (m *market) isGhostRisk(v *vacancy) (yes, known bool) {
	old, reposted, known := m.ghostSigns(v)
	return old || reposted, known
}

// ghostRisk needs the curves of time to close first.
func (m *market) ghostRisk() *GhostRisk {
	g := &GhostRisk{Total: m.overall("ghost", m.isGhostRisk), Rungs: m.shares("ghost", m.isGhostRisk)}
	var n [2]int
	for _, v := range m.ladder {
		old, reposted, _ := m.ghostSigns(v)
		n[0] += one(old)
		n[1] += one(reposted)
	}
	for i, c := range ghostCriteria {
		g.Criteria = append(g.Criteria, GhostCriterion{Name: c.name, Words: c.words, N: n[i], Key: key("ghost-"+c.name, 0)})
	}
	return g
}

// ninetieth is the age by which 90 % have closed, 0 when that was not seen or
// too few were.
func ninetieth(s Survival, steps []Step) float64 {
	if s.Flag == Few {
		return 0
	}
	for _, step := range steps {
		if step.S <= 0.1+1e-12 {
			return step.Time
		}
	}
	return 0
}

// restricted is the mean time open within the first days of a curve, the area
// under it, with its standard error (Klein and Moeschberger, §4.5); none
// beyond what was observed.
func restricted(steps []Step, longest, until float64) (mean, se float64, ok bool) {
	if longest < until {
		return 0, 0, false
	}
	areas := make([]float64, len(steps)) // from each step on
	area, end := 0.0, until
	for i := len(steps) - 1; i >= 0; i-- {
		if s := steps[i]; s.Time < until {
			area += s.S * (end - s.Time)
			areas[i], end = area, s.Time
		}
	}
	for i, s := range steps {
		n, d := float64(s.AtRisk), float64(s.Closed)
		if s.Time < until && n > d {
			se += areas[i] * areas[i] * d / (n * (n - d))
		}
	}
	return area + end, math.Sqrt(se), true
}
