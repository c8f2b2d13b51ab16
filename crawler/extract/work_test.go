package extract_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rung/corpus"
	"rung/crawler/extract"
)

func TestWorkplace(t *testing.T) {
	tests := []struct {
		in   []string
		want corpus.Workplace
	}{
		{nil, ""},
		{[]string{"Berlin"}, ""},
		{[]string{"Remote - US"}, corpus.Remote},
		{[]string{"New York Office (or Remote)"}, corpus.Remote},
		{[]string{"U.S. Hybrid/Remote"}, corpus.Hybrid},
		{[]string{"On-site"}, corpus.Onsite},
		{[]string{"", "Onsite - Santiago"}, corpus.Onsite},
		{[]string{"Product Manager, Remote Sensing"}, ""},
		{[]string{"Engineer, Distributed Systems"}, ""},
		{[]string{"no remote, Paris"}, ""},
		{[]string{"unspecified", "Madrid", "Hybrid"}, corpus.Hybrid},
	}
	for _, tt := range tests {
		if got := extract.Workplace(tt.in...); got != tt.want {
			t.Errorf("Workplace(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestEmployment(t *testing.T) {
	tests := []struct {
		in   []string
		want []corpus.Employment
	}{
		{nil, nil},
		{[]string{"FullTime"}, []corpus.Employment{corpus.FullTime}},
		{[]string{"FULL_TIME", "PART_TIME"}, []corpus.Employment{corpus.FullTime, corpus.PartTime}},
		{[]string{"Permanent, part time"}, []corpus.Employment{corpus.PartTime}},
		{[]string{"fulltime_fixed_term"}, []corpus.Employment{corpus.FullTime, corpus.Temporary}},
		{[]string{"Intern"}, []corpus.Employment{corpus.Internship}},
		{[]string{"CONTRACTOR"}, []corpus.Employment{corpus.Contract}},
		{[]string{"non-permanent"}, []corpus.Employment{corpus.Temporary}},
		{[]string{"Galactic"}, nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, extract.Employment(tt.in...)); diff != "" {
			t.Errorf("Employment(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestDate(t *testing.T) {
	tests := []struct {
		in, want string
	}{
		{"2025-09-25T20:20:54.395+00:00", "2025-09-25T20:20:54.395Z"},
		{"2026-07-16T11:55:32-04:00", "2026-07-16T15:55:32Z"},
		{"2026-08-05 10:10:39 UTC", "2026-08-05T10:10:39Z"},
		{"2026-08-05", "2026-08-05T00:00:00Z"},
		{"Tue, 03 Feb 2026 09:26:20 +0100", "2026-02-03T08:26:20Z"},
		{"2026-02-04T09:26:20+0100", "2026-02-04T08:26:20Z"},
		{"2024-11-13T14:10:41", "2024-11-13T14:10:41Z"},
		{"0001-01-01T00:00:00Z", ""},
		{"yesterday", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got := ""
		if at, ok := extract.Date(tt.in); ok {
			got = at.Format(time.RFC3339Nano)
		}
		if got != tt.want {
			t.Errorf("Date(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestAgo(t *testing.T) {
	at := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	for in, want := range map[string]string{
		"Posted Today": "2026-11-01", "Posted Yesterday": "2026-10-31", "Posted 3 Days Ago": "2026-10-29",
		"2 weeks ago": "2026-10-18", "Posted 30+ Days Ago": "", "soon": "",
	} {
		got := ""
		if day, ok := extract.Ago(in, at); ok {
			got = day.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("Ago(%q) = %q, want %q", in, got, want)
		}
	}
}
