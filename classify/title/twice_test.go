package title

import "testing"

// A slug read as a title names its role twice, with a rank between.
func TestRoleNamedTwice(t *testing.T) {
	for _, s := range []string{"product manager sr product manager", "senior product manager lead product manager senior"} {
		if got := Parse(s); got.Kind != Ladder {
			t.Errorf("Parse(%q) is %s, want %s", s, got.Kind, Ladder)
		}
		Gate(s)
	}
}
