package crawltest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

// acme is an adapter that can be made to err in one way.
type acme struct{ fault string }

func (acme) Name() string { return "acme" }

func (a acme) Claim(u *url.URL) (corpus.Board, bool) {
	token := strings.Trim(u.Path, "/")
	own := u.Hostname() == "jobs.acme.test" && token != ""
	if a.fault == "claims everything" {
		own = true
	}
	return corpus.Board{Source: "acme", Token: token}, own
}

const api = "https://api.acme.test"

func (a acme) List(ctx context.Context, g fetch.Getter, b corpus.Board, _ wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	page, err := v.Get(ctx, wire.URL(b, api, "boards", b.Token))
	if err != nil {
		return a.failed(v, err)
	}
	var list struct {
		Jobs []struct{ ID, Title, Posted string }
	}
	if err := wire.Decode("acme", page.Body, &list); err != nil || list.Jobs == nil {
		return a.failed(v, wire.Shape("acme", "jobs", "no list of jobs: %v", err))
	}
	if a.fault == "forgets" && v.Unchanged() {
		return corpus.Listing{Outcome: corpus.OutcomeEmpty}, nil
	}
	var postings []corpus.Posting
	for _, j := range list.Jobs {
		text, err := a.text(ctx, v, b, j.ID)
		if err != nil && a.fault != "hides a lost page" {
			v.Lose(err.Error())
		}
		if err == nil {
			postings = append(postings, a.posting(b, j.ID, j.Title, j.Posted, text))
		}
	}
	if a.fault == "lists twice" {
		l, err := v.Complete(postings, nil)
		l.Postings = append(l.Postings, l.Postings[0])
		return l, err
	}
	return v.Complete(postings, nil)
}

// failed ends a visit, honestly or not.
func (a acme) failed(v *wire.Visit, err error) (corpus.Listing, error) {
	switch a.fault {
	case "silent zero":
		return corpus.Listing{Outcome: corpus.OutcomeEmpty}, nil
	case "bare error":
		l, err := v.Fail(err)
		return l, errors.New(err.Error())
	}
	return v.Fail(err)
}

func (a acme) text(ctx context.Context, v *wire.Visit, b corpus.Board, id string) (string, error) {
	page, err := v.Get(ctx, wire.URL(b, api, "boards", b.Token, id))
	if err != nil {
		return "", err
	}
	var detail struct{ Text string }
	return detail.Text, json.Unmarshal(page.Body, &detail)
}

var readings int

func (a acme) posting(b corpus.Board, id, title, posted, text string) corpus.Posting {
	readings++
	at, _ := time.Parse(time.DateOnly, posted) // the fixture's dates are good
	p := corpus.Posting{
		Source: "acme", Board: b.Token, NativeID: id, URL: "https://jobs.acme.test/" + b.Token + "/" + id,
		Title: title, Company: "Example", Text: text, Posted: &corpus.Stated{At: at, Field: "posted"},
	}
	switch a.fault {
	case "unstable ids":
		p.NativeID = fmt.Sprint(readings)
	case "relative URL":
		p.URL = "/" + id
	case "no text":
		p.Text = " "
	case "date is now":
		p.Posted.At = crawltest.Now
	case "changes too much":
		p.Department = text
	case "observes":
		p.Observed.FirstSeen = crawltest.Now
	case "broken UTF-8":
		p.Title += "\xff"
	}
	p.ID = corpus.PostingID("acme", b.Token, p.NativeID)
	return p
}

const faultVariable = "CRAWLTEST_FAULT"

// TestAcme runs the suite over the toy adapter: as it is, or with the fault
// TestSuiteFinds asks for in a process of its own.
func TestAcme(t *testing.T) {
	crawltest.Source(t, acme{os.Getenv(faultVariable)}, corpus.Board{Source: "acme", Token: "example"}, "testdata/acme.txtar")
}

// TestSuiteFinds holds that the suite fails for every fault it is there for.
func TestSuiteFinds(t *testing.T) {
	for fault, says := range map[string]string{
		"claims everything": "want it refused",
		"silent zero":       `Outcome = "empty"`,
		"bare error":        "is neither *fetch.Error nor *wire.ShapeError",
		"hides a lost page": "1 of 2 postings are known, yet the outcome is",
		"lists twice":       "is listed twice",
		"unstable ids":      "a second reading of the same bytes differs",
		"relative URL":      "is not absolute",
		"no text":           "text is empty",
		"date is now":       "which is the time of the visit or later",
		"changes too much":  "more than the text changed",
		"observes":          "set observed facts",
		"forgets":           "want unchanged, or complete with the same 2",
		"broken UTF-8":      "not UTF-8",
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAcme$")
			cmd.Env = append(os.Environ(), faultVariable+"="+fault)
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), says) {
				t.Errorf("the suite ended with %v and does not say %q:\n%s", err, says, out)
			}
		})
	}
}
