package wire_test

import (
	"context"
	"encoding/json"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rung/corpus"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

func TestURL(t *testing.T) {
	tests := []struct {
		base, element, want string
	}{
		{"", "Forward Financing", "https://api.example.com/v1/Forward%20Financing"},
		{"http://127.0.0.1:8080/", "a/b", "http://127.0.0.1:8080/v1/a%2Fb"},
		{"http://127.0.0.1:8080/at", "50%25", "http://127.0.0.1:8080/at/v1/50%2525"},
		{"", "..", "https://api.example.com/v1/%2E%2E"},
		{"", "a?b#c", "https://api.example.com/v1/a%3Fb%23c"},
	}
	for _, tt := range tests {
		got := wire.URL(corpus.Board{Base: tt.base}, "https://api.example.com", "v1", tt.element)
		if got != tt.want {
			t.Errorf("URL(%q, %q) = %q, want %q", tt.base, tt.element, got, tt.want)
		}
	}
}

func TestAbsolute(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/j/1?utm_source=x&gh_jid=7&gclid=2#top": "https://a.example/j/1?gh_jid=7",
		" http://a.example/j/1 ":                                  "http://a.example/j/1",
		"https://me:secret@a.example/":                            "https://a.example/",
		"/j/1":                                                    "",
		"javascript:alert(1)":                                     "",
		"ftp://a.example/file":                                    "",
		"":                                                        "",
	} {
		if got := wire.Absolute(in); got != want {
			t.Errorf("Absolute(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHost(t *testing.T) {
	for token, want := range map[string]string{"acme": "acme.example.com", "Acme": "acme.example.com", "evil.test/x": "", "evil.test#": "", "evil.test?": ""} {
		got := ""
		if u, err := url.Parse(wire.Host(corpus.Board{Token: token}, "example.com")); err == nil {
			got = u.Host
		}
		if got != want {
			t.Errorf("Host(%q) leads to %q, want %q", token, got, want)
		}
	}
}

func TestValues(t *testing.T) {
	var got struct {
		A, B, C wire.Text
		D, E, F wire.Texts
		G, H, I wire.Number
	}
	in := `{"a":"x","b":12,"c":null,"d":["x",null,"y"],"e":"x","f":null,"g":"1,250.50","h":7,"i":"competitive"}`
	if err := json.Unmarshal([]byte(in), &got); err != nil {
		t.Fatal(err)
	}
	want := got
	want.A, want.B, want.C = "x", "12", ""
	want.D, want.E, want.F = wire.Texts{"x", "y"}, wire.Texts{"x"}, nil
	want.G, want.H, want.I = 1250.5, 7, 0
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, bad := range []string{`{"a":{}}`, `{"a":[1]}`, `{"d":[{}]}`, `{"g":{}}`} {
		if err := json.Unmarshal([]byte(bad), &got); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
}

func TestPeriod(t *testing.T) {
	for in, want := range map[string]corpus.Period{
		"1 YEAR": corpus.PerYear, "per-year-salary": corpus.PerYear, "annually": corpus.PerYear, "per-hour-wage": corpus.PerHour,
		"1 MONTH": corpus.PerMonth, "DAY": corpus.PerDay, "daily": corpus.PerDay, "WEEKLY": corpus.PerWeek, "1 TIME": "", "NONE": "",
	} {
		if got := wire.Period(in); got != want {
			t.Errorf("Period(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestRange(t *testing.T) {
	tests := []struct {
		lo, hi float64
		want   corpus.Salary
		ok     bool
	}{
		{0, 0, corpus.Salary{}, false},
		{5, 3, corpus.Salary{Min: 3, Max: 5, Currency: "EUR", Origin: corpus.SalaryStructured}, true},
		{5, 0, corpus.Salary{Min: 5, Currency: "EUR", Origin: corpus.SalaryStructured}, true},
		{0, 5, corpus.Salary{Max: 5, Currency: "EUR", Origin: corpus.SalaryStructured}, true},
	}
	for _, tt := range tests {
		if got, ok := wire.Range(tt.lo, tt.hi, "eur", ""); got != tt.want || ok != tt.ok {
			t.Errorf("Range(%v, %v) = %+v, %v, want %+v, %v", tt.lo, tt.hi, got, ok, tt.want, tt.ok)
		}
	}
}

func TestJoin(t *testing.T) {
	at := func(raw string) []corpus.Location { return []corpus.Location{{Raw: raw}} }
	got := wire.Join([]corpus.Posting{{ID: "a", Locations: at("Oslo")}, {ID: "b"}, {ID: "a", Locations: at("Rome")}, {ID: "a", Locations: at("Oslo")}})
	want := []corpus.Posting{{ID: "a", Locations: append(at("Oslo"), at("Rome")...)}, {ID: "b"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// pages answers every request with one body.
type pages string

func (p pages) Get(context.Context, fetch.Request) (fetch.Page, error) {
	return fetch.Page{Body: []byte(p)}, nil
}

// TestDetailsWithoutWords holds that a page that says nothing is no posting,
// and that its posting counts as open.
func TestDetailsWithoutWords(t *testing.T) {
	listed := []corpus.Posting{{ID: "a:b:1", NativeID: "1", Title: "Product Manager"}}
	for words, want := range map[string]int{"": 0, "Own it.": 1} {
		v := wire.Begin(pages(words), corpus.Board{})
		got := v.Details(t.Context(), wire.Options{}, listed, func(corpus.Posting) fetch.Request { return fetch.Request{} },
			func(p *corpus.Posting, body []byte) error { p.Text = string(body); return nil })
		l, err := v.Complete(got, nil)
		if err != nil || len(l.Postings) != want || len(l.Postings)+len(l.Rejected) != 1 || l.Outcome != corpus.OutcomeComplete {
			t.Errorf("%q: %d postings, %+v, %q, error %v; want %d", words, len(l.Postings), l.Rejected, l.Outcome, err, want)
		}
	}
}
