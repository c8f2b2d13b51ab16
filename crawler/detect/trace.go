package detect

import (
	_ "embed"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"rung/corpus"
	"rung/crawler/source"
	"rung/crawler/source/wire"
)

// A How says by what a board was found.
type How string

// The ways, the surest first.
const (
	ByAddress  How = "address"  // the address asked about is the board's
	ByRedirect How = "redirect" // it redirects to the board
	ByFrame    How = "frame"    // a page shows the board in a frame
	ByScript   How = "script"   // a page loads the board's widget
	ByForm     How = "form"     // a page sends its form there
	ByLink     How = "link"     // a page links to it
	ByText     How = "text"     // its address stands in a page's scripts
	ByMark     How = "mark"     // a page's scripts name its token
	ByHost     How = "host"     // the page is the board, by where it loads from
	ByMarkup   How = "markup"   // pages carry JobPosting markup
)

var hows = []How{ByAddress, ByRedirect, ByFrame, ByScript, ByForm, ByLink, ByText, ByMark, ByHost, ByMarkup}

// A trace is one sign of one board.
type trace struct {
	board corpus.Board
	how   How
}

var (
	//go:embed marks.txt
	marksFile string
	//go:embed hosts.txt
	hostsFile string

	marks = readMarks(marksFile)
	hosts = readHosts(hostsFile)
)

type mark struct {
	source string
	re     *regexp.Regexp
}

func readMarks(file string) (out []mark) {
	for row := range rows(file) {
		out = append(out, mark{row[0], regexp.MustCompile(row[1])})
	}
	return out
}

// A host is what pages of one system load from: a source's name, or the name
// of a system rung does not read.
type host struct{ suffix, source, unread string }

func readHosts(file string) (out []host) {
	for row := range rows(file) {
		for suffix := range strings.FieldsSeq(row[1]) {
			h := host{suffix: suffix, source: row[0]}
			if name, quoted := strings.CutPrefix(row[0], `"`); quoted {
				h.source, h.unread = "", strings.TrimSuffix(name, `"`)
			}
			out = append(out, h)
		}
	}
	return out
}

// rows yields the fields of a data file's lines that are no comments.
func rows(file string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(file) {
			line = strings.TrimRight(line, "\n")
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if !yield(strings.SplitN(line, "\t", 2)) {
				return
			}
		}
	}
}

// places are the elements that name addresses, in the order of what they say.
var places = []struct {
	selector, attribute string
	how                 How
}{
	{"iframe[src], frame[src]", "src", ByFrame},
	{"iframe[data-src]", "data-src", ByFrame},
	{"script[src]", "src", ByScript},
	{"form[action]", "action", ByForm},
	{"a[href]", "href", ByLink},
	{"link[href]", "href", ByLink},
}

// A page is one answer on the way, parsed.
type page struct {
	at   *url.URL
	body []byte
	doc  *goquery.Document
}

// claimer finds the board an address belongs to.
type claimer func(*url.URL) (corpus.Board, bool)

// own leaves out feeds, where no employer's board is, and tokens that no
// boards file can hold.
func (c claimer) own(u *url.URL) (corpus.Board, bool) {
	b, ok := c(u)
	return b, ok && !source.Feed(b.Source) && isToken(b.Token)
}

func isToken(s string) bool {
	return s != "" && s == strings.TrimSpace(s) && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// traces are the signs of boards on a page, and the names of systems seen that
// rung does not read.
func (p page) traces(claim claimer) (found []trace, unread []string) {
	see := func(u *url.URL, how How) {
		if b, ok := claim.own(u); ok {
			found = append(found, trace{b, how})
			return
		}
		h := hostOf(u)
		switch {
		case h.unread != "" && !slices.Contains(unread, h.unread):
			unread = append(unread, h.unread)
		case h.source != "":
			b := corpus.Board{Source: h.source, Token: p.at.Hostname(), Base: p.at.Scheme + "://" + p.at.Host}
			found = append(found, trace{b, ByHost})
		}
	}
	for _, place := range places {
		p.doc.Find(place.selector).Each(func(_ int, s *goquery.Selection) {
			if u := p.resolve(s.AttrOr(place.attribute, "")); u != nil {
				see(u, place.how)
			}
		})
	}
	text := unescape(string(p.body))
	for _, address := range addresses.FindAllString(text, maxAddresses) {
		if u := p.resolve(address); u != nil {
			see(u, ByText)
		}
	}
	for _, m := range marks {
		if hit := m.re.FindStringSubmatch(text); hit != nil && isToken(hit[1]) {
			found = append(found, trace{corpus.Board{Source: m.source, Token: hit[1]}, ByMark})
		}
	}
	return found, unread
}

// maxAddresses bounds how many addresses are looked at in the text of a page.
const maxAddresses = 5000

// addresses are what stands in the text of scripts and attributes.
var addresses = regexp.MustCompile(`(?:https?:)?//[A-Za-z0-9.-]+\.[A-Za-z]{2,}(?::\d+)?/?[^\s"'<>\\)\]}` + "`" + `]*`)

// unescape undoes how addresses are written inside JSON and attributes.
func unescape(s string) string {
	return strings.NewReplacer(`\/`, "/", `\u002F`, "/", `\u002f`, "/", `\u0026`, "&", "&amp;", "&", "&#x2F;", "/", "&#x2f;", "/").Replace(s)
}

func (p page) resolve(address string) *url.URL {
	u, err := p.at.Parse(strings.TrimSpace(address))
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

func hostOf(u *url.URL) host {
	name := strings.ToLower(u.Hostname())
	for _, h := range hosts {
		if name == h.suffix || strings.HasSuffix(name, "."+h.suffix) {
			return h
		}
	}
	return host{}
}

// gather makes one Found of all traces of a board, the surest first: by how it
// was found, then by how often. Boards that differ only in the case of their
// token are one, in its first spelling.
func gather(traces []trace) []Found {
	var out []Found
	for _, t := range traces {
		i := slices.IndexFunc(out, func(f Found) bool { return strings.EqualFold(f.Board.ID(), t.board.ID()) })
		if i < 0 {
			out = append(out, Found{Board: t.board, How: t.how})
			i = len(out) - 1
		}
		out[i].Times++
		if slices.Index(hows, t.how) < slices.Index(hows, out[i].How) {
			out[i].How = t.how
		}
	}
	slices.SortStableFunc(out, func(a, b Found) int {
		if d := slices.Index(hows, a.How) - slices.Index(hows, b.How); d != 0 {
			return d
		}
		return b.Times - a.Times
	})
	return out
}

// careerSite is the board of a page that carries its own markup.
func careerSite(u *url.URL) corpus.Board {
	clean, err := url.Parse(wire.Absolute(u.String()))
	if err != nil {
		clean = u
	}
	return corpus.Board{Source: "jsonld", Token: strings.TrimSuffix(clean.Host+clean.EscapedPath(), "/")}
}
