package jsonld

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/source/wire"
)

// An object is one schema.org thing. Its keys are found in any case.
type object map[string]any

func (o object) get(key string) any {
	if v, ok := o[key]; ok {
		return v
	}
	for _, k := range sortedKeys(o) {
		if strings.EqualFold(k, key) {
			return o[k]
		}
	}
	return nil
}

// is reports whether the thing is of a type, given bare or as an address.
func (o object) is(kind string) bool {
	for _, t := range texts(o.get("@type")) {
		if strings.EqualFold(t[strings.LastIndexAny(t, "/#:")+1:], kind) {
			return true
		}
	}
	return false
}

func (o object) firstText(keys ...string) string {
	for _, k := range keys {
		if all := texts(o.get(k)); len(all) > 0 {
			return strings.TrimSpace(all[0])
		}
	}
	return ""
}

// asObject takes an object, or the first of a list of them.
func asObject(v any) (object, bool) {
	switch v := v.(type) {
	case map[string]any:
		return v, true
	case object:
		return v, true
	case []any:
		for _, e := range v {
			if o, ok := asObject(e); ok {
				return o, true
			}
		}
	}
	return nil, false
}

// texts reads a text, a number, a thing's name, or a list of these.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		if strings.TrimSpace(v) != "" {
			return []string{v}
		}
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}
	case []any:
		var out []string
		for _, e := range v {
			if _, nested := e.([]any); !nested {
				out = append(out, texts(e)...)
			}
		}
		return out
	case map[string]any:
		return texts(object(v))
	case object:
		for _, k := range []string{"name", "value", "description", "@value", "credentialCategory"} {
			if s, ok := v.get(k).(string); ok && strings.TrimSpace(s) != "" {
				return []string{s}
			}
		}
	}
	return nil
}

// nameOf is the name of a thing given as a text or an object.
func nameOf(v any) string {
	if all := texts(v); len(all) > 0 {
		return all[0]
	}
	return ""
}

// things makes a list of one or many.
func things(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

func (o object) places() []corpus.Location {
	var out []corpus.Location
	for _, v := range things(o.get("jobLocation")) {
		place, ok := asObject(v)
		if !ok {
			out = append(out, extract.Places(nameOf(v))...)
			continue
		}
		out = append(out, ofPlace(place, nameOf(o.get("hiringOrganization")))...)
	}
	if out = distinct(out); len(out) == 1 {
		// Some sites repeat one address under the names of all places.
		if named := o.namedPlaces(); len(named) > 1 {
			out = named
		}
	}
	if o.telecommutes() {
		out = append(out, o.scope()...)
	}
	return out
}

// namedPlaces reads the names of the places alone, those that are known.
func (o object) namedPlaces() []corpus.Location {
	var out []corpus.Location
	for _, v := range things(o.get("jobLocation")) {
		place, _ := asObject(v)
		for _, l := range extract.Places(place.firstText("name")) {
			if l.Country != "" {
				out = append(out, l)
			}
		}
	}
	return distinct(out)
}

// distinct drops places that are told again.
func distinct(places []corpus.Location) []corpus.Location {
	var out []corpus.Location
	for _, l := range places {
		if !slices.ContainsFunc(out, func(have corpus.Location) bool { return have.Raw == l.Raw && have.Country == l.Country }) {
			out = append(out, l)
		}
	}
	return out
}

// telecommutes reports whether the work is done wholly from elsewhere.
func (o object) telecommutes() bool {
	return slices.ContainsFunc(texts(o.get("jobLocationType")), func(t string) bool { return strings.EqualFold(strings.TrimSpace(t), "TELECOMMUTE") })
}

// scope is where a remote worker may live, as one place. The field is defined
// for remote work alone.
func (o object) scope() []corpus.Location {
	var scope []string
	for _, v := range things(o.get("applicantLocationRequirements")) {
		if n := strings.TrimSpace(nameOf(v)); extract.Country(n) != "" {
			scope = append(scope, extract.Country(n))
		} else if n != "" {
			scope = append(scope, n)
		}
	}
	if len(scope) == 0 {
		return nil
	}
	l := corpus.Location{Raw: "Remote (" + strings.Join(scope, ", ") + ")", RemoteScope: scope}
	if len(scope) == 1 && len(scope[0]) == 2 {
		l.Country = scope[0]
	}
	return []corpus.Location{l}
}

// ofPlace reads a place: its address, else its name. Some sites put the
// employer's name there.
func ofPlace(place object, employer string) []corpus.Location {
	named := place.firstText("name")
	if strings.EqualFold(named, strings.TrimSpace(employer)) {
		named = ""
	}
	var out []corpus.Location
	for _, v := range things(place.get("address")) {
		address, ok := asObject(v)
		if !ok {
			out = append(out, extract.Places(nameOf(v))...)
			continue
		}
		l := extract.Place("", address.firstText("addressLocality"), address.firstText("addressRegion"), nameOf(address.get("addressCountry")))
		if l.Raw != "" {
			out = append(out, l)
		}
	}
	if len(out) == 0 {
		return extract.Places(named)
	}
	return out
}

func (o object) workplace(places []corpus.Location) corpus.Workplace {
	if o.telecommutes() {
		return corpus.Remote
	}
	for _, t := range texts(o.get("jobLocationType")) {
		if w := extract.Workplace(t); w != "" {
			return w
		}
	}
	var labels []string
	for _, l := range places {
		labels = append(labels, l.Raw)
	}
	return extract.Workplace(labels...)
}

// endOfDay moves a date without a time to the end of its day.
func endOfDay(s *corpus.Stated, value string) *corpus.Stated {
	if s != nil && len(strings.TrimSpace(value)) <= len(time.DateOnly) {
		s.At = s.At.Add(24*time.Hour - time.Second)
	}
	return s
}

// salaries reads baseSalary: a MonetaryAmount, a bare number or a text. A
// period nobody could be paid by is dropped.
func (o object) salaries() []corpus.Salary {
	var out []corpus.Salary
	for _, v := range things(o.get("baseSalary")) {
		currency := o.firstText("salaryCurrency")
		amount, ok := asObject(v)
		if !ok {
			amount = object{"value": v}
		}
		if c := amount.firstText("currency"); c != "" {
			currency = c
		}
		if s, ok := ofAmount(amount, currency); ok {
			out = append(out, s)
		}
	}
	return out
}

func ofAmount(amount object, currency string) (corpus.Salary, bool) {
	value, unit := amount, amount.firstText("unitText")
	if inner, ok := asObject(amount.get("value")); ok {
		value = inner
		if u := inner.firstText("unitText"); u != "" {
			unit = u
		}
	}
	lo, hi := number(value.get("minValue")), number(value.get("maxValue"))
	if lo == 0 && hi == 0 {
		lo = number(value.get("value"))
		hi = lo
	}
	if c := extract.Currency(currency); c != "" {
		currency = c
	}
	s, ok := wire.Range(lo, hi, currency, wire.Period(unit))
	if ok && currency != "" && s.Period != "" && !extract.Plausible(s) {
		s.Period = ""
	}
	return s, ok
}

// number reads a number or a text that holds one; 0 is not stated.
func number(v any) float64 {
	for _, t := range texts(v) {
		f, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(t), ",", ""), 64)
		if err == nil && f > 0 && f < 1e12 {
			return f
		}
	}
	return 0
}
