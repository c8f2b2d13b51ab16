package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"rung/index/trend"
)

const dash = "–"

func percent(p float64) string {
	if p > 0 && p < 0.005 {
		return "<1 %"
	}
	return fmt.Sprintf("%.0f %%", 100*p)
}

func interval(i trend.Interval) string {
	return fmt.Sprintf("%.0f–%.0f %%", 100*i.Low, 100*i.High)
}

// points words a difference of shares in percentage points.
func points(d float64) string { return fmt.Sprintf("%+.0f points", 100*d) }

// share words a share, a dash where too few stand behind it.
func share(s trend.RungShare) string {
	if s.Flag == trend.Few || s.N == 0 {
		return dash
	}
	return percent(s.Share)
}

func shareInterval(s trend.RungShare) string {
	if s.Flag == trend.Few || s.N == 0 {
		return dash
	}
	return interval(s.Interval)
}

func bar(s trend.RungShare) Cell {
	if s.Flag == trend.Few || s.N == 0 {
		return Cell{}
	}
	return Cell{Bar: &Bar{s.Share, s.Interval.Low, s.Interval.High}}
}

func flag(f trend.Flag) string {
	if f == trend.Few {
		return "too few"
	}
	return string(f)
}

func whole(n int) string { return strconv.Itoa(n) }

// money writes an amount with thousands marked.
func money(x float64) string {
	s := strconv.FormatInt(int64(math.Round(x)), 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func number(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

func optional(x *float64, format func(float64) string) string {
	if x == nil {
		return dash
	}
	return format(*x)
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return money(float64(n)) + " " + many
}

func list(cs []trend.Count, most int) string {
	var parts []string
	for i, c := range cs {
		if i == most {
			parts = append(parts, fmt.Sprintf("%d more", len(cs)-most))
			break
		}
		parts = append(parts, fmt.Sprintf("%s %d", c.Name, c.N))
	}
	return strings.Join(parts, ", ")
}

// sentence makes a sentence of a phrase that may lack its full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}
