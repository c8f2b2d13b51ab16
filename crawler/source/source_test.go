package source_test

import (
	"fmt"
	"net/url"
	"testing"

	"rung/crawler/source"
)

func TestFor(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range source.All() {
		if seen[s.Name()] {
			t.Errorf("two sources are called %q", s.Name())
		}
		seen[s.Name()] = true
		if got, ok := source.For(s.Name()); !ok || got.Name() != s.Name() {
			t.Errorf("For(%q) = %v, %v", s.Name(), got, ok)
		}
	}
	if _, ok := source.For("pigeon"); ok {
		t.Error("For finds a source nobody wrote")
	}
}

func ExampleClaim() {
	u, err := url.Parse("https://jobs.ashbyhq.com/Forward%20Financing/d0811aaf")
	if err != nil {
		fmt.Println(err)
		return
	}
	b, ok := source.Claim(u)
	fmt.Println(b.ID(), ok)
	// Output: ashby:Forward Financing true
}

// TestClaim holds that a URL of no known board is nobody's.
func TestClaim(t *testing.T) {
	for _, raw := range []string{"https://www.linkedin.com/jobs/view/1", "https://example.com/careers", "mailto:a@b.example", "", "https://greenhouse.io"} {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if b, ok := source.Claim(u); ok {
			t.Errorf("Claim(%s) = %+v", raw, b)
		}
	}
}

// TestDefault holds that a source is off for a reason, and that asking for it
// passes over the robots.txt of its own host only.
func TestDefault(t *testing.T) {
	for _, s := range source.All() {
		if want := s.Name() != "smartrecruiters"; source.Default(s.Name()) != want || (source.Why(s.Name()) == "") != want {
			t.Errorf("%s: on %v because %q, want %v", s.Name(), source.Default(s.Name()), source.Why(s.Name()), want)
		}
	}
	for _, tt := range []struct {
		address string
		asked   []string
		want    bool
	}{
		{"https://api.smartrecruiters.com/v1/companies/x/postings", []string{"smartrecruiters"}, true},
		{"https://API.smartrecruiters.com/", []string{"ashby", "smartrecruiters"}, true},
		{"https://api.smartrecruiters.com/v1/companies/x/postings", nil, false},
		{"https://api.smartrecruiters.com/v1/companies/x/postings", []string{"ashby"}, false},
		{"https://api.smartrecruiters.com.example/", []string{"smartrecruiters"}, false},
		{"https://api.ashbyhq.com/", []string{"ashby", "smartrecruiters"}, false},
	} {
		u, err := url.Parse(tt.address)
		if err != nil {
			t.Fatal(err)
		}
		if got := source.PassRobots(tt.asked...)(u); got != tt.want {
			t.Errorf("PassRobots(%q)(%s) = %v", tt.asked, tt.address, got)
		}
	}
}
