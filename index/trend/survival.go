package trend

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Life is one vacancy under observation, in days of its age: from Enter,
// 0 unless it was found already open, to Leave, when it closed or observation
// ended.
type Life struct {
	Enter, Leave float64
	Closed       bool
}

// A Step is a point of the survival curve: just after Time, S of the
// vacancies are still open.
type Step struct {
	Time   float64 `json:"time"`
	S      float64 `json:"s"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	AtRisk int     `json:"at_risk"`
	Closed int     `json:"closed"`
}

// KaplanMeier estimates the share still open by age, a step at each age at
// which any closed. A vacancy that leaves at an age is at risk at it, one
// that enters at it is not; one that leaves no later than it enters was never
// observed and is left out. E. L. Kaplan and P. Meier, "Nonparametric
// estimation from incomplete observations", JASA 53 (1958) 457–481, with
// late entry as in J. P. Klein and M. L. Moeschberger, Survival Analysis,
// 2nd ed. (2003), §4.6. The 95 % interval is the log-log one on Greenwood's
// variance, ibid. §4.3.
func KaplanMeier(lives []Life) []Step {
	lives = observed(lives)
	enter, leave := make([]float64, 0, len(lives)), slices.Clone(lives)
	for _, l := range lives {
		enter = append(enter, l.Enter)
	}
	slices.Sort(enter)
	slices.SortFunc(leave, func(a, b Life) int { return cmp.Compare(a.Leave, b.Leave) })

	var out []Step
	s, greenwood, entered := 1.0, 0.0, 0
	for i := 0; i < len(leave); {
		t := leave[i].Leave
		for entered < len(enter) && enter[entered] < t {
			entered++
		}
		risk, closed, j := entered-i, 0, i
		for ; j < len(leave) && leave[j].Leave == t; j++ {
			if leave[j].Closed {
				closed++
			}
		}
		i = j
		if closed == 0 {
			continue
		}
		n, d := float64(risk), float64(closed)
		s *= 1 - d/n
		greenwood += d / (n * (n - d))
		step := Step{Time: t, S: s, AtRisk: risk, Closed: closed}
		step.Low, step.High = logLog(s, greenwood)
		out = append(out, step)
	}
	return out
}

func observed(lives []Life) []Life {
	unseen := func(l Life) bool { return l.Leave <= l.Enter }
	if slices.ContainsFunc(lives, unseen) {
		lives = slices.DeleteFunc(slices.Clone(lives), unseen)
	}
	return lives
}

func logLog(s, greenwood float64) (low, high float64) {
	if s <= 0 || s >= 1 || math.IsInf(greenwood, 0) {
		return s, s
	}
	w := math.Exp(z95 * math.Sqrt(greenwood) / math.Log(s))
	return math.Pow(s, 1/w), math.Pow(s, w)
}

// medians returns the median age at closing and the ends of its interval
// (R. Brookmeyer and J. Crowley, Biometrics 38 (1982) 29–41): the first ages
// at which the curve, its lower and its upper bound reach one half; nil where
// they do not.
func medians(steps []Step) (median, low, high *float64) {
	first := func(y func(Step) float64) *float64 {
		for _, s := range steps {
			if y(s) <= 0.5+1e-12 {
				return &s.Time
			}
		}
		return nil
	}
	return first(func(s Step) float64 { return s.S }),
		first(func(s Step) float64 { return s.Low }),
		first(func(s Step) float64 { return s.High })
}

// openAt is the curve at an age with its interval, nil beyond the longest
// observation. Before anything closed there is no interval.
func openAt(steps []Step, longest, age float64) (*float64, *Interval) {
	if longest < age {
		return nil, nil
	}
	s, part := 1.0, (*Interval)(nil)
	for _, step := range steps {
		if step.Time > age {
			break
		}
		s, part = step.S, &Interval{step.Low, step.High}
	}
	return &s, part
}

// LogRank compares the closing of two groups over all ages: the statistic,
// chi-square with one degree of freedom, and the probability of one as large
// if they did not differ (N. Mantel, Cancer Chemotherapy Reports 50 (1966)
// 163–170). Without a common age at which one could close it is 0 and 1.
func LogRank(a, b []Life) (chi2, p float64) {
	a, b = observed(a), observed(b)
	var diff, variance float64
	ofA := riskOf(a)
	for _, step := range KaplanMeier(slices.Concat(a, b)) {
		n, d := float64(step.AtRisk), float64(step.Closed)
		n1, d1 := ofA(step.Time)
		if n > 1 {
			diff += d1 - d*n1/n
			variance += d * (n1 / n) * (1 - n1/n) * (n - d) / (n - 1)
		}
	}
	if variance == 0 {
		return 0, 1
	}
	chi2 = diff * diff / variance
	return chi2, distuv.ChiSquared{K: 1}.Survival(chi2)
}

// riskOf returns how many lives are at risk at an age and how many close.
func riskOf(lives []Life) func(t float64) (n, closed float64) {
	var enter, leave, closing []float64
	for _, l := range lives {
		enter, leave = append(enter, l.Enter), append(leave, l.Leave)
		if l.Closed {
			closing = append(closing, l.Leave)
		}
	}
	slices.Sort(enter)
	slices.Sort(leave)
	slices.Sort(closing)
	below := func(s []float64, t float64) int { i, _ := slices.BinarySearch(s, t); return i }
	return func(t float64) (n, closed float64) {
		n = float64(below(enter, t) - below(leave, t))
		return n, float64(below(closing, math.Nextafter(t, math.Inf(1))) - below(closing, t))
	}
}
