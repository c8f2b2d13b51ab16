package web

import (
	"strings"

	"rung/classify/ladder"
	"rung/index/trend"
)

// byRung says what the tables of a report count on each rung; %s is what
// follows the rung in a key.
var byRung = map[string]string{
	"mix": "", "open-now": "open now", "at": "at %s", "open-at": "open now, at %s", "in": "in %s",
	"new": "new in %s", "closed": "closed in %s", "joined": "already open when their board was first read, in %s", "open": "open at the end of %s",
	"series": "in the series, %s", "watched": "watched from a known age on",
	"pay": "stating pay in %s", "paid": "stating pay", "years": "asking for years of experience", "asks": "naming %s",
	"remote": "remote", "workplace": "stating a workplace", "dated": "stating the day posted", "placed": "stating a country",
	"titled": "with a rung by title and one by duties", "inflated": "titled above their duties", "understated": "titled below their duties",
	"abstained": "of whose rung the classifier was not sure",
	"entry":     "on the two lowest rungs", "entry-door": "on the two lowest rungs, asking for a year at most", "entry-in-name": "on the two lowest rungs, asking for three years or more",
	"seniors": "senior", "managers": "managing people", "contributors": "not managing people",
	"ghost": "showing a sign of not being filled", "ghost-old": "open for very long", "ghost-reposted": "reposted again and again",
}

// byName says what the tables count that are not by rung.
var byName = map[string]string{
	"employer": "at %s", "country": "in %s", "source": "read from %s", "language": "in the language %s", "beside": "beside the ladder: %s", "posting": "of the posting %s",
}

// counted words what a key of the report counts: "on senior, new in 2026-05".
// It is empty for vacancies of every rung, and for a key it does not know.
func counted(l *ladder.Ladder, key string) string {
	table, rest, _ := strings.Cut(key, "/")
	if words, ok := byName[table]; ok {
		return strings.Replace(words, "%s", rest, 1)
	}
	words, ok := byRung[table]
	if !ok {
		return ""
	}
	rung, rest, _ := strings.Cut(rest, "/")
	words = strings.Replace(words, "%s", restWords(l, table, rest), 1)
	if rung == "all" {
		return words
	}
	return strings.TrimSuffix("on "+rung+", "+words, ", ")
}

// restWords words the end of a key.
func restWords(l *ladder.Ladder, table, rest string) string {
	switch table {
	case "asks":
		return askWords(l, rest)
	case "pay":
		return strings.Replace(rest, "/", " a ", 1)
	case "at", "open-at":
		return rest
	}
	return strings.Replace(rest, "..", " to ", 1)
}

// askWords words a skill, or the responsibility that rules listen for.
func askWords(l *ladder.Ladder, asked string) string {
	if skill, ok := strings.CutPrefix(asked, trend.SkillPrefix); ok {
		return "the skill " + skill
	}
	first, _, _ := strings.Cut(asked, "+")
	if r := l.Rule(first); r != nil && l.Asks(r.Responsibility) != "" {
		return "“" + strings.TrimSuffix(l.Asks(r.Responsibility), ".") + "”"
	}
	return asked
}
