package extract

import (
	"runtime"
	"testing"
)

// TestAtlas holds that the table is what its comment says: large, every city
// with a country, the most populous first, and known states in our spelling.
func TestAtlas(t *testing.T) {
	a := readAtlas()
	if len(a.cities) < 25_000 || len(geonames) > 1_200_000 {
		t.Errorf("%d cities in %d bytes, want 25,000 or more in at most 1,200,000", len(a.cities), len(geonames))
	}
	stateless := 0
	for _, c := range a.cities {
		if c.name == "" || Country(c.country) != c.country && c.country != "XK" {
			t.Fatalf("%+v has no name or no country", c)
		}
		if c.region == "" {
			stateless++
		}
	}
	if stateless > len(a.cities)/50 {
		t.Errorf("%d of %d cities have no state", stateless, len(a.cities))
	}
	for name, want := range map[string][]city{
		"ulm":     {{"Ulm", "Baden-Württemberg", "DE"}},
		"windsor": {{"Windsor", "Ontario", "CA"}, {"Windsor", "England", "GB"}},
		"nowhere": nil,
	} {
		got := a.find(name)
		if len(got) < len(want) || want == nil && got != nil {
			t.Errorf("find(%q) = %+v, want it to begin with %+v", name, got, want)
			continue
		}
		for i, w := range want {
			if got[i] != w {
				t.Errorf("find(%q)[%d] = %+v, want %+v", name, i, got[i], w)
			}
		}
	}
}

// BenchmarkAtlas tells what it costs to read the table, and how much memory it
// keeps.
func BenchmarkAtlas(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	kept := readAtlas()
	runtime.GC()
	runtime.ReadMemStats(&after)
	for b.Loop() {
		kept = readAtlas()
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-kept")
	runtime.KeepAlive(kept)
}

func BenchmarkPlaces(b *testing.B) {
	Places("Berlin") // the table is read once
	for b.Loop() {
		for _, s := range []string{"Berlin, Germany; Remote - US", "Fremont, CA and Reno, NV", "Portland, ME", "Hybrid – Münster (3 days)"} {
			Places(s)
		}
	}
}
