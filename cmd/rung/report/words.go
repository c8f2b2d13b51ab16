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

// unclear stands where a difference may as well be none.
const unclear = "no clear change"

func percent(p float64) string {
	if p > 0 && p < 0.005 {
		return "<1 %"
	}
	return fmt.Sprintf("%.0f %%", 100*p)
}

func interval(i trend.Interval) string {
	return fmt.Sprintf("%.0f–%.0f %%", 100*i.Low, 100*i.High)
}

// between words an interval of anything but shares.
func between(i *trend.Interval, format func(float64) string) string {
	if i == nil {
		return dash
	}
	return format(i.Low) + " to " + format(i.High)
}

// points words a difference of shares in percentage points.
func points(d float64) string {
	s := fmt.Sprintf("%+.0f points", 100*d)
	if s == "+1 points" || s == "-1 points" {
		return strings.TrimSuffix(s, "s")
	}
	return s
}

// growth words a relative change.
func growth(x float64) string { return fmt.Sprintf("%+.0f %%", 100*x) }

func signed(x float64) string { return fmt.Sprintf("%+.2f", x) }

// shown reports whether a share stands on enough to be shown.
func shown(s trend.RungShare) bool { return s.Flag != trend.Few && s.N > 0 }

// text, count and share make cells; the last two lead to their postings.

func text(s string) Cell { return Cell{Text: s} }

func count(n int, key string) Cell {
	if n == 0 {
		key = ""
	}
	return Cell{Text: whole(n), Key: key}
}

// share words a share, a dash where too few stand behind it.
func share(s trend.RungShare) Cell {
	if !shown(s) {
		return text(dash)
	}
	return Cell{Text: percent(s.Share), Key: keyOf(s)}
}

// sure is a share with its interval in one cell: "31 % (27–35)".
func sure(s trend.RungShare) Cell {
	if !shown(s) {
		return text(dash)
	}
	return Cell{Text: fmt.Sprintf("%s (%.0f–%.0f)", percent(s.Share), 100*s.Interval.Low, 100*s.Interval.High), Key: keyOf(s)}
}

func keyOf(s trend.RungShare) string {
	if s.K == 0 {
		return ""
	}
	return s.Key
}

func shareInterval(s trend.RungShare) Cell {
	if !shown(s) {
		return text(dash)
	}
	return text(interval(s.Interval))
}

func bar(s trend.RungShare) Cell {
	if !shown(s) {
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

// thousands writes an amount where there is little room: "179k".
func thousands(x float64) string {
	if x < 10_000 {
		return money(x)
	}
	return money(x/1000) + "k"
}

func decimal(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

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

func vacancies(n int) string { return plural(n, "vacancy", "vacancies") }

// list names the largest counts, and how many more there are.
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

// enumerate joins phrases as a sentence does.
func enumerate(parts []string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
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

func notes(parts ...string) Cell {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return text(strings.Join(kept, "; "))
}
