package smartrecruiters_test

import (
	"os"
	"testing"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/source"
	"rung/crawler/source/smartrecruiters"
	"rung/crawler/source/wire"
)

// TestRobots holds that the robots.txt of the API's host is obeyed unless the
// source was asked for by name.
func TestRobots(t *testing.T) {
	data, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, "-- https://api.smartrecruiters.com/robots.txt --\nHTTP/1.1 200 OK\nContent-Type: text/plain\n\nUser-agent: *\nDisallow: /\n"...)
	for name, want := range map[string]corpus.Outcome{"": corpus.OutcomeRobots, "ashby": corpus.OutcomeRobots, "smartrecruiters": corpus.OutcomeComplete} {
		n := crawltest.Parse(t, data)
		options := n.Options(crawltest.Now)
		options.PassRobots = source.PassRobots(name)
		l, err := smartrecruiters.Source{}.List(t.Context(), fetch.New(options), board, wire.Options{})
		if l.Outcome != want || (err == nil) != want.Listed() {
			t.Errorf("asked for %q: %q (%s), error %v; want %q", name, l.Outcome, l.Detail, err, want)
		}
		if asked := len(n.Asked()); (asked > 0) != want.Listed() {
			t.Errorf("asked for %q: %d requests", name, asked)
		}
	}
}
