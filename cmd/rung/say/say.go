// Package say puts a verdict into sentences, for the terminal and the pages
// alike.
//
//	fmt.Println(say.Headline(v))      // senior, 83 % sure, and 90 % that it is pm to senior
//	for _, s := range say.Facts(v) {  // The title claims senior; the duties alone say pm …
//		fmt.Println(s)
//	}
//
// # Limits
//
// English only, and no numbers beyond those of the verdict: what the rules
// did not read is not said.
package say

import (
	"fmt"
	"math"

	"rung/classify"
)

// Answer is the verdict in a word or two: a rung, or what stands beside the
// ladder.
func Answer(v classify.Verdict) string {
	if !v.OnLadder {
		return "Beside the ladder: " + v.Beside
	}
	return v.Rung
}

// Certainty says how sure the answer is.
func Certainty(v classify.Verdict) string {
	if !v.OnLadder {
		return Percent(1-v.OnLadderProbability) + " sure that this is not a product-management job"
	}
	s := ""
	if v.Track != "" {
		s = map[string]string{"ic": "individual contributor, ", "manager": "people manager, "}[v.Track]
	}
	s += Percent(v.Confidence) + " sure"
	if len(v.Rungs) > 1 {
		s += fmt.Sprintf(", and 90 %% that it is %s to %s", v.Rungs[0], v.Rungs[len(v.Rungs)-1])
	}
	return s
}

// Headline is the answer and its certainty.
func Headline(v classify.Verdict) string { return Answer(v) + " (" + Certainty(v) + ")" }

// Doubt is why the verdict abstains, "" when it does not.
func Doubt(v classify.Verdict) string {
	switch v.Reason {
	case "":
		return ""
	case "title only":
		return "Not certain: the text tells no duties, so this is the title's word alone."
	case "too short":
		return "Not certain: the text is too short to judge the duties by."
	case "language":
		return "Not certain: the rules read English; this is the title's word alone."
	case "conflicting":
		return "Not certain: title and duties speak for rungs far apart."
	}
	return "Not certain: " + v.Reason + "."
}

// Facts says in sentences what the numbers say.
func Facts(v classify.Verdict) []string {
	var out []string
	if v.OnLadder {
		out = append(out, titleAgainstDuties(v))
	}
	if v.Years.Min != nil {
		out = append(out, "Asks for "+years(v.Years)+" of experience.")
	}
	if v.Reports {
		out = append(out, "People report to this role.")
	}
	return out
}

// Sum says what the weights of the evidence add up to.
func Sum(v classify.Verdict) string {
	if v.OnLadder {
		return fmt.Sprintf("score %+.2f = prior %+.2f and these weights; + pulls to a higher rung", v.Score, v.Prior)
	}
	return fmt.Sprintf("ladder score %+.2f = prior %+.2f and these weights; − speaks against the ladder", v.Gate.Score, v.Gate.Prior)
}

// Weight is the weight of an item that the reader should see: of the rung on
// the ladder, of the gate off it; 0 for an item that does not count there.
func Weight(v classify.Verdict, e classify.Evidence) float64 {
	if v.OnLadder {
		return e.Weight
	}
	if e.GateWeight == nil {
		return 0
	}
	return *e.GateWeight
}

func titleAgainstDuties(v classify.Verdict) string {
	title := "The title claims no rank"
	switch {
	case v.Title.Text == "":
		title = "No title was given"
	case v.Title.Rung == "":
		title = "The title names no product role"
	case v.Title.Ranked:
		title = "The title claims " + v.Title.Rung
	}
	if v.Duties.Rung == "" {
		return title + "; the text shows no duties to hold against it."
	}
	duties := fmt.Sprintf("the duties alone say %s (%s sure)", v.Duties.Rung, Percent(v.Duties.Confidence))
	if v.Gap != nil && *v.Gap != 0 && !v.Title.Ranked {
		title += ", which counts as " + v.Title.Rung
	}
	switch gap := v.Gap; {
	case gap == nil || *gap == 0:
		return title + "; " + duties + "."
	case *gap > 0:
		return fmt.Sprintf("%s; %s: %s above its duties.", title, duties, rungs(*gap))
	default:
		return fmt.Sprintf("%s; %s: %s below its duties.", title, duties, rungs(-*gap))
	}
}

func rungs(n int) string {
	if n == 1 {
		return "one rung"
	}
	return fmt.Sprintf("%d rungs", n)
}

func years(y classify.Years) string {
	switch {
	case y.Max != nil && *y.Max > *y.Min:
		return fmt.Sprintf("%g to %g years", *y.Min, *y.Max)
	case *y.Min == 1:
		return "a year"
	}
	return fmt.Sprintf("%g years", *y.Min)
}

// Percent writes a probability without ever rounding to certainty.
func Percent(p float64) string {
	switch {
	case p > 0 && p < 0.005:
		return "<1 %"
	case p < 1 && p > 0.995:
		return ">99 %"
	}
	return fmt.Sprintf("%.0f %%", math.Round(100*p))
}
