package gold

import "slices"

// Rungs returns the words of a label that are rungs, lowest first, Beside
// those off the ladder, Senior the rungs that have a track. The slices are
// the caller's.
func Rungs() []string  { return slices.Clone(rungs) }
func Beside() []string { return slices.Clone(beside) }
func Senior() []string { return slices.Clone(rungs[slices.Index(rungs, "lead"):]) }

// Certainties returns the words for how sure a reader is, the surest first.
func Certainties() []string { return slices.Clone(certainty) }
