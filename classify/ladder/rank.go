package ladder

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// The kinds of role beside the ladder.
const (
	Designer  = "designer"
	Developer = "developer"
	Other     = "other"
)

// Rungs returns the names of the rungs, lowest first. The slice is the
// caller's.
func Rungs() []string { return slices.Clone(shipped().rungs) }

// Rank returns the rank of a rung of the shipped ladder, 1 for the lowest, by
// its name or one of its aliases in any case, words parted by spaces, hyphens
// or underscores; 0 for anything else.
func Rank(name string) int { return shipped().rank[plainName(name)] }

// Name returns the name of the rung at a rank, "" outside the ladder.
func Name(rank int) string {
	rungs := shipped().rungs
	if rank < 1 || rank > len(rungs) {
		return ""
	}
	return rungs[rank-1]
}

var nameParts = strings.NewReplacer("-", " ", "_", " ", ".", "")

func plainName(name string) string {
	return strings.Join(strings.Fields(nameParts.Replace(strings.ToLower(name))), " ")
}

type ranking struct {
	rungs []string
	rank  map[string]int
}

// shipped knows the names alone, so that who only needs them does not wait for
// the rules. The data it reads is embedded and tested, so it cannot fail.
var shipped = sync.OnceValue(func() ranking {
	l, err := readSteps(files)
	if err != nil {
		panic(err)
	}
	r := ranking{rank: map[string]int{}}
	for _, s := range l.Steps {
		r.rungs = append(r.rungs, s.Name)
		r.rank[s.Name] = s.Rank
		for _, a := range s.Aliases {
			r.rank[plainName(a)] = s.Rank
		}
	}
	return r
})

// readSteps reads ladder.yaml: everything but the rules.
func readSteps(fsys fs.FS) (*Ladder, error) {
	data, err := fs.ReadFile(fsys, "ladder.yaml")
	if err != nil {
		return nil, fmt.Errorf("ladder: %w", err)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	l := new(Ladder)
	if err := dec.Decode(l); err != nil {
		return nil, fmt.Errorf("ladder.yaml: %w", err)
	}
	return l, nil
}
