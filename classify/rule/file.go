package rule

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Error is what is wrong with one place of a rule file.
type Error struct {
	File string
	Line int // 0 where unknown
	// Rule is the name of the rule, or "" outside rules.
	Rule string
	Err  error
}

func (e *Error) Error() string {
	where := fmt.Sprintf("%s:%d", e.File, e.Line)
	if e.Rule != "" {
		return fmt.Sprintf("%s: rule %s: %v", where, e.Rule, e.Err)
	}
	return fmt.Sprintf("%s: %v", where, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// ParseFile reads a rule file in YAML; a field it does not know is an error.
// name is for error messages only.
func ParseFile(name string, data []byte) (File, error) {
	var f File
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return File{}, fmt.Errorf("rule file %s: %w", name, err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return File{}, fmt.Errorf("rule file %s: %w", name, err)
	}
	f.Name = name
	f.lines = linesOf(&doc)
	return f, nil
}

// lines remembers where things stand in a file, so that an error found long
// after reading can name its line. All of it may be empty, for files built in
// code.
type lines struct {
	rule  []int
	value []map[string][]int // per rule: key → line of each value
	list  map[string]int
}

func linesOf(doc *yaml.Node) lines {
	var l lines
	if len(doc.Content) == 0 {
		return l
	}
	eachPair(doc.Content[0], func(key string, value *yaml.Node) {
		switch key {
		case "lists":
			l.list = map[string]int{}
			eachPair(value, func(name string, v *yaml.Node) { l.list[name] = v.Line })
		case "rules":
			for _, r := range value.Content {
				l.rule = append(l.rule, r.Line)
				l.value = append(l.value, valueLines(r))
			}
		}
	})
	return l
}

func valueLines(r *yaml.Node) map[string][]int {
	at := map[string][]int{}
	eachPair(r, func(key string, value *yaml.Node) {
		if value.Kind == yaml.SequenceNode {
			for _, v := range value.Content {
				at[key] = append(at[key], v.Line)
			}
			return
		}
		at[key] = append(at[key], value.Line)
	})
	return at
}

func eachPair(m *yaml.Node, f func(key string, value *yaml.Node)) {
	if m.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		f(m.Content[i].Value, m.Content[i+1])
	}
}

// errorAt names the place of value i of a key of rule r; i < 0 is the rule
// itself.
func (f *File) errorAt(r int, key string, i int, err error) error {
	e := &Error{File: f.Name, Rule: f.Rules[r].Name, Err: err}
	if r < len(f.lines.rule) {
		e.Line = f.lines.rule[r]
		if at := f.lines.value[r][key]; i >= 0 && i < len(at) {
			e.Line = at[i]
		}
	}
	return e
}
