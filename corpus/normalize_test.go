package corpus_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rung/corpus"
)

func jsonNumber(s string) json.Number { return json.Number(s) }

func TestCanonicalURL(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://Jobs.Example.com/A?utm_source=x&id=7&gclid=1", "https://jobs.example.com/A?id=7"},
		{"HTTP://example.com:80/#apply", "http://example.com/"},
		{"https://example.com:8443/x#/jobs/12", "https://example.com:8443/x#/jobs/12"},
		{"https://user:secret@example.com/x?", "https://example.com/x"},
		{"jobs.example.com/12", "https://jobs.example.com/12"},
		{"//example.com/12", "https://example.com/12"},
		{"https://example.com/?gh_jid=5&gh_src=abc", "https://example.com/?gh_jid=5"},
		{"javascript:alert(1)", ""}, {"/relative", ""}, {"mailto:a@example.com", ""}, {"not a url", ""}, {"http://", ""}, {"", ""}, {"https://exa mple.com/", ""},
	}
	for _, tt := range tests {
		if got := corpus.CanonicalURL(tt.in); got != tt.want {
			t.Errorf("CanonicalURL(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestNormalizeText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"line ends", "a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		{"blank lines", "\n\n a\n \n\t\n\nb \n\n", " a\n\nb"},
		{"spaces", "a\u00a0 b\tc", "a b c"},
		{"indent stays", "- a\n  - b", "- a\n  - b"},
		{"invisible", "pro\u00adduct\u200b\ufeff", "product"},
		{"composed", "u\u0308ber", "über"},
		{"broken bytes", "a\xffb", "a\uFFFDb"},
	}
	for _, tt := range tests {
		if got := corpus.Normalize(corpus.Posting{Text: tt.in}).Text; got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestFingerprint(t *testing.T) {
	base := corpus.Posting{ID: "a", Title: "PM", Company: "Acme", Text: "Own it."}
	tests := []struct {
		name string
		set  func(p *corpus.Posting)
		same bool
	}{
		{"another id and URL", func(p *corpus.Posting) { p.ID, p.URL = "b", "https://x.example" }, true},
		{"other spacing", func(p *corpus.Posting) { p.Title = " PM " }, true},
		{"another date", func(p *corpus.Posting) { p.Posted = &corpus.Stated{At: day(1)} }, true},
		{"other words", func(p *corpus.Posting) { p.Text = "Own all." }, false},
		{"another title", func(p *corpus.Posting) { p.Title = "Senior PM" }, false},
		{"another place", func(p *corpus.Posting) { p.Locations = []corpus.Location{{Raw: "Oslo"}} }, false},
	}
	for _, tt := range tests {
		p := base
		tt.set(&p)
		if got := corpus.Fingerprint(p) == corpus.Fingerprint(base); got != tt.same {
			t.Errorf("%s: same fingerprint %v, want %v", tt.name, got, tt.same)
		}
	}
}

// FuzzNormalize: twice equals once, and every string is valid UTF-8.
func FuzzNormalize(f *testing.F) {
	f.Add("Senior  PM\u00a0", "a\r\n\r\n\r\nb", "https://a.example/?utm_x=1#f", "en-US")
	f.Add("e\u0301\u00ad\u0301", "\u200b\n\u0085 \u00ad x", "HTTP://[::1]:80/%zz", "\xff")
	f.Add("\u0344", "\u00a0\u0301", "//x.y/#!a b", "EN_")
	f.Fuzz(func(t *testing.T, title, text, url, language string) {
		once := corpus.Normalize(corpus.Posting{
			Title: title, Company: url, Text: text, URL: url, ApplyURL: text, Language: language,
			Locations: []corpus.Location{{Raw: title, Country: language}, {Raw: text}}, Salaries: []corpus.Salary{{Raw: text, Currency: language}},
			Employment: []corpus.Employment{corpus.Employment(title), corpus.Employment(text)},
		})
		if diff := cmp.Diff(once, corpus.Normalize(once)); diff != "" {
			t.Errorf("twice is not once (-once +twice):\n%s", diff)
		}
		for _, s := range []string{once.Title, once.Text, once.URL, once.Language} {
			if !utf8.ValidString(s) {
				t.Errorf("not UTF-8: %q", s)
			}
		}
	})
}

// FuzzDecode: no input panics or is read for ever; what it gives is normalised
// valid UTF-8 with an identity.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"title":"PM","body":"x"}`+"\n{"), "")
	f.Add([]byte("title,company\nPM,\"Acme\n"), "")
	f.Add([]byte(`[{"title":"PM","location":[{"address":{"addressCountry":{"name":"NO"}}}],"salary":[1,{"value":{}}]},]`), "json")
	f.Add([]byte("\xff\xfe{\x00"), "csv")
	f.Add([]byte("<p>Own it</p>"), "html")
	f.Fuzz(func(t *testing.T, data []byte, format string) {
		opt := corpus.DecodeOptions{Format: corpus.Format(format), MaxRow: 1 << 12, HTMLText: func(s string) string { return s }}
		rows := 0
		for p, err := range corpus.Decode(bytes.NewReader(data), opt) {
			if rows++; rows > len(data)+1 {
				t.Fatal("more rows than bytes")
			}
			if err != nil {
				continue
			}
			if p.ID == "" || p.Source == "" {
				t.Errorf("no identity: %+v", p)
			}
			if !utf8.ValidString(p.Title + p.Text + p.HTML + p.URL + p.ID) {
				t.Errorf("not UTF-8: %+v", p)
			}
			if diff := cmp.Diff(p, corpus.Normalize(p)); diff != "" {
				t.Errorf("not normalised:\n%s", diff)
			}
		}
	})
}

// FuzzStore: what is stored comes back as it was normalised, and storing it
// again changes nothing.
func FuzzStore(f *testing.F) {
	f.Add("PM", "Own it.\n\n- x", "Acme", "n", "v")
	f.Add("\x00", "\xff", "e\u0301", "\u2028", "a\u0301\n")
	s := open(f, corpus.Options{})
	crawl, err := s.BeginCrawl(context.Background(), day(0), nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, title, text, company, name, value string) {
		ctx := context.Background()
		p := corpus.Posting{ID: "x", Source: "import", Title: title, Text: text, Company: company, Extra: map[string]any{strings.ToValidUTF8(name, ""): strings.ToValidUTF8(value, "")}}
		l := corpus.Listing{Board: corpus.Board{Source: "fuzz", Token: "board"}, At: day(1), Outcome: corpus.OutcomeTruncated, Postings: []corpus.Posting{p}}
		if _, err := s.Apply(ctx, crawl, l); err != nil {
			t.Fatal(err)
		}
		if again, err := s.Apply(ctx, crawl, l); err != nil || again.Unchanged != 1 {
			t.Errorf("stored again: %+v, %v", again, err)
		}
		got, err := s.Get(ctx, "x")
		if err != nil {
			t.Fatal(err)
		}
		p.Source, p.Board = "fuzz", "board"
		got.Observed = corpus.Observed{}
		if diff := cmp.Diff(corpus.Normalize(p), got); diff != "" {
			t.Errorf("round trip (-put +got):\n%s", diff)
		}
	})
}
