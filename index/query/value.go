package query

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fieldValue reads the value of a field that begins at byte at.
func (p *parser) fieldValue(f Field, val string, at int, quoted bool) (Query, error) {
	if strings.TrimSpace(val) == "" {
		return nil, p.fail(at, p.pos, f.Name+": has no value", "for example "+f.Name+":"+f.Example)
	}
	v := valueReader{p: p, field: f, at: at}
	switch f.Kind {
	case Text:
		return v.text(val, quoted), nil
	case Flag:
		return v.flag(val)
	case Date:
		return v.days(val)
	case Number:
		return v.span(val, parseNumber)
	}
	if quoted {
		return v.single(val)
	}
	return v.list(val)
}

// A valueReader turns the text after a field's colon into a query.
type valueReader struct {
	p     *parser
	field Field
	at    int
}

func (v valueReader) wrong(val, what string) error {
	return v.p.fail(v.at, max(v.p.pos, v.at), fmt.Sprintf("%s: %s, not %q", v.field.Name, what, val),
		"for example "+v.field.Name+":"+v.field.Example)
}

func (v valueReader) text(val string, quoted bool) Query {
	if quoted {
		return Phrase{Field: v.field.Name, Text: val}
	}
	return Word{Field: v.field.Name, Text: val}
}

func (v valueReader) flag(val string) (Query, error) {
	on := Term{Field: "workplace", Value: "remote"}
	switch strings.ToLower(val) {
	case "true", "yes":
		return on, nil
	case "false", "no":
		return Not{on}, nil
	}
	return nil, v.wrong(val, "takes true or false")
}

// list reads alternatives between commas.
func (v valueReader) list(val string) (Query, error) {
	var out Or
	for part := range strings.SplitSeq(val, ",") {
		if part == "" {
			return nil, v.wrong(val, "has an empty place in its list")
		}
		q, err := v.single(part)
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	if len(out) == 1 {
		return out[0], nil
	}
	return out, nil
}

func (v valueReader) single(val string) (Query, error) {
	if v.field.Kind == Rung {
		return v.span(val, v.rung)
	}
	switch {
	case v.field.named != nil:
		return v.named(val)
	case v.field.upper:
		val = strings.ToUpper(val)
	case !v.field.exact:
		val = strings.ToLower(val)
	}
	if allowed := v.field.Values; len(allowed) > 0 && !slices.Contains(allowed, val) {
		what := "takes " + strings.Join(allowed, ", ")
		if near := Nearest(val, allowed); near != "" {
			return nil, v.p.fail(v.at, v.p.pos, fmt.Sprintf("%s: %s, not %q", v.field.Name, what, val),
				"did you mean "+v.field.Name+":"+near+"?")
		}
		return nil, v.wrong(val, what)
	}
	return Term{Field: v.field.Name, Value: val}, nil
}

// named reads a value that may be written in several ways.
func (v valueReader) named(val string) (Query, error) {
	if name, ok := v.field.named(val); ok {
		return Term{Field: v.field.Name, Value: name}, nil
	}
	hint := "to seek the word itself, write body:" + Phrase{Text: val}.String()
	if near := Nearest(strings.ToLower(val), v.field.Values); near != "" {
		hint = "did you mean " + v.field.Name + ":" + near + "?"
	}
	return nil, v.p.fail(v.at, v.p.pos, fmt.Sprintf("there is no %s %q", v.field.Name, val), hint)
}

func (v valueReader) rung(s string) (float64, error) {
	rank, ok := rungRank(s)
	if ok {
		return rank, nil
	}
	hint := "the rungs are " + strings.Join(Rungs, ", ")
	if near := Nearest(strings.ToLower(s), Rungs); near != "" {
		hint = "did you mean " + v.field.Name + ":" + near + "?"
	}
	return 0, v.p.fail(v.at, v.p.pos, fmt.Sprintf("there is no rung %q", s), hint)
}

// span reads ">x", ">=x", "<x", "<=x", "=x", "x", "x..y", "x.." and "..y".
func (v valueReader) span(val string, read func(string) (float64, error)) (Query, error) {
	r := Range{Field: v.field.Name, Lo: math.Inf(-1), Hi: math.Inf(1)}
	var err error
	end := func(s string) float64 {
		x, e := read(s)
		if e != nil && err == nil {
			err = e
		}
		return x
	}
	lo, hi, isRange := strings.Cut(val, "..")
	switch {
	case isRange:
		if lo != "" {
			r.Lo = end(lo)
		}
		if hi != "" {
			r.Hi = end(hi)
		}
	case strings.HasPrefix(val, ">="):
		r.Lo = end(val[2:])
	case strings.HasPrefix(val, "<="):
		r.Hi = end(val[2:])
	case val[0] == '>':
		r.Lo, r.LoOpen = end(val[1:]), true
	case val[0] == '<':
		r.Hi, r.HiOpen = end(val[1:]), true
	default:
		r.Lo = end(strings.TrimPrefix(val, "="))
		r.Hi = r.Lo
	}
	if _, ok := err.(*Error); ok {
		return nil, err
	}
	if err != nil {
		return nil, v.wrong(val, "takes a number, a comparison or a range")
	}
	if r.Lo > r.Hi {
		return nil, v.wrong(val, "takes a range with its smaller end first")
	}
	return r, nil
}

// parseNumber reads 150000, 150,000, 150k, 1.5m and -2.
func parseNumber(s string) (float64, error) {
	s = strings.ToLower(strings.ReplaceAll(s, ",", ""))
	factor := 1.0
	switch {
	case strings.HasSuffix(s, "k"):
		s, factor = s[:len(s)-1], 1e3
	case strings.HasSuffix(s, "m"):
		s, factor = s[:len(s)-1], 1e6
	}
	if strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789.-", r) }) {
		return 0, strconv.ErrSyntax
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, err
	}
	if x *= factor; math.IsInf(x, 0) {
		return 0, strconv.ErrRange
	}
	return x + 0, nil
}

func (v valueReader) days(val string) (Query, error) {
	d := Days{Field: v.field.Name}
	lo, hi, isRange := strings.Cut(val, "..")
	if !isRange {
		hi = lo
	}
	var err error
	if lo != "" {
		if d.From, _, err = parseDay(lo); err != nil {
			return nil, v.wrong(val, "takes a day, month or year")
		}
	}
	if hi != "" {
		if _, d.Until, err = parseDay(hi); err != nil {
			return nil, v.wrong(val, "takes a day, month or year")
		}
	}
	switch v.field.Name {
	case "since":
		d.Field, d.Until = "date", time.Time{}
	case "until":
		d.Field, d.From = "date", time.Time{}
	}
	if isRange && d.Field != v.field.Name {
		return nil, v.wrong(val, "takes one date")
	}
	if !d.From.IsZero() && !d.Until.IsZero() && !d.From.Before(d.Until) {
		return nil, v.wrong(val, "takes a range with its earlier end first")
	}
	return d, nil
}

// parseDay returns the first midnight of a day, month or year and the first
// after it.
func parseDay(s string) (from, until time.Time, err error) {
	if from, err = time.Parse(time.DateOnly, s); err == nil {
		return from, from.AddDate(0, 0, 1), nil
	}
	if from, err = time.Parse("2006-01", s); err == nil {
		return from, from.AddDate(0, 1, 0), nil
	}
	from, err = time.Parse("2006", s)
	return from, from.AddDate(1, 0, 0), err
}
