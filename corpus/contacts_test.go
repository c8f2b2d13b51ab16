package corpus_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"rung/corpus"
	"rung/corpus/corpustest"
)

func TestMaskContacts(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"mail", "Write to jo.doe+jobs@acme-corp.co.uk today", "Write to **.***+****@****-****.**.** today"},
		{"mail in brackets", "jo [at] acme [dot] io", "** [**] **** [***] **"},
		{"mail of other letters", "jörg@bücher.de", "*****@*******.**"},
		{"mail in a link", `<a href="mailto:jo@acme.io">`, `<a href="mailto:**@****.**">`},
		{"abroad", "+44 (0)20 7946 0958.", "+** (*)** **** ****."},
		{"with two zeros", "0049 30 901820", "**** ** ******"},
		{"North American", "(415) 555-0134 or 415.555.0134 or 415-555-0134", "(***) ***-**** or ***.***.**** or ***-***-****"},
		{"with a word before", "Phone: 030 9018 20, text us at 5550134", "Phone: *** **** **, text us at *******"},
		{"none", "", ""},
		{"pay", "$150,000 - $180,000, EUR 90.000–120.000, 1 200 000 SEK", "$150,000 - $180,000, EUR 90.000–120.000, 1 200 000 SEK"},
		{"dates", "2026-11-23, 23.11.2026, 11/23/2026 and 2025-2026", "2026-11-23, 23.11.2026, 11/23/2026 and 2025-2026"},
		{"requisitions", "REQ-2026-004711, JR1002345678, 401(k), 24/7", "REQ-2026-004711, JR1002345678, 401(k), 24/7"},
		{"years and shares", "5+ years, 10+ markets, 1,000,000+ users, 99.99 %", "5+ years, 10+ markets, 1,000,000+ users, 99.99 %"},
		{"handles", "@acme and team @ acme", "@acme and team @ acme"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := corpus.MaskContacts(tt.in); got != tt.want {
				t.Errorf("MaskContacts(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

// FuzzMaskContacts: masking keeps the length and the line ends, and no plain
// address or number is left, whatever stands around it.
func FuzzMaskContacts(f *testing.F) {
	f.Add("jo@acme.io +1 (415) 555-0134\nphone 030 901820")
	f.Fuzz(func(t *testing.T, s string) {
		got := corpus.MaskContacts(s)
		if len(got) != len(s) || strings.Count(got, "\n") != strings.Count(s, "\n") {
			t.Errorf("MaskContacts(%q) = %q", s, got)
		}
		if strings.Contains(s, "jo@acme.io") || strings.Contains(s, "555-0134") {
			return // it may stand there as part of something longer
		}
		around := s + "\nask jo@acme.io or (415) 555-0134\n" + s
		if got := corpus.MaskContacts(around); strings.Contains(got, "jo@acme.io") || strings.Contains(got, "555-0134") {
			t.Errorf("MaskContacts(%q) = %q", around, got)
		}
	})
}

func TestExportMasksContacts(t *testing.T) {
	s := open(t, corpus.Options{})
	l := corpustest.Listing(day(0), 1)
	p := &l.Postings[0]
	p.Title, p.Text, p.HTML = "PM (call 555 0134 99)", "Ask jo@acme.io\n415-555-0134", "<p>Ask jo@acme.io</p>"
	p.ApplyURL, p.Extra = "mailto:jo@acme.io", map[string]any{"recruiter": []any{"jo@acme.io", 7.0}}
	apply(t, s, l)
	verdict := `{"rung":"pm","evidence":[{"start":0,"end":27,"text":"Ask jo@acme.io\n415-555-0134","rule":"x"}],"model":"2026.11+3413781234"}`
	if err := s.PutVerdicts(t.Context(), []corpus.StoredVerdict{{ID: corpustest.ID(1), Model: "m", JSON: []byte(verdict)}}); err != nil {
		t.Fatal(err)
	}
	for _, contacts := range []bool{false, true} {
		var lines, table bytes.Buffer
		opt := corpus.ExportOptions{Contacts: contacts}
		if err := corpus.ExportJSONL(t.Context(), s, &lines, opt); err != nil {
			t.Fatal(err)
		}
		if err := corpus.ExportCSV(t.Context(), s, &table, opt); err != nil {
			t.Fatal(err)
		}
		for what, out := range map[string]string{"lines": lines.String(), "table": table.String()} {
			for _, secret := range []string{"jo@acme.io", "555-0134", "555 0134"} {
				if strings.Contains(out, secret) != contacts {
					t.Errorf("%s with contacts %v: %q is there: %v\n%s", what, contacts, secret, !contacts, out)
				}
			}
		}
		var e struct {
			Text    string
			Verdict struct {
				Evidence []struct {
					Start, End int
					Text       string
				}
				Model string
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		if ev := e.Verdict.Evidence[0]; e.Text[ev.Start:ev.End] != ev.Text || e.Verdict.Model != "2026.11+3413781234" {
			t.Errorf("offsets no longer hold, or the model changed: %+v in %q", e.Verdict, e.Text)
		}
	}
}
