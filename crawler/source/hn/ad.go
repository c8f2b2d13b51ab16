package hn

import (
	_ "embed"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rung/corpus"
	"rung/crawler/extract"
)

// An ad is what the heading of a comment says.
type ad struct {
	company    string
	roles      []string
	employment string
	workplace  corpus.Workplace
	places     []corpus.Location
	pay        []corpus.Salary
}

var (
	errNoHeading = errors.New("the comment has no heading with bars: it is no advertisement")
	errNoRole    = errors.New("the comment names no role")
)

// The bounds of what is taken for a role, and for a list of them.
const (
	maxRoles    = 20
	maxRole     = 120 // letters
	maxListLine = 100
)

// parseAd reads a comment's markup.
func parseAd(markup string) (ad, error) {
	markup = strings.TrimPrefix(strings.TrimSpace(markup), "<p>")
	first, _, _ := strings.Cut(markup, "<p>")
	heading, below, _ := strings.Cut(extract.Text(first), "\n")
	parts := bars.Split(heading, -1)
	if len(parts) < 2 {
		return ad{}, errNoHeading
	}
	a := ad{company: companyOf(parts[0])}
	var labels, kinds []string
	for _, part := range parts[1:] {
		part = strings.TrimSpace(part)
		switch {
		case part == "" || isLink(part):
		case hasRole(part):
			a.roles = append(a.roles, rolesOf(part)...)
		default:
			labels = append(labels, part)
			a.pay = append(a.pay, extract.Pay("Salary: "+part)...)
			if len(extract.Employment(part)) > 0 {
				kinds = append(kinds, part)
			}
			a.places = append(a.places, known(extract.Places(part))...)
		}
	}
	a.workplace = extract.Workplace(labels...)
	a.employment = strings.Join(kinds, ", ")
	if len(a.roles) == 0 {
		a.roles = listed(below + "\n" + extract.Text(markup[len(first):]))
	}
	if len(a.roles) == 0 {
		return ad{}, errNoRole
	}
	a.roles = a.roles[:min(len(a.roles), maxRoles)]
	return a, nil
}

var (
	// bars are what people put between the parts of a heading.
	bars = regexp.MustCompile(`\s*\|\s*|\s+[•·¦]\s+`)
	link = regexp.MustCompile(`(?i)\(?\bhttps?://\S+|\(?\bwww\.\S+`)
	// batch is a note on an accelerator, or an address, after the name.
	batch = regexp.MustCompile(`(?i)\s*\((?:yc|y combinator)[^)]*\)|\s*\(?[a-z0-9-]+\.(?:com|io|ai|co|dev|org|net)\)`)
	host  = regexp.MustCompile(`(?i)^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6}(?:/\S*)?$`)
)

func companyOf(part string) string {
	return strings.Trim(batch.ReplaceAllString(link.ReplaceAllString(part, ""), ""), " -–—:,()")
}

// isLink reports whether a part is nothing but an address.
func isLink(part string) bool {
	return host.MatchString(part) || strings.Trim(link.ReplaceAllString(part, ""), " ()") == ""
}

// known keeps the places that are places: a country, a known city, or a scope
// of remote work.
func known(places []corpus.Location) []corpus.Location {
	return slices.DeleteFunc(places, func(l corpus.Location) bool { return l.Country == "" && len(l.RemoteScope) == 0 })
}

//go:embed roles.txt
var rolesFile string

var roleWords = func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(rolesFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			m[w] = true
		}
	}
	return m
}()

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
}

func hasRole(s string) bool {
	return slices.ContainsFunc(words(s), func(w string) bool { return roleWords[w] })
}

// joint is what stands between several roles, and also inside one.
var joint = regexp.MustCompile(`(?i)\s*[,;]\s+|\s*/\s*|\s+(?:and|&|\+|or)\s+`)

// rolesOf takes a part of a heading apart where both sides are roles by
// themselves: "Engineer, Product Manager" but not "Product Manager, Growth",
// "Senior/Lead Engineer" or "Research & Development Engineer".
func rolesOf(part string) []string {
	var roles []string
	begin := 0
	add := func(s string) {
		if s = cleanRole(s); s != "" {
			roles = append(roles, s)
		}
	}
	for _, at := range joint.FindAllStringIndex(part, -1) {
		sign, so, rest := part[at[0]:at[1]], part[begin:at[0]], part[at[1]:]
		next := rest
		if more := joint.FindStringIndex(rest); more != nil {
			next = rest[:more[0]]
		}
		if level(so) && ends(so, sign) && hasRole(next) && (len(words(next)) > 1 || !strings.Contains(sign, "/")) {
			add(so)
			begin = at[1]
		}
	}
	add(part[begin:])
	return roles
}

// ends reports whether a role can be over before a sign: at a comma when it has
// been named, elsewhere when its last word names it.
func ends(so, sign string) bool {
	if strings.ContainsAny(sign, ",;") {
		return hasRole(so)
	}
	all := words(so)
	return len(all) > 0 && (roleWords[all[len(all)-1]] || strings.HasSuffix(strings.TrimSpace(so), ")") && hasRole(so))
}

// level reports whether no parenthesis is open at the end of s.
func level(s string) bool { return strings.Count(s, "(") <= strings.Count(s, ")") }

var count = regexp.MustCompile(`^(?:\d+\s*[x×]?\s+|multiple\s+|several\s+)`)

// cleanRole takes addresses, counts and signs off a role; "" for what is too
// long to be one.
func cleanRole(s string) string {
	s = strings.Trim(link.ReplaceAllString(s, ""), " -–—:,;*•()\t")
	if strings.Count(s, "(") > strings.Count(s, ")") {
		s += ")"
	}
	s = count.ReplaceAllString(s, "")
	if len([]rune(s)) > maxRole {
		return ""
	}
	return s
}

var (
	item = regexp.MustCompile(`^(?:- |\d{1,2}[.)]\s+)`)
	tail = regexp.MustCompile(`\s+(?:[-–—]+|\||:)\s+.*$|:\s.*$|\s*\(?https?://.*$`)
)

// listed finds roles given one a line below the heading: items of a list, or
// lines that hold an address and little else.
func listed(text string) []string {
	var roles []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		isItem := item.MatchString(line)
		if !isItem && !link.MatchString(line) {
			continue
		}
		role := cleanRole(tail.ReplaceAllString(item.ReplaceAllString(line, ""), ""))
		if role == "" || len([]rune(role)) > maxListLine || strings.HasSuffix(role, ".") || !hasRole(role) {
			continue
		}
		if len(words(role)) <= 10 && !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	return roles
}
