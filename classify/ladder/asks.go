package ladder

// Asks returns what a responsibility asks, in the ladder's words, "" for an
// unknown id.
func (l *Ladder) Asks(id string) string {
	for _, r := range l.Responsibilities {
		if r.ID == id {
			return r.Text
		}
	}
	return ""
}
