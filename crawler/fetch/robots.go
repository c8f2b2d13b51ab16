package fetch

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Robots is what a robots.txt says to one robot, after RFC 9309.
//
// The groups that name the robot's product token are one group; where there
// is none, the groups for "*" are; where there is none either, everything is
// allowed. Of the rules that match a path the longest decides, and of an
// allow and a disallow of the same length the allow. In a pattern "*" stands
// for any bytes and a final "$" for the end. Paths and patterns are compared
// after their percent-encoding has been brought into one form.
//
// The zero value allows everything.
type Robots struct {
	rules []robotsRule
	// Delay is the Crawl-delay, which is outside the RFC; 0 for none.
	Delay time.Duration
	// Sitemaps are listed for everybody, in order.
	Sitemaps []string
}

type robotsRule struct {
	allow   bool
	pattern string // normalized
}

// maxRobots is how much of a file is read. The RFC asks for at least 500 KiB.
const maxRobots = 1 << 20

// ParseRobots reads what a robots.txt says to the robot with the product
// token. It never fails: lines that are not understood are skipped, as the RFC
// asks. Of more than maxRobots bytes the rest is not read.
func ParseRobots(data []byte, token string) Robots {
	p := robotsParser{token: token}
	data = bytes.TrimPrefix(data[:min(len(data), maxRobots)], []byte("\ufeff"))
	for _, line := range bytes.FieldsFunc(data, func(r rune) bool { return r == '\n' || r == '\r' }) {
		p.line(string(line))
	}
	return p.result()
}

// robotsParser collects the rules of the robot's own groups and those for
// everybody at the same time, since which of them count is known at the end.
type robotsParser struct {
	token    string
	own, all robotsGroup
	named    bool // a group names the token
	inOwn    bool // the present group is one of the token's
	inAll    bool
	inRules  bool // a rule has been read, so the next user-agent line opens a group
	sitemaps []string
}

type robotsGroup struct {
	rules []robotsRule
	delay time.Duration
}

func (p *robotsParser) line(line string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return
	}
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "user-agent":
		p.agent(value)
	case "allow", "disallow":
		p.inRules = true
		// An empty Disallow forbids nothing, and an empty Allow adds nothing.
		if value != "" {
			allow := strings.EqualFold(strings.TrimSpace(key), "allow")
			p.each(func(g *robotsGroup) { g.rules = append(g.rules, robotsRule{allow, normalizePath(value)}) })
		}
	case "crawl-delay":
		p.inRules = true
		if d, ok := parseDelay(value); ok {
			p.each(func(g *robotsGroup) { g.delay = max(g.delay, d) })
		}
	case "sitemap":
		p.sitemaps = append(p.sitemaps, value)
	}
}

func (p *robotsParser) agent(value string) {
	if p.inRules {
		p.inOwn, p.inAll, p.inRules = false, false, false
	}
	switch {
	case value == "*":
		p.inAll = true
	case strings.EqualFold(robotsToken(value), p.token):
		p.inOwn, p.named = true, true
	}
}

// robotsToken is the leading part of a user-agent line that may be a product
// token: the RFC allows letters, "_" and "-", and files in the wild add
// versions.
func robotsToken(value string) string {
	if i := strings.IndexAny(value, "/ \t*"); i >= 0 {
		return value[:i]
	}
	return value
}

func (p *robotsParser) each(f func(*robotsGroup)) {
	if p.inOwn {
		f(&p.own)
	}
	if p.inAll {
		f(&p.all)
	}
}

func (p *robotsParser) result() Robots {
	g := p.all
	if p.named {
		g = p.own
	}
	return Robots{rules: g.rules, Delay: g.delay, Sitemaps: p.sitemaps}
}

// parseDelay reads seconds, possibly with a fraction. A day is the most that
// is believed.
func parseDelay(value string) (time.Duration, bool) {
	s, err := strconv.ParseFloat(value, 64)
	if err != nil || !(s >= 0) {
		return 0, false
	}
	return time.Duration(min(s, 86400) * float64(time.Second)), true
}

// Allowed reports whether a path with its query, as url.URL.RequestURI gives
// it, may be asked for. /robots.txt itself always may.
func (r Robots) Allowed(path string) bool {
	if path == "/robots.txt" {
		return true
	}
	path = normalizePath(path)
	allowed, longest := true, -1
	for _, rule := range r.rules {
		n := len(rule.pattern)
		if n < longest || (n == longest && !rule.allow) || !matchPath(rule.pattern, path) {
			continue
		}
		allowed, longest = rule.allow, n
	}
	return allowed
}

// matchPath matches a pattern against the start of a path. Each "*" takes as
// little as it can, and goes back at most to the last one, so the work is
// bounded by the product of the lengths.
func matchPath(pattern, path string) bool {
	end := strings.HasSuffix(pattern, "$")
	pattern = strings.TrimSuffix(pattern, "$")
	p, s := 0, 0
	star, mark := -1, 0
	for {
		switch {
		case p == len(pattern) && (!end || s == len(path)):
			return true
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, s
			p++
		case p < len(pattern) && s < len(path) && pattern[p] == path[s]:
			p++
			s++
		case star >= 0 && mark < len(path):
			mark++
			p, s = star+1, mark
		default:
			return false
		}
	}
}

// normalizePath brings a path or pattern into the form in which octets are
// compared: unreserved characters stand for themselves, everything outside
// printable ASCII is percent-encoded, and hex digits are upper case. An
// encoded reserved character ("%2F", "%2A") stays encoded, since it does not
// mean the same as the bare one.
func normalizePath(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				writeOctet(&b, byte(v), !unreserved(byte(v)))
				i += 2
				continue
			}
		}
		writeOctet(&b, c, c <= ' ' || c >= utf8.RuneSelf || c == 0x7f)
	}
	return b.String()
}

func writeOctet(b *strings.Builder, c byte, encode bool) {
	const hex = "0123456789ABCDEF"
	if !encode {
		b.WriteByte(c)
		return
	}
	b.Write([]byte{'%', hex[c>>4], hex[c&15]})
}

// unreserved are the characters of RFC 3986, section 2.3.
func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}
