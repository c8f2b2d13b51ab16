package extract

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"github.com/biter777/countries"
	"golang.org/x/text/unicode/norm"
)

//go:embed regions.txt
var regionsFile string

//go:embed cities.txt
var citiesFile string

// A region is a state or province; a city lies in one, or in a country alone.
type region struct{ country, name string }

type city struct{ name, region, country string }

// A gazetteer knows places by their folded names.
type gazetteer struct {
	countries map[string]string // names beside those of the countries library
	macros    map[string]string
	regions   map[string][]region
	codes     map[string][]region // postal codes, upper case
	cities    map[string][]city
}

var world = sync.OnceValue(func() *gazetteer {
	g := &gazetteer{
		countries: map[string]string{}, macros: map[string]string{},
		regions: map[string][]region{}, codes: map[string][]region{}, cities: map[string][]city{},
	}
	for row := range rows(regionsFile) {
		g.addRegion(row[0], row[1], strings.Split(row[2], "|"))
	}
	for row := range rows(citiesFile) {
		names := strings.Split(row[0], "|")
		c := city{names[0], strings.TrimPrefix(row[1], "-"), row[2]}
		for _, n := range names {
			g.cities[fold(n)] = append(g.cities[fold(n)], c)
		}
	}
	return g
})

func (g *gazetteer) addRegion(country, code string, names []string) {
	for _, n := range names {
		switch {
		case country == "*":
			g.macros[fold(n)] = code
		case code == "=":
			g.countries[fold(n)] = country
		default:
			g.regions[fold(n)] = append(g.regions[fold(n)], region{country, names[0]})
		}
	}
	if country != "*" && len(code) > 1 {
		g.codes[code] = append(g.codes[code], region{country, names[0]})
	}
}

// rows yields the three fields of each line of a data file.
func rows(file string) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.SplitSeq(file, "\n") {
			fields := strings.Split(line, "\t")
			if strings.HasPrefix(line, "#") || len(fields) != 3 {
				continue
			}
			if !yield(fields) {
				return
			}
		}
	}
}

// fold gives names that differ in case, accents, dots and hyphens one key.
func fold(s string) string {
	if simple(s) {
		return strings.ToLower(s)
	}
	if strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 {
		s = norm.NFC.String(strings.Map(withoutMarks, norm.NFD.String(s)))
	}
	return strings.ToLower(strings.Join(strings.Fields(folds.Replace(s)), " "))
}

// simple names are words of ASCII letters with a space between.
func simple(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if letter := c|0x20 >= 'a' && c|0x20 <= 'z'; !letter && (c != ' ' || before == ' ') {
			return false
		}
		before = c
	}
	return before != ' '
}

var folds = strings.NewReplacer(".", "", "-", " ", "’", "'", "ł", "l", "Ł", "l", "ø", "o", "Ø", "o", "ß", "ss", "ı", "i", "đ", "d", "Đ", "d")

func withoutMarks(r rune) rune {
	if unicode.Is(unicode.Mn, r) {
		return -1
	}
	return r
}

// Country returns the ISO 3166-1 alpha-2 code of a country given by name or
// code in any spelling known, and "" for anything else.
func Country(name string) string {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 60 {
		return ""
	}
	if code, ok := world().countries[fold(name)]; ok {
		return code
	}
	code := countries.ByName(name)
	if code == countries.Unknown || !code.IsValid() {
		return ""
	}
	letters := strings.ToUpper(name)
	if len(name) <= 3 && letters != code.Alpha2() && letters != code.Alpha3() {
		return "" // the library also knows retired and vehicle codes
	}
	if alpha2 := code.Alpha2(); len(alpha2) == 2 && strings.IndexFunc(name, unicode.IsDigit) < 0 && !strings.Contains(name, "(") {
		return alpha2
	}
	return ""
}

// Region returns the full name of a state or province given by name or postal
// code; what is unknown is returned as it is.
func Region(name, country string) string {
	name = strings.TrimSpace(name)
	g := world()
	for _, list := range [][]region{g.codes[strings.ToUpper(name)], g.regions[fold(name)]} {
		for _, r := range list {
			if country == "" && len(list) == 1 || r.country == country {
				return r.name
			}
		}
	}
	return name
}

// City returns the usual spelling of a city's name ("NYC" is New York).
func City(name string) string {
	name = strings.TrimSpace(name)
	if known := world().cities[fold(name)]; len(known) > 0 {
		return known[0].name
	}
	return name
}

// Macro returns our spelling of a macro region ("Latin America" is LATAM), or
// "".
func Macro(name string) string { return world().macros[fold(name)] }
