package trend

import "strings"

// Asked counts, of the n vacancies of a rung whose posting fired any rule,
// those that fired a rule of each group: how often the market asks what the
// group stands for. group names the group of a rule, "" for none. A report
// that Compute did not make counts nothing.
func (r *Report) Asked(rank int, group func(rule string) string) (counts map[string]int, n int) {
	counts = map[string]int{}
	if r.market == nil || rank < 1 || rank > 7 {
		return counts, 0
	}
	for _, v := range r.market.byRank[rank] {
		if v.asks == nil || v.asks.Rules == "" {
			continue
		}
		n++
		for g := range groupsOf(v.asks.Rules, group) {
			counts[g]++
		}
	}
	return counts, n
}

// groupsOf are the groups of a vacancy's rules, each once.
func groupsOf(rules string, group func(string) string) map[string]bool {
	out := map[string]bool{}
	for name := range strings.FieldsSeq(rules) {
		if g := group(name); g != "" {
			out[g] = true
		}
	}
	return out
}
