package gold

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Label is what a reader decided about one posting.
type Label struct {
	// OnLadder is true when Rung is one of the seven rungs.
	OnLadder bool `json:"on_ladder"`
	// Duties is the rung of the text with the posting's own title masked,
	// or "designer", "developer" or "other"; "" (null in the file) when the
	// text says nothing of duties.
	Duties          string `json:"duties"`
	DutiesCertainty string `json:"duties_certainty"` // high, medium, low; none without duties
	// Rung is the verdict with everything shown, in the vocabulary of
	// Duties, never empty.
	Rung      string `json:"rung"`
	Certainty string `json:"certainty"` // high, medium, low
	// Readers says how the label came about: "agree", "differ" or "settled"
	// where two readers were compared, "" where one person labelled alone.
	Readers string `json:"readers,omitempty"`
	// Track is "ic" or "manager" from lead up, else "" (null in the file).
	Track string `json:"track"`
	// YearsMin is the least number of years of product or relevant
	// experience asked for, nil when the text names none.
	YearsMin *int `json:"years_min"`
	// Reports is true when people report to the role, or will by mandate.
	Reports bool `json:"reports"`
	// TitleSays is the rung the head of the title claims: "pm" for a
	// product title without rank, "none" for a title off the ladder.
	TitleSays string `json:"title_says"`
	// Mismatch compares TitleSays with Duties: one of the Mismatch words.
	Mismatch string `json:"mismatch"`
	// Evidence is up to five spans of the text, verbatim, that decided.
	Evidence []string `json:"evidence"`
}

// What Label.Mismatch may say.
const (
	NoMismatch = "no"
	TitleAbove = "title above duties"
	TitleBelow = "title below duties"
)

var (
	rungs     = []string{"associate", "junior", "pm", "senior", "lead", "director", "executive"}
	beside    = []string{"designer", "developer", "other"}
	certainty = []string{"high", "medium", "low"}
	readers   = []string{"", "agree", "differ", "settled"}
)

// Gap returns how many rungs the title stands above the duties (negative:
// below). ok is false when either is not a rung.
func (l Label) Gap() (gap int, ok bool) {
	title, duties := slices.Index(rungs, l.TitleSays), slices.Index(rungs, l.Duties)
	return title - duties, title >= 0 && duties >= 0
}

// known reports the first word a score would silently miscount.
func (l Label) known() error {
	switch {
	case !slices.Contains(rungs, l.Rung) && !slices.Contains(beside, l.Rung):
		return fmt.Errorf("unknown rung %q", l.Rung)
	case l.Duties != "" && !slices.Contains(rungs, l.Duties) && !slices.Contains(beside, l.Duties):
		return fmt.Errorf("unknown duties %q", l.Duties)
	case l.OnLadder != slices.Contains(rungs, l.Rung):
		return fmt.Errorf("on_ladder is %v, rung %q", l.OnLadder, l.Rung)
	}
	return nil
}

// Check returns everything about the label that cannot be true together by
// the annotation guide, or is not in the text, joined into one error.
func (r Row) Check() error {
	l := r.Label
	return errors.Join(l.known(), l.words(), l.mismatch(), l.track(), l.evidence(r.Text))
}

func (l Label) words() error {
	var errs []error
	if !slices.Contains(certainty, l.Certainty) {
		errs = append(errs, fmt.Errorf("unknown certainty %q", l.Certainty))
	}
	if !slices.Contains(readers, l.Readers) {
		errs = append(errs, fmt.Errorf("unknown readers %q", l.Readers))
	}
	if l.TitleSays != "none" && !slices.Contains(rungs, l.TitleSays) {
		errs = append(errs, fmt.Errorf("unknown title_says %q", l.TitleSays))
	}
	if l.Duties == "" && l.DutiesCertainty != "none" {
		errs = append(errs, fmt.Errorf("no duties, but duties_certainty %q", l.DutiesCertainty))
	}
	if l.Duties != "" && !slices.Contains(certainty, l.DutiesCertainty) {
		errs = append(errs, fmt.Errorf("unknown duties_certainty %q", l.DutiesCertainty))
	}
	return errors.Join(errs...)
}

func (l Label) mismatch() error {
	want := NoMismatch
	if gap, ok := l.Gap(); ok && gap > 0 {
		want = TitleAbove
	} else if ok && gap < 0 {
		want = TitleBelow
	}
	if l.Mismatch != want {
		return fmt.Errorf("title_says %q and duties %q make mismatch %q, not %q", l.TitleSays, l.Duties, want, l.Mismatch)
	}
	return nil
}

// track holds that a track exists from lead up, and follows from reports.
func (l Label) track() error {
	want := ""
	if slices.Index(rungs, l.Rung) >= slices.Index(rungs, "lead") {
		want = "ic"
		if l.Reports {
			want = "manager"
		}
	}
	if l.Track != want {
		return fmt.Errorf("rung %q with reports %v has track %q, not %q", l.Rung, l.Reports, want, l.Track)
	}
	return nil
}

func (l Label) evidence(text string) error {
	if l.Duties != "" && len(l.Evidence) == 0 {
		return errors.New("duties without evidence")
	}
	if len(l.Evidence) > 5 {
		return fmt.Errorf("%d pieces of evidence, five are allowed", len(l.Evidence))
	}
	for _, span := range l.Evidence {
		if span == "" || !strings.Contains(text, span) {
			return fmt.Errorf("evidence %q is not in the text", span)
		}
	}
	return nil
}
