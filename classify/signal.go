package classify

// A signal is one thing a posting shows, before anybody says what it weighs.
type signal struct {
	// name is the feature's name in the model file: a rule or a fact family.
	name       string
	section    string
	dimension  string
	toward     string
	beside     string
	cite       []string
	start, end int
	// duties and gate say which models count it.
	duties, gate bool
}

const titleSection = "title"

// features returns the names that one model counts, each once, in the order
// of the signals.
func features(signals []signal, counted func(signal) bool) []string {
	var out []string
	for _, s := range signals {
		if counted(s) {
			out = append(out, s.name)
		}
	}
	return out
}

func countsForDuties(s signal) bool { return s.duties }
func countsForGate(s signal) bool   { return s.gate }
