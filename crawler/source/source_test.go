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
