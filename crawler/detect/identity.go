package detect

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rung/corpus"
	"rung/crawler/source"
	"rung/crawler/source/wire"
)

// An Identity says whether a board is the employer's that was asked about.
type Identity string

const (
	SameCompany    Identity = "same company"
	CannotTell     Identity = "cannot tell"
	AnotherCompany Identity = "looks like another company"
)

func (i Identity) order() int {
	return slices.Index([]Identity{SameCompany, CannotTell, AnotherCompany}, i)
}

// name decides whom the boards are compared with, from the page.
func (s *search) name(p page) {
	if b, ok := s.claim.own(p.at); !ok || b.Token == "" {
		s.site = registered(p.at.Hostname())
	}
	s.Company, s.CompanyFrom = s.opt.Company, "asked"
	if s.Company != "" {
		return
	}
	if p.doc != nil {
		if said := oneLine(p.doc.Find(`meta[property="og:site_name"]`).AttrOr("content", "")); said != "" {
			s.Company, s.CompanyFrom = said, "page"
			return
		}
	}
	label, _, _ := strings.Cut(s.site, ".")
	s.Company, s.CompanyFrom = label, "domain"
}

// identify asks a board what it has and whose it is.
func (s *search) identify(ctx context.Context, f *Found) {
	adapter, ok := s.opt.Source(f.Board.Source)
	if !ok {
		return
	}
	asked := 0
	var titles int
	want := func(title string) bool {
		if s.opt.Want == nil || s.opt.Want(title) {
			titles++
		}
		asked++
		return asked == 1 // one posting's own page may name the employer
	}
	getter := &rationed{s.opt.Getter, maxPages}
	l, err := adapter.List(ctx, getter, f.Board, source.Options{Want: want})
	f.Outcome, f.Detail = l.Outcome, l.Detail
	if err != nil {
		f.Why = "the board could not be read"
		return
	}
	f.Postings, f.Wanted = count(l, asked > 0, titles, s.opt.Want)
	f.Identity, f.Why = s.judge(ctx, getter, f.Board, l)
}

// count says how many postings a listing names, and how many of them are
// wanted: where the adapter asked title by title, titles were counted then.
func count(l corpus.Listing, asked bool, titles int, want func(string) bool) (postings, wanted int) {
	postings = len(l.Postings)
	for _, r := range l.Rejected {
		if r.Reason == wire.NotWanted {
			postings++
		}
	}
	if asked {
		return postings, min(titles, postings)
	}
	for _, p := range l.Postings {
		if want == nil || want(p.Title) {
			wanted++
		}
	}
	return postings, wanted
}

// judge compares what the board says of itself with whom was asked for.
func (s *search) judge(ctx context.Context, g *rationed, b corpus.Board, l corpus.Listing) (Identity, string) {
	if s.site != "" && slices.ContainsFunc(l.Postings, func(p corpus.Posting) bool { return leadsTo(p, s.site) }) {
		return SameCompany, "its postings lead to " + s.site
	}
	if b.Source == "jsonld" && s.site != "" && s.opt.Company == "" {
		return SameCompany, "it is the site itself"
	}
	said := employer(l)
	from := "the board names"
	if said == "" {
		said, from = s.hosted(ctx, g, l), "its page is titled"
	}
	switch {
	case said == "" && len(l.Postings) == 0:
		return CannotTell, "the board names nobody and shows nothing open"
	case said == "":
		return CannotTell, "the board names nobody"
	case s.Company == "":
		return CannotTell, fmt.Sprintf("%s %s; no employer was asked for", from, said)
	}
	how := compare(s.Company, said)
	return how, fmt.Sprintf("%s %s, asked for was %s", from, said, s.Company)
}

// employer is the name most of a board's postings give.
func employer(l corpus.Listing) string {
	times := map[string]int{}
	best := ""
	for _, p := range l.Postings {
		if p.CompanyFrom != corpus.CompanyFromPayload {
			continue
		}
		if times[p.Company]++; times[p.Company] > times[best] || best == "" {
			best = p.Company
		}
	}
	return best
}

// leadsTo reports whether a posting's own addresses, or links in its words,
// are of a site.
func leadsTo(p corpus.Posting, site string) bool {
	for _, address := range append([]string{p.URL, p.ApplyURL}, addresses.FindAllString(p.HTML, 200)...) {
		if u, err := url.Parse(address); err == nil && registered(u.Hostname()) == site {
			return true
		}
	}
	return false
}

// hosted asks for the page on which people see the board, which is above the
// postings' own, and returns its title.
func (s *search) hosted(ctx context.Context, g *rationed, l corpus.Listing) string {
	at := s.above(l)
	if at == nil || g.left == 0 {
		return ""
	}
	g.left--
	p, err := s.get(ctx, at)
	if err != nil {
		return ""
	}
	title := p.doc.Find(`meta[property="og:title"]`).AttrOr("content", "")
	if oneLine(title) == "" {
		title = p.doc.Find("title").First().Text()
	}
	return oneLine(title)
}

// above is the widest address over a posting that is still the board's.
func (s *search) above(l corpus.Listing) *url.URL {
	for _, p := range l.Postings {
		u, err := url.Parse(p.URL)
		if err != nil || u.Host == "" {
			continue
		}
		var widest *url.URL
		for u.Path != "/" && u.Path != "" && u.Path != "." {
			parent := *u
			parent.Path, parent.RawPath, parent.RawQuery = path.Dir(u.Path), "", ""
			if b, ok := s.claim.own(&parent); ok && strings.EqualFold(b.ID(), l.Board.ID()) {
				widest = &parent
			}
			u = &parent
		}
		return widest
	}
	return nil
}

// compare sets a name that was asked for beside one that a board says.
func compare(asked, said string) Identity {
	a, b := nameWords(asked), nameWords(said)
	switch ja, jb := strings.Join(a, ""), strings.Join(b, ""); {
	case ja == "" || jb == "":
		return CannotTell
	case ja == jb:
		return SameCompany
	case len(ja) >= 4 && len(jb) >= 4 && (strings.Contains(ja, jb) || strings.Contains(jb, ja)):
		return CannotTell // "Delta" is not "Delta Dental", "get-acme" may be "Acme"
	}
	if slices.ContainsFunc(a, func(w string) bool { return len(w) >= 3 && slices.Contains(b, w) }) {
		return CannotTell
	}
	return AnotherCompany
}

// idle are words of names and titles that tell no employer from another.
var idle = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`inc incorporated llc llp ltd limited plc corp corporation co company group holding holdings gmbh ag se kg mbh sa sas
		sarl srl spa bv nv ab as asa oy oyj aps kk pty pte sp zoo the and of at jobs job careers career openings open roles role positions board hiring
		we are join us work with karriere stellen stellenangebote emplois recrutement empleos vacatures lavora com io ai www`) {
		m[w] = true
	}
	return m
}()

var nameBreak = regexp.MustCompile(`[^\pL\pN]+`)

// nameWords are the words of a name that tell it apart, folded.
func nameWords(s string) []string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(strings.ReplaceAll(s, "'", "")))
	words := nameBreak.Split(s, -1)
	kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" || idle[w] })
	if len(kept) == 0 {
		return slices.DeleteFunc(words, func(w string) bool { return w == "" })
	}
	return kept
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
