package trend

import (
	"slices"
	"time"
)

// Freshness is how old the readings are at the end of what is known.
type Freshness struct {
	// At is what the days count back from: Options.Now or the last crawl.
	At time.Time `json:"at"`
	// Boards were read at least once; Half of them within Median days, nine
	// in ten within P90, all within Oldest.
	Boards int     `json:"boards"`
	Median float64 `json:"median_days"`
	P90    float64 `json:"p90_days"`
	Oldest float64 `json:"oldest_days"`
	// Outcomes are how the last reading of each board ended, if the options
	// say.
	Outcomes []Count `json:"outcomes,omitempty"`
}

// freshness is nil when no crawl names its boards.
func (m *market) freshness() *Freshness {
	last := map[string]time.Time{}
	for _, c := range m.crawls {
		for _, b := range c.Boards {
			last[b] = c.At
		}
	}
	if len(last) == 0 {
		return nil
	}
	f := &Freshness{At: m.crawls[len(m.crawls)-1].At.UTC(), Boards: len(last), Outcomes: counts("", m.opt.Outcomes)}
	if m.opt.Now.After(f.At) {
		f.At = m.opt.Now.UTC()
	}
	var ages []float64
	for _, at := range last {
		ages = append(ages, days(f.At.Sub(at)))
	}
	slices.Sort(ages)
	f.Median, f.P90, f.Oldest = Quantile(ages, 0.5), Quantile(ages, 0.9), ages[len(ages)-1]
	return f
}
