package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Normalize returns the posting in the one spelling the store keeps: valid
// UTF-8 in NFC, single spaces, "\n" line ends, canonical URLs, lists without
// repeats, dates in UTC. It changes no word, and twice equals once.
func Normalize(p Posting) Posting {
	for _, f := range []*string{
		&p.ID, &p.Source, &p.Board, &p.NativeID, &p.RequisitionID,
		&p.Title, &p.Company, &p.Department, &p.Team, &p.EmploymentRaw, &p.ClaimedLevel,
	} {
		*f = line(*f)
	}
	p.URL, p.ApplyURL = CanonicalURL(p.URL), CanonicalURL(p.ApplyURL)
	p.Text = prose(p.Text)
	p.HTML = strings.ToValidUTF8(p.HTML, "\uFFFD") // otherwise as the source gave it
	p.Language = primaryTag(p.Language)
	p.Employment = normalizeEmployment(p.Employment)
	p.Locations = normalizeLocations(p.Locations)
	p.Salaries = normalizeSalaries(p.Salaries)
	p.Posted, p.Updated, p.ValidThrough = normalizeStated(p.Posted), normalizeStated(p.Updated), normalizeStated(p.ValidThrough)
	if len(p.Extra) == 0 {
		p.Extra = nil
	}
	return p
}

// clean makes s valid UTF-8 in NFC without control characters that no text
// has a use for and without characters that only exist to be invisible.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u00AD', '\u200B', '\u2060', '\uFEFF':
			return -1
		case '\n', '\r', '\t', '\v', '\f', '\u0085':
			return r
		}
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

// line is clean text on one line with single spaces.
func line(s string) string {
	return strings.Join(strings.Fields(clean(s)), " ")
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// prose is clean running text: "\n" line ends, indents kept, single spaces
// within lines, at most one blank line in a row, none at either end.
func prose(s string) string {
	var out []string
	for l := range strings.SplitSeq(lineEnds.Replace(clean(s)), "\n") {
		l = spaced(l)
		if l == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, l)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n")
}

// spaced keeps the indent of a line, as plain spaces, and single spaces after.
func spaced(l string) string {
	words := strings.Fields(l)
	if len(words) == 0 {
		return ""
	}
	indent := 0
	for _, r := range l {
		if !unicode.IsSpace(r) {
			break
		}
		indent++
	}
	return strings.Repeat(" ", indent) + strings.Join(words, " ")
}

// primaryTag cuts "en-US" and "EN_us" to "en".
func primaryTag(tag string) string {
	tag = strings.ToLower(line(tag))
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	return tag
}

func normalizeEmployment(in []Employment) []Employment {
	out := make([]Employment, 0, len(in))
	for _, e := range in {
		if e := Employment(line(string(e))); e != "" {
			out = append(out, e)
		}
	}
	slices.Sort(out)
	return orNil(slices.Compact(out))
}

func normalizeLocations(in []Location) []Location {
	var out []Location
	for _, l := range in {
		l.Raw, l.City, l.Region = line(l.Raw), line(l.City), line(l.Region)
		l.Country = strings.ToUpper(line(l.Country))
		var scope []string
		for _, s := range l.RemoteScope {
			if s = line(s); s != "" && !slices.Contains(scope, s) {
				scope = append(scope, s)
			}
		}
		l.RemoteScope = scope
		empty := l.Raw == "" && l.City == "" && l.Region == "" && l.Country == "" && len(scope) == 0
		if !empty && !slices.ContainsFunc(out, l.equal) {
			out = append(out, l)
		}
	}
	return out
}

func (l Location) equal(m Location) bool {
	return l.Raw == m.Raw && l.City == m.City && l.Region == m.Region && l.Country == m.Country && slices.Equal(l.RemoteScope, m.RemoteScope)
}

func normalizeSalaries(in []Salary) []Salary {
	var out []Salary
	for _, s := range in {
		s.Currency = strings.ToUpper(line(s.Currency))
		s.Raw, s.Label = line(s.Raw), line(s.Label)
		if (s.Min != 0 || s.Max != 0 || s.Raw != "") && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func normalizeStated(d *Stated) *Stated {
	if d == nil || d.At.IsZero() {
		return nil
	}
	return &Stated{At: d.At.UTC(), Field: line(d.Field)}
}

func orNil[T any](s []T) []T {
	if len(s) == 0 {
		return nil
	}
	return s
}

// tracking names query parameters that say where a reader came from and
// nothing about the posting. gh_jid is not among them: it is the posting.
var tracking = map[string]bool{
	"gclid": true, "fbclid": true, "msclkid": true, "dclid": true, "yclid": true, "igshid": true,
	"mc_cid": true, "mc_eid": true, "_ga": true, "_gl": true, "_hsenc": true, "_hsmi": true,
	"gh_src": true, "lever-source": true, "lever-source[]": true, "lever-origin": true,
	"trk": true, "trackingid": true, "refid": true,
}

// CanonicalURL returns an http or https URL with lower-case scheme and host,
// without default port, user, tracking parameters and fragment; a fragment
// that is a client-side route ("#/jobs/12", "#!jobs/12") stays, because it is
// the only thing that tells such pages apart. A bare "host.tld/path" gets
// https. Anything else, such as a javascript URL, is "".
func CanonicalURL(raw string) string {
	raw = line(raw)
	u, err := url.Parse(raw)
	if err == nil && u.Scheme == "" && u.Host == "" {
		if host, _, _ := strings.Cut(raw, "/"); strings.Contains(strings.Trim(host, "."), ".") {
			u, err = url.Parse("https://" + raw)
		}
	}
	if err != nil {
		return ""
	}
	if u.Scheme == "" && u.Host != "" {
		u.Scheme = "https" // "//host/path"
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	u.User = nil
	u.Host = canonicalHost(u)
	u.RawQuery = keptQuery(u.RawQuery)
	u.ForceQuery = false
	if !strings.HasPrefix(u.Fragment, "/") && !strings.HasPrefix(u.Fragment, "!") {
		u.Fragment, u.RawFragment = "", ""
	}
	return u.String()
}

func canonicalHost(u *url.URL) string {
	host := strings.ToLower(u.Host)
	port := map[string]string{"http": ":80", "https": ":443"}[u.Scheme]
	return strings.TrimSuffix(strings.TrimSuffix(host, port), ":")
}

// keptQuery drops tracking parameters and leaves the others as they are.
func keptQuery(query string) string {
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if unescaped, err := url.QueryUnescape(name); err == nil {
			name = unescaped
		}
		name = strings.ToLower(name)
		if pair != "" && !tracking[name] && !strings.HasPrefix(name, "utm_") {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, "&")
}

// Fingerprint is the identity of a posting's content: equal for two postings
// that say the same, wherever and whenever they were published. It covers
// words and stated facts but not names, addresses, dates and markup. The
// posting is normalised first.
func Fingerprint(p Posting) string { return fingerprint(Normalize(p)) }

func fingerprint(p Posting) string {
	data, err := json.Marshal(Posting{
		Title: p.Title, Company: p.Company, Text: p.Text,
		Department: p.Department, Team: p.Team, EmploymentRaw: p.EmploymentRaw, Employment: p.Employment,
		Workplace: p.Workplace, Locations: p.Locations, Salaries: p.Salaries,
		Language: p.Language, ClaimedLevel: p.ClaimedLevel, Evergreen: p.Evergreen,
	})
	if err != nil {
		// A pay that is no number (NaN) is the only thing JSON cannot say.
		data = []byte(p.Title + "\x00" + p.Company + "\x00" + p.Text)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// companyKey is a company's name for comparison.
func companyKey(name string) string {
	return strings.ToLower(line(name))
}
