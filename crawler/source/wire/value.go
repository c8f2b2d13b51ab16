package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// ErrSkip marks a row that is not an open posting: a draft, an unlisted one.
var ErrSkip = errors.New("not an open posting")

// Errors of rows that cannot become postings.
var (
	ErrNoID    = errors.New("the row has no id")
	ErrNoTitle = errors.New("the row has no title")
)

// Text is a JSON string that some systems send as a number or null.
type Text string

// UnmarshalJSON accepts a string, a number, a boolean and null.
func (t *Text) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	switch {
	case len(b) == 0 || string(b) == "null":
		*t = ""
	case b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*t = Text(s)
	case b[0] == '{' || b[0] == '[':
		return errors.New("an object came instead of a text")
	default:
		*t = Text(b)
	}
	return nil
}

// Texts is a list of texts that some systems send as one text or null.
type Texts []string

// UnmarshalJSON accepts a list, a single value and null.
func (t *Texts) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	if len(b) == 0 || b[0] != '[' {
		var one Text
		if err := one.UnmarshalJSON(b); err != nil {
			return err
		}
		*t = nil
		if one != "" {
			*t = Texts{string(one)}
		}
		return nil
	}
	var many []Text
	if err := json.Unmarshal(b, &many); err != nil {
		return err
	}
	*t = nil
	for _, s := range many {
		if s != "" {
			*t = append(*t, string(s))
		}
	}
	return nil
}

// Number is a JSON number that some systems send as a string. Zero is "not
// stated", as everywhere in a posting.
type Number float64

// UnmarshalJSON accepts a number, a string that holds one, and null. A string
// that holds no number is not stated rather than an error: "competitive" must
// not cost the posting.
func (n *Number) UnmarshalJSON(b []byte) error {
	var t Text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(string(t)), ",", ""), 64)
	if err != nil || f != f || f < 0 || f > 1e15 {
		f = 0
	}
	*n = Number(f)
	return nil
}
