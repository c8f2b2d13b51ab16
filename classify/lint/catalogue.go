package lint

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"

	"go.yaml.in/yaml/v3"

	"rung/classify/rule"
)

//go:embed catalogue.yaml
var catalogueData []byte

//go:embed words.yaml
var wordsData []byte

//go:embed years.yaml
var yearsData []byte

// A Code is one kind of finding.
type Code struct {
	Code     string   `yaml:"code" json:"code"`
	Severity Severity `yaml:"severity" json:"severity"`
	// Means says in one sentence what the finding is.
	Means      string   `yaml:"means" json:"means"`
	Suggestion string   `yaml:"suggestion" json:"suggestion"`
	Cite       []string `yaml:"cite" json:"cite,omitempty"`
}

// Catalogue returns every kind of finding, in the order of its file. It must
// not be changed.
func Catalogue() []Code { return catalogue().list }

type codes struct {
	list   []Code
	byName map[string]Code
}

// The data is embedded and walked through by the tests, so that reading it
// cannot fail later.
var catalogue = sync.OnceValue(func() codes {
	var list []Code
	mustYAML("catalogue.yaml", catalogueData, &list)
	c := codes{list, map[string]Code{}}
	for _, x := range list {
		c.byName[x.Code] = x
	}
	return c
})

var rules = sync.OnceValue(func() *rule.Set {
	f, err := rule.ParseFile("words.yaml", wordsData)
	if err == nil {
		var s *rule.Set
		if s, err = rule.Compile(f); err == nil {
			return s
		}
	}
	panic(fmt.Sprintf("lint: built-in words: %v", err))
})

// rungYears is the most that a rung is known to ask for.
type rungYears struct {
	Rung string   `yaml:"rung"`
	Most float64  `yaml:"most"`
	Cite []string `yaml:"cite"`
}

var ladderYears = sync.OnceValue(func() map[string]rungYears {
	var list []rungYears
	mustYAML("years.yaml", yearsData, &list)
	out := map[string]rungYears{}
	for _, y := range list {
		out[y.Rung] = y
	}
	return out
})

func mustYAML(name string, data []byte, into any) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		panic(fmt.Sprintf("lint: built-in %s: %v", name, err))
	}
}
