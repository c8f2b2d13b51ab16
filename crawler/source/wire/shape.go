package wire

import (
	"bytes"
	"encoding/json"
	"fmt"

	"rung/corpus"
)

// A ShapeError is an answer that arrived whole and is not what the system
// documents. It is how a silent zero is avoided: a payload we cannot read is
// never a board without postings.
type ShapeError struct {
	Source string
	// Field is what was looked for: a name in the payload, or "body".
	Field string
	Err   error
}

func (e *ShapeError) Error() string {
	return fmt.Sprintf("%s: changed shape at %q: %v", e.Source, e.Field, e.Err)
}

func (e *ShapeError) Unwrap() error { return e.Err }

// Shape returns a *ShapeError with a worded cause.
func Shape(source, field, format string, args ...any) error {
	return &ShapeError{Source: source, Field: field, Err: fmt.Errorf(format, args...)}
}

// Decode reads a whole JSON body into out; anything else is a *ShapeError
// that says what came instead.
func Decode(source string, body []byte, out any) error {
	trimmed := bytes.TrimPrefix(bytes.TrimSpace(body), []byte("\xef\xbb\xbf"))
	switch {
	case len(trimmed) == 0:
		return Shape(source, "body", "the answer is empty")
	case trimmed[0] == '<':
		return Shape(source, "body", "markup came instead of JSON")
	}
	if err := json.Unmarshal(trimmed, out); err != nil {
		return &ShapeError{Source: source, Field: "body", Err: err}
	}
	return nil
}

// List reads the rows of a list that stands in a field of the answer; a field
// that is missing, which is nil, is a changed shape and not an empty board. See
// Rows.
func List[R any](source, field string, rows *[]json.RawMessage, id func(R) string, read func(R) (corpus.Posting, error)) ([]corpus.Posting, []corpus.Rejected, error) {
	if rows == nil {
		return nil, nil, Shape(source, field, "the field is missing")
	}
	return Rows(source, *rows, id, read)
}

// Rows reads each row on its own, so that a bad one costs only itself. A row
// is turned into a posting by read, which may return ErrSkip for a row that is
// no open posting. When there are rows and none can be read, the shape has
// changed and the error says how.
func Rows[R any](source string, rows []json.RawMessage, id func(R) string, read func(R) (corpus.Posting, error)) ([]corpus.Posting, []corpus.Rejected, error) {
	var postings []corpus.Posting
	var rejected []corpus.Rejected
	for i, raw := range rows {
		var row R
		err := json.Unmarshal(raw, &row)
		var p corpus.Posting
		if err == nil {
			p, err = read(row)
		}
		switch {
		case err == nil:
			postings = append(postings, p)
		case err != ErrSkip:
			rejected = append(rejected, corpus.Rejected{NativeID: nativeID(raw, row, id), Line: i + 1, Reason: err.Error()})
		}
	}
	if len(rejected) > 0 && len(postings) == 0 && len(rejected) == len(rows) {
		return nil, rejected, Shape(source, "rows", "none of %d rows can be read: %s", len(rows), rejected[0].Reason)
	}
	return postings, rejected, nil
}

// nativeID finds the id of a row that could not be decoded as a whole.
func nativeID[R any](raw json.RawMessage, row R, id func(R) string) string {
	if known := id(row); known != "" {
		return known
	}
	var only struct {
		ID Text `json:"id"`
	}
	if json.Unmarshal(raw, &only) != nil {
		return ""
	}
	return string(only.ID)
}
