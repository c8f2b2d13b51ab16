package corpus

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// A document is a posting made ready for the store before the transaction
// begins: normalised, encoded and hashed. It is packed only when it has to be
// written, which most of what a crawl brings has not.
type document struct {
	posting Posting
	digest  string
	data    []byte
}

// documentOf normalises p and drops what only the store says of it.
func documentOf(p Posting) (document, error) {
	p = Normalize(p)
	if p.ID == "" {
		return document{}, fmt.Errorf("posting %q has no id", p.Title)
	}
	p.Observed = Observed{}
	data, err := encode(p)
	if err != nil {
		return document{}, fmt.Errorf("posting %s: %w", p.ID, err)
	}
	sum := sha256.Sum256(data)
	return document{posting: p, digest: hex.EncodeToString(sum[:16]), data: data}, nil
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// decodePosting reads a packed document. Numbers in Extra stay json.Number,
// so that nothing an import brought loses a digit.
func decodePosting(packed []byte) (Posting, error) {
	data, err := unpack(packed)
	if err != nil {
		return Posting{}, err
	}
	return unmarshalPosting(data)
}

func unmarshalPosting(data []byte) (p Posting, err error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	err = dec.Decode(&p)
	return p, err
}

// quiet fields change without the advertisement changing: systems move
// updated_at for internal edits, and markup for redesigns.
var quiet = map[string]bool{"updated": true, "html": true, "observed": true}

// changedFields names, as in JSON, the fields in which two normalised
// postings differ, quiet ones left out.
func changedFields(a, b Posting) []string {
	var fields []string
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range va.NumField() {
		name, _, _ := strings.Cut(va.Type().Field(i).Tag.Get("json"), ",")
		if !quiet[name] && !same(va.Field(i).Interface(), vb.Field(i).Interface()) {
			fields = append(fields, name)
		}
	}
	return fields
}

// same compares field values as they would be stored, so that a time zone or
// the Go type of a number is no difference.
func same(a, b any) bool {
	if reflect.DeepEqual(a, b) {
		return true
	}
	ja, errA := json.Marshal(a)
	jb, errB := json.Marshal(b)
	return errA == nil && errB == nil && bytes.Equal(ja, jb)
}
