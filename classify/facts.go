package classify

import (
	"bytes"
	_ "embed"
	"fmt"

	"go.yaml.in/yaml/v3"
)

//go:embed facts.yaml
var factData []byte

// A factFamily is one belief about a fact, as a rule is one about words.
type factFamily struct {
	Name       string   `yaml:"name"`
	Dimension  string   `yaml:"dimension"`
	Toward     string   `yaml:"toward"`
	Beside     string   `yaml:"beside"`
	Weight     float64  `yaml:"weight"`
	GateWeight float64  `yaml:"gate_weight"`
	Cite       []string `yaml:"cite"`
}

type factFamilies map[string]factFamily

func loadFactFamilies() (factFamilies, error) {
	var file struct {
		Families []factFamily `yaml:"families"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(factData))
	dec.KnownFields(true)
	if err := dec.Decode(&file); err != nil {
		return nil, fmt.Errorf("facts.yaml: %w", err)
	}
	out := make(factFamilies, len(file.Families))
	for _, f := range file.Families {
		if _, twice := out[f.Name]; twice || f.Name == "" || len(f.Cite) == 0 {
			return nil, fmt.Errorf("facts.yaml: family %q is unnamed, uncited or given twice", f.Name)
		}
		out[f.Name] = f
	}
	return out, nil
}

// signal makes a signal of the named family; an unknown family is a slip in
// this package's own code, which the tests walk through.
func (f factFamilies) signal(name, section string, start, end int) signal {
	fam, ok := f[name]
	if !ok {
		panic("classify: no fact family " + name)
	}
	return signal{
		name: name, section: section, dimension: fam.Dimension, toward: fam.Toward,
		beside: fam.Beside, cite: fam.Cite, start: start, end: end,
		duties: fam.Weight != 0, gate: fam.GateWeight != 0,
	}
}
