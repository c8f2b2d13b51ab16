package trend

import (
	"time"

	"rung/corpus"
)

// A Report is everything Compute found. Lists over rungs hold all seven, in
// order of rank.
type Report struct {
	Query string    `json:"query"`
	From  time.Time `json:"from,omitzero"`
	To    time.Time `json:"to,omitzero"`
	By    Unit      `json:"by"`
	// Population says in words which vacancies the tables count.
	Population string   `json:"population"`
	Coverage   Coverage `json:"coverage"`
	// Mix is how many vacancies each rung has, Open how many of them are
	// open.
	Mix    []RungShare `json:"mix"`
	Open   []RungShare `json:"open"`
	Series Series      `json:"series"`
	// Flow is nil without two crawls; FlowNote then says why.
	Flow     *Flow  `json:"flow,omitempty"`
	FlowNote string `json:"flow_note,omitempty"`
	// Shift sets what is new lately against what was new before; nil without
	// two whole periods of Flow.
	Shift *Shift     `json:"shift,omitempty"`
	Pay   []RungPay  `json:"pay"`
	Top   []Employer `json:"top_employers"`
	// Remote is the share of remote vacancies among those that state a
	// workplace; Inflated of those whose title claims a higher rung than
	// their duties, among those where both are known; Understated the
	// opposite.
	Remote      []RungShare `json:"remote"`
	Inflated    []RungShare `json:"inflated"`
	Understated []RungShare `json:"understated"`
	Years       []RungYears `json:"years"`
	Closing     []Survival  `json:"time_to_close"`
	// ClosingTests compare neighbouring rungs in Closing.
	ClosingTests []ClosingTest `json:"time_to_close_tests,omitempty"`
	Countries    []Place       `json:"countries"`

	// Demand is nil without two periods in which boards were read.
	Demand *Demand `json:"demand,omitempty"`
	// Corrected is Mix corrected for the classifier's mistakes; nil for a query
	// that chooses by verdict, and without
	// Options.Confusion.
	Corrected []CorrectedShare `json:"corrected,omitempty"`
	// Titles is the title inflation index: all rungs first, then each.
	Titles []TitleInflation `json:"title_inflation"`
	// Clearest are the vacancies whose title is furthest above their duties.
	Clearest []TitleCase `json:"title_inflation_cases"`
	// EntryDoor is the share of associate and junior vacancies that ask for a
	// year at most, EntryInName of those that ask for three or more, both
	// among those that state years; Entry the share they are of all.
	EntryDoor   RungShare `json:"entry_door"`
	EntryInName RungShare `json:"entry_in_name"`
	Entry       RungShare `json:"entry"`
	Ratios      []Ratio   `json:"ladder_ratios"`
	Creep       Creep     `json:"experience_creep"`
	// GhostRisk is nil without two crawls.
	GhostRisk     *GhostRisk    `json:"ghost_risk,omitempty"`
	Concentration Concentration `json:"concentration"`
	// Asks tells each rung from the next by what postings ask; nil when rows
	// name no rules.
	Asks      []RungAsks `json:"asks,omitempty"`
	Freshness *Freshness `json:"freshness,omitempty"`
	// Draws is how many bootstrap draws the intervals stand on, Seed what
	// they began with.
	Draws int    `json:"draws"`
	Seed  uint64 `json:"seed"`
	// Digest is a SHA-256 over everything the report is made of: rows, crawls
	// and options. Empty in a Core report.
	Digest string `json:"input_sha256,omitempty"`
	// Notes are sentences a reader needs before trusting the numbers.
	Notes []string `json:"notes,omitempty"`

	market *market
}

// Coverage says what the report stands on.
type Coverage struct {
	Postings  int `json:"postings"`
	Vacancies int `json:"vacancies"`
	// Intensity is postings per vacancy, 0 without any.
	Intensity float64 `json:"intensity"`
	// OnLadder counts vacancies on the ladder, those all tables are about;
	// Beside those off it by kind.
	OnLadder    int     `json:"on_ladder"`
	OnLadderKey string  `json:"on_ladder_key"`
	Beside      []Count `json:"beside,omitempty"`
	// The rest counts vacancies on the ladder.
	Open         int    `json:"open"`
	OpenKey      string `json:"open_key"`
	Employers    int    `json:"employers"`
	Boards       int    `json:"boards"`
	Abstained    int    `json:"abstained"`
	AbstainedKey string `json:"abstained_key"`
	// Stated counts vacancies that state something the tables are made of:
	// a date posted, pay, a country, a workplace, years.
	Stated    []Count `json:"stated"`
	Sources   []Count `json:"sources,omitempty"`
	Languages []Count `json:"languages,omitempty"`
	Crawls    int     `json:"crawls"`
	// FirstCrawl and LastCrawl are zero without crawls.
	FirstCrawl time.Time `json:"first_crawl,omitzero"`
	LastCrawl  time.Time `json:"last_crawl,omitzero"`
}

// Count is a named number.
type Count struct {
	Name string `json:"name"`
	N    int    `json:"n"`
	Key  string `json:"key,omitempty"`
}

// Flag says how far a number can be trusted.
type Flag string

const (
	Sound Flag = ""     // 30 or more
	Few   Flag = "few"  // under 10: show a dash
	Thin  Flag = "thin" // 10 to 29
	Wide  Flag = "wide" // interval beyond ±10 points
)

// RungShare is k of n vacancies, for one rung.
type RungShare struct {
	Rung string `json:"rung"`
	Rank int    `json:"rank"`
	K    int    `json:"k"`
	N    int    `json:"n"`
	// Share is k/n, 0 when n is; Interval its 95 % interval.
	Share    float64  `json:"share"`
	Interval Interval `json:"interval"`
	// Effective is the sample size the interval is for: n lessened because
	// the vacancies of an employer resemble each other.
	Effective float64 `json:"effective_n"`
	Flag      Flag    `json:"flag,omitempty"`
	// Without is the range of the share when any one employer is left out,
	// given for shares that are not by period; nil with a single employer.
	Without *Interval `json:"without_one_employer,omitempty"`
	// Key names the K vacancies for Report.Postings.
	Key string `json:"key"`
}

// Series is rung × period by one named date.
type Series struct {
	Date Date `json:"date"`
	// Title says what the series shows and what it does not.
	Title   string   `json:"title"`
	Periods []Period `json:"periods"`
	// Totals counts all rungs, by period.
	Totals []int        `json:"totals"`
	Rungs  []RungSeries `json:"rungs"`
	// Undated counts vacancies that lack the date and are not in it.
	Undated int `json:"undated"`
}

// RungSeries is a rung's cells, one a period.
type RungSeries struct {
	Rung  string      `json:"rung"`
	Rank  int         `json:"rank"`
	Cells []RungShare `json:"cells"`
	// Change is the last whole period against the one before; nil without
	// two, and by posted date, where old months are thin for another reason.
	Change *Change `json:"change,omitempty"`
}

// Change is a difference of two shares.
type Change struct {
	From       string   `json:"from"`
	To         string   `json:"to"`
	Difference float64  `json:"difference"`
	Interval   Interval `json:"interval"`
	// Clear is false when the interval spans zero: no clear change.
	Clear bool `json:"clear"`
	// P is the probability of such a difference by chance, Adjusted the same
	// among the changes of all rungs, see BenjaminiHochberg; ClearAmong is
	// whether the change is clear and stays so among them.
	P          float64 `json:"p"`
	Adjusted   float64 `json:"adjusted_p"`
	ClearAmong bool    `json:"clear_among_all"`
}

// Flow is stock and movement between the first and the last crawl.
type Flow struct {
	First   time.Time    `json:"first"`
	Last    time.Time    `json:"last"`
	Periods []FlowPeriod `json:"periods"`
	Rungs   []RungFlow   `json:"rungs"`
	Total   []FlowCell   `json:"total"`
}

// FlowPeriod is a period cut to the crawls.
type FlowPeriod struct {
	Period
	// Partial periods reach before the first or beyond the last crawl.
	Partial bool `json:"partial"`
}

// RungFlow is a rung's cells, one a period.
type RungFlow struct {
	Rung  string     `json:"rung"`
	Rank  int        `json:"rank"`
	Cells []FlowCell `json:"cells"`
}

// FlowCell is one period's movement: End = Start + Joined + New − Closed.
type FlowCell struct {
	Start int `json:"open_start"`
	// Joined were open when their board was first read.
	Joined int `json:"joined"`
	New    int `json:"new"`
	Closed int `json:"closed"`
	End    int `json:"open_end"`
	// Keys of the vacancies new, closed, and open at the end.
	NewKey    string `json:"new_key"`
	ClosedKey string `json:"closed_key"`
	EndKey    string `json:"open_key"`
}

// RungPay is what one rung pays.
type RungPay struct {
	Rung string `json:"rung"`
	Rank int    `json:"rank"`
	// Disclosure is the share of vacancies that state pay.
	Disclosure RungShare  `json:"disclosure"`
	Groups     []PayGroup `json:"groups"`
}

// PayGroup is the pay of one currency and period, the middle of each range.
type PayGroup struct {
	Currency  string        `json:"currency"`
	Period    corpus.Period `json:"period"`
	N         int           `json:"n"`
	Employers int           `json:"employers"`
	// Suppressed says why there are no quartiles; "" when there are.
	Suppressed string  `json:"suppressed,omitempty"`
	Q1         float64 `json:"q1,omitempty"`
	Median     float64 `json:"median,omitempty"`
	Q3         float64 `json:"q3,omitempty"`
	// The intervals are over employers; nil where suppressed or without draws.
	Q1Interval     *Interval `json:"q1_interval,omitempty"`
	MedianInterval *Interval `json:"median_interval,omitempty"`
	Q3Interval     *Interval `json:"q3_interval,omitempty"`
	Key            string    `json:"key"`
}

// Employer is one of the employers with the most vacancies.
type Employer struct {
	Name  string  `json:"name"`
	N     int     `json:"n"`
	Open  int     `json:"open"`
	Share float64 `json:"share"`
	// Rungs counts by rank, index 0 is rank 1.
	Rungs [7]int `json:"rungs"`
	Key   string `json:"key"`
}

// RungYears is the least experience a rung asks for.
type RungYears struct {
	Rung   string  `json:"rung"`
	Rank   int     `json:"rank"`
	N      int     `json:"n"`  // that state it
	Of     int     `json:"of"` // vacancies of the rung
	Q1     float64 `json:"q1"`
	Median float64 `json:"median"`
	Q3     float64 `json:"q3"`
	Flag   Flag    `json:"flag,omitempty"`
	Key    string  `json:"key"`
}

// Survival is how long vacancies of a rung stay open.
type Survival struct {
	Rung string `json:"rung"`
	Rank int    `json:"rank"`
	// N vacancies were under observation, Closed of them were seen to close.
	N      int `json:"n"`
	Closed int `json:"closed"`
	// Median is in days, nil when fewer than half had closed at the end;
	// its ends are nil likewise.
	Median     *float64 `json:"median_days"`
	MedianLow  *float64 `json:"median_low"`
	MedianHigh *float64 `json:"median_high"`
	// S30 and S60 are the shares still open after so many days, nil beyond
	// what was observed.
	S30         *float64  `json:"s30"`
	S60         *float64  `json:"s60"`
	S30Interval *Interval `json:"s30_interval,omitempty"`
	S60Interval *Interval `json:"s60_interval,omitempty"`
	// RMST90 is the mean number of days open within the first 90, nil when
	// no vacancy was observed that long.
	RMST90         *float64  `json:"rmst90"`
	RMST90Interval *Interval `json:"rmst90_interval,omitempty"`
	// Curve is the share still open at every fifth day, as far as was
	// observed and to day 180; empty where Flag is Few.
	Curve []Age `json:"curve"`
	Flag  Flag  `json:"flag,omitempty"`
	// Key names the vacancies under observation.
	Key string `json:"key"`
}

// Age is a point of a survival curve: S are still open after so many Days.
type Age struct {
	Days float64 `json:"days"`
	S    float64 `json:"s"`
	// Interval is nil before anything closed.
	Interval *Interval `json:"interval,omitempty"`
}

// ClosingTest is the log-rank test of two neighbouring rungs, each with ten
// vacancies observed or more.
type ClosingTest struct {
	From string  `json:"from"`
	To   string  `json:"to"`
	Chi2 float64 `json:"chi2"`
	P    float64 `json:"p"`
	// Adjusted is P among all these tests, see BenjaminiHochberg; Clear
	// whether it is at most 0.05.
	Adjusted float64 `json:"adjusted_p"`
	Clear    bool    `json:"clear"`
}

// Place is a country by rung. A vacancy in two countries counts in both.
type Place struct {
	Country string `json:"country"`
	N       int    `json:"n"`
	Rungs   [7]int `json:"rungs"`
	Key     string `json:"key"`
}
