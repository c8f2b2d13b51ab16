package extract

import (
	"regexp"
	"slices"
	"strings"

	"rung/corpus"
)

// maxPlaces bounds how many places one posting can name.
const maxPlaces = 200

var (
	placeBreak   = regexp.MustCompile(`\s*[;|\n•·]\s*|\s+or\s+|\s+/\s+`)
	segmentBreak = regexp.MustCompile(`\s*[,()\[\]]\s*|\s+[-–—:]+\s+|\s*[–—]\s*`)
	partBreak    = regexp.MustCompile(`\s*[&+/]\s*|\s+and\s+|,\s*`)
	// workplaceWord and officeWord say how and in what house, not where.
	workplaceWord = regexp.MustCompile(`(?i)\b(?:fully|100%|partially|partly)?\s*\b(?:remote(?:ly)?(?:[- ]first|[- ]friendly|[- ]only)?|hybrid|on-?site|in-office|in-person|home ?office|work(?:ing)? from home|wfh|telecommute|virtual)\b`)
	officeWord    = regexp.MustCompile(`(?i)\b(?:head ?quarters?|hq|offices?|hub|metro(?:politan)? area|greater|preferred|based|only|anywhere (?:in|within)|relocation to|region|area)\b`)
	countOnly     = regexp.MustCompile(`(?i)^(?:&?\s*\d*\s*more|\d+\s+locations?|multiple locations?|various|flexible|locations?)$`)
	codedPlace    = regexp.MustCompile(`^[^()]+ \([A-Z]{2}\)$`)
	hyphenCode    = regexp.MustCompile(`^([A-Z]{2,3})-([A-Z]{2})?-?(\D.*)$`)
)

// Places reads a free-text location, which may name several places, each
// with as much as it says: city, region, country, and for remote work where a
// worker may live. Commas do not separate places. Raw is the words of each.
func Places(raw string) []corpus.Location {
	var out []corpus.Location
	for _, part := range placeBreak.Split(Plain(raw), -1) {
		part = strings.Trim(part, " -,")
		if part == "" || countOnly.MatchString(part) {
			continue
		}
		for _, one := range divide(part) {
			if len(out) == maxPlaces {
				return out
			}
			if l := place(one); !slices.ContainsFunc(out, func(have corpus.Location) bool { return have.Raw == l.Raw }) {
				out = append(out, l)
			}
		}
	}
	return out
}

// Place builds a location from fields a source keeps apart.
func Place(raw, cityName, regionName, country string) corpus.Location {
	l := corpus.Location{Raw: strings.Join(strings.Fields(raw), " "), City: City(cityName), Country: Country(country)}
	l.Region = Region(regionName, l.Country)
	if c, ok := pick(citiesOf(fold(cityName)), l.Region, l.Country); ok && !(l.Country == "" && shadowed(cityName)) {
		l.City, l.Country = c.name, c.country
		if l.Region == "" {
			l.Region = c.region
		}
	}
	if l.Raw == "" {
		l.Raw = joinNonEmpty(", ", cityName, regionName, country)
	}
	return l
}

func joinNonEmpty(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), sep)
}

// pick chooses among cities of one name the first that lies in the region and
// country that are given, which is the most populous of them.
func pick(all []city, regionName, country string) (city, bool) {
	for _, c := range all {
		if (country == "" || c.country == country) && (regionName == "" || c.region == "" || c.region == regionName) {
			return c, true
		}
	}
	return city{}, false
}

// divide separates what commas, "and", "&" and "+" join only where each side
// is a whole place by itself: "US & Canada", "Ohio, Texas, Utah",
// "Fremont, CA and Oakland, CA", "Boston (MA), Denver (CO)". A remote scope stays one place.
func divide(part string) []string {
	if workplaceWord.MatchString(part) {
		return []string{part}
	}
	if sides := strings.Split(part, " and "); len(sides) > 1 && all(sides, func(s string) bool { return strings.Contains(s, ",") }) {
		return sides
	}
	sides := partBreak.Split(part, -1)
	whole := func(s string) bool {
		s = strings.TrimSpace(officeWord.ReplaceAllString(s, ""))
		return Country(s) != "" || Macro(s) != ""
	}
	state := func(s string) bool { return len(world().regions[fold(s)]) > 0 }
	bare := !strings.Contains(part, ",")
	switch {
	case len(sides) > 1 && (bare && all(sides, whole) || all(sides, codedPlace.MatchString)):
		return sides
	case len(sides) > 2 && (all(sides, whole) || all(sides, state)):
		return sides
	}
	return []string{part}
}

func all(list []string, ok func(string) bool) bool {
	return !slices.ContainsFunc(list, func(s string) bool { return !ok(s) })
}

// place reads the words of one place.
func place(raw string) corpus.Location {
	l := corpus.Location{Raw: raw}
	remote := Workplace(raw) == corpus.Remote
	var s sighting
	for _, segment := range segments(raw) {
		s.see(segment)
	}
	s.fill(&l)
	if remote {
		l.RemoteScope = s.scope
	}
	return l
}

// segments cuts the words of one place at commas, brackets and dashes and
// drops what says nothing about where.
func segments(raw string) []string {
	raw = workplaceWord.ReplaceAllString(raw, ",")
	if m := hyphenCode.FindStringSubmatch(raw); m != nil {
		// "US-CA-Monrovia" and "IL-Chicago" begin with the widest place.
		raw = joinNonEmpty(", ", m[3], m[2], m[1])
	}
	var out []string
	for _, segment := range segmentBreak.Split(raw, -1) {
		if len(world().cities[fold(segment)]) == 0 { // "Bay Area" is a name
			segment = officeWord.ReplaceAllString(segment, " ")
		}
		segment = strings.Trim(segment, " -/&+,.'")
		segment = strings.Join(strings.Fields(segment), " ")
		if segment != "" {
			out = append(out, segment)
		}
	}
	return out
}

// A sighting collects what the segments of one place say.
type sighting struct {
	country, region string
	// regionIn is the country of region; the two are kept apart until all
	// segments are seen.
	regionIn string
	// code is a two-letter word that is a state or a country: "CA", "DE".
	code string
	city []city
	// ours is set when the city is one of cities.txt, which is better known
	// than any other beside it.
	ours bool
	// shadow are cities that bear the name of a region or country seen.
	shadow []city
	words  []string // segments nothing is known of, in order
	// before is the last word in front of the first known region or country.
	before string
	scope  []string
}

func (s *sighting) see(segment string) {
	g, key := world(), fold(segment)
	if len(segment) <= 3 && len(g.codes[strings.ToUpper(segment)]) > 0 && segment == strings.ToUpper(segment) {
		s.code = segment
		s.anchor()
		return
	}
	cities := citiesOf(key)
	if len(cities) > 0 && shadowed(segment) {
		s.shadow, cities = append(s.shadow, cities...), nil
	}
	switch {
	case len(cities) > 0 && (s.city == nil || !s.ours && len(g.cities[key]) > 0):
		s.city, s.ours = cities, len(g.cities[key]) > 0
	case len(g.regions[key]) == 1 && s.region == "":
		r := g.regions[key][0]
		s.region, s.regionIn = r.name, r.country
		s.anchor()
	case len(g.regions[key]) == 1 && s.unveil(g.regions[key][0]):
	case Country(segment) != "":
		s.addCountry(Country(segment))
	case Macro(segment) != "":
		s.addScope(Macro(segment))
	default:
		s.seeParts(segment)
	}
}

// unveil takes what bore the name of a region or country for the city it also
// is, if that lies in r: "Delaware, Ohio", "Lebanon, PA".
func (s *sighting) unveil(r region) bool {
	for _, c := range s.shadow {
		if s.city == nil && c.country == r.country && c.region == r.name {
			s.city, s.country, s.scope = []city{c}, "", nil
			s.region, s.regionIn = r.name, r.country
			return true
		}
	}
	return false
}

// seeParts reads "US & Canada" and "New York NY"; what remains is a word.
func (s *sighting) seeParts(segment string) {
	parts := partBreak.Split(segment, -1)
	if len(parts) > 1 && all(parts, func(p string) bool { return Country(p) != "" || Macro(p) != "" }) {
		for _, p := range parts {
			if c := Country(p); c != "" {
				s.addScope(c)
			} else {
				s.addScope(Macro(p))
			}
		}
		return
	}
	if i := strings.LastIndexByte(segment, ' '); i > 0 && len(world().codes[segment[i+1:]]) > 0 {
		s.see(segment[:i])
		s.see(segment[i+1:])
		return
	}
	s.words = append(s.words, segment)
}

func (s *sighting) addCountry(code string) {
	s.anchor()
	if s.country == "" {
		s.country = code
	}
	s.addScope(code)
}

func (s *sighting) addScope(name string) {
	if !slices.Contains(s.scope, name) {
		s.scope = append(s.scope, name)
	}
}

// anchor marks that a region or country was named: the word before it, if
// any, is the city.
func (s *sighting) anchor() {
	if s.before == "" && len(s.words) > 0 {
		s.before = s.words[len(s.words)-1]
	}
}

const capitalDistrict = "District of Columbia"

func (s *sighting) fill(l *corpus.Location) {
	s.decideCode()
	s.decideRegion()
	l.Country, l.Region, l.City = s.country, s.region, s.before
	if c, ok := s.decideCity(); ok {
		l.City, l.Country = c.name, c.country
		if c.region != "" {
			l.Region = c.region
		}
	} else if state := theAtlas().state(s.before, s.country); l.Region == "" && state != "" {
		l.City, l.Region = "", state // "Lombardy, Italy": no city is named
	} else if l.Region == capitalDistrict {
		l.City = "Washington" // which by itself is a state
	}
	if l.Country != "" && l.City == "" && len(s.scope) == 0 {
		s.scope = []string{l.Country}
	}
	if len(s.scope) > 1 {
		l.Country = "" // several countries are no one country
	}
	if l.Country == "" && l.Region == "" && len(s.scope) == 1 && Country(s.scope[0]) == "" {
		l.Region = s.scope[0]
	}
}

// decideCode settles "CA" after a city: the city's own country where it is
// known, else a state of the country named, else the American convention
// "City, ST"; "DE" alone is Germany, whose cities outnumber Delaware's.
func (s *sighting) decideCode() {
	if s.code == "" {
		return
	}
	states := world().codes[s.code]
	if slices.ContainsFunc(states, s.unveil) {
		return
	}
	for _, r := range states {
		if r.country == s.country || slices.ContainsFunc(s.city, func(c city) bool { return c.region == r.name && c.country == r.country }) {
			s.region, s.regionIn = r.name, r.country
			return
		}
	}
	asCountry := Country(s.code)
	known := slices.ContainsFunc(s.city, func(c city) bool { return c.country == asCountry })
	if asCountry != "" && s.country == "" && (known || s.code == "DE") {
		s.addCountry(asCountry)
		return
	}
	if s.country == "" && len(states) > 0 {
		s.region, s.regionIn = states[0].name, states[0].country
	}
}

// decideRegion gives a place the country of its region. "Georgia" without a
// city could be either and decides nothing.
func (s *sighting) decideRegion() {
	if s.region == "" || s.country != "" {
		return
	}
	if asCountry := Country(s.region); asCountry != "" {
		switch {
		case slices.ContainsFunc(s.city, func(c city) bool { return c.country == asCountry }):
			s.country, s.region = asCountry, ""
			return
		case s.city == nil && s.before == "":
			return
		}
	}
	s.country = s.regionIn
}

// decideCity picks among cities of one name by the country and region that
// stand beside it, else by population, which is the order of the table.
func (s *sighting) decideCity() (city, bool) {
	if len(s.city) == 0 {
		return city{}, false
	}
	if c, ok := pick(s.city, s.region, s.country); ok {
		return c, true
	}
	return city{s.city[0].name, s.region, s.country}, true
}
