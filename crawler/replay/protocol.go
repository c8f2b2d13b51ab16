package replay

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rung/corpus"
)

// A protocol is how one system answers.
type protocol struct {
	source string
	// patterns are what http.ServeMux routes here; {token} is the board's.
	patterns []string
	// byHost marks systems whose boards have host names of their own; here
	// they are served below /{source}/{token}.
	byHost bool
	// validators marks systems known to send ETag.
	validators  bool
	contentType string
	// answer answers one request about a board that has these open.
	answer func(r *http.Request, b corpus.Board, open []corpus.Posting) answer
	// paged answers instead for systems whose lists come in pages.
	paged func(r *http.Request, b corpus.Board, open []corpus.Posting, w window) answer
}

// protocols lists every protocol. The order is that of source.All.
func protocols() []protocol {
	return []protocol{
		{source: "ashby", patterns: []string{"GET /posting-api/job-board/{token}"}, contentType: jsonType, answer: whole(ashbyBoard)},
		{source: "greenhouse", patterns: []string{"GET /v1/boards/{token}/jobs"}, contentType: jsonType, answer: whole(greenhouseBoard)},
		{source: "lever", patterns: []string{"GET /v0/postings/{token}"}, contentType: jsonType, answer: whole(leverBoard)},
		{source: "recruitee", patterns: []string{"GET /recruitee/{token}/api/offers"}, byHost: true, contentType: jsonType, answer: whole(recruiteeBoard)},
		{source: "personio", patterns: []string{"GET /personio/{token}/xml"}, byHost: true, contentType: xmlType, answer: personioFeed},
		{source: "teamtailor", patterns: []string{"GET /teamtailor/{token}/jobs.rss"}, byHost: true, validators: true, contentType: rssType, paged: teamtailorFeed},
		{source: "pinpoint", patterns: []string{"GET /pinpoint/{token}/postings.json"}, byHost: true, contentType: jsonType, answer: whole(pinpointBoard)},
		{source: "workable", patterns: []string{"GET /api/v1/widget/accounts/{token}"}, contentType: jsonType, answer: whole(workableBoard)},
		{source: "bamboohr", patterns: []string{"GET /bamboohr/{token}/careers/list", "GET /bamboohr/{token}/careers/{id}/detail"}, byHost: true, contentType: jsonType, answer: listed(bambooList, bambooDetail)},
		{source: "rippling", patterns: []string{"GET /platform/api/ats/v1/board/{token}/jobs", "GET /platform/api/ats/v1/board/{token}/jobs/{id}"}, contentType: jsonType, answer: listed(ripplingList, ripplingDetail)},
		{source: "workday", patterns: []string{"POST /workday/{token}/wday/cxs/{tenant}/{site}/jobs", "GET /workday/{token}/wday/cxs/{tenant}/{site}/job/{place}/{id}"}, byHost: true, contentType: jsonType, paged: workdaySite},
		{source: "smartrecruiters", patterns: []string{"GET /v1/companies/{token}/postings", "GET /v1/companies/{token}/postings/{id}"}, contentType: jsonType, paged: smartRecruiters},
		{source: "breezy", patterns: []string{"GET /breezy/{token}/json", "GET /breezy/{token}/p/{id}"}, byHost: true, contentType: jsonType, answer: breezyBoard},
		{source: "jazzhr", patterns: []string{"GET /jazzhr/{token}/apply/jobs", "GET /jazzhr/{token}/apply/jobs/details/{id}"}, byHost: true, contentType: htmlType, answer: jazzBoard},
		{source: "jsonld", patterns: []string{"GET /jsonld/{token}/{path...}"}, byHost: true, contentType: htmlType, answer: careerSite},
		{source: "hn", patterns: []string{"GET /hn/{token}/api/v1/search_by_date", "GET /hn/{token}/api/v1/items/{thread}"}, byHost: true, contentType: jsonType, answer: hiringThread},
		{source: "remotive", patterns: []string{"GET /remotive/{token}/api/remote-jobs"}, byHost: true, contentType: jsonType, answer: whole(remotiveFeed)},
		{source: "remoteok", patterns: []string{"GET /remoteok/{token}/api"}, byHost: true, contentType: jsonType, answer: whole(remoteOKFeed)},
		{source: "weworkremotely", patterns: []string{"GET /weworkremotely/{token}/categories/{category}"}, byHost: true, contentType: rssType, answer: remoteCategory},
		{source: "arbeitnow", patterns: []string{"GET /arbeitnow/{token}/api/job-board-api"}, byHost: true, contentType: jsonType, answer: arbeitnowFeed},
		{source: "themuse", patterns: []string{"GET /themuse/{token}/api/public/jobs"}, byHost: true, contentType: jsonType, answer: museFeed},
	}
}

const (
	jsonType = "application/json; charset=utf-8"
	xmlType  = "application/xml; charset=utf-8"
	htmlType = "text/html; charset=utf-8"
	rssType  = "application/rss+xml; charset=utf-8"
)

func protocolOf(source string) protocol {
	for _, p := range protocols() {
		if p.source == source {
			return p
		}
	}
	return protocol{}
}

func (p protocol) token(r *http.Request) string { return r.PathValue("token") }

// reply encodes what a board has open.
func (p protocol) reply(r *http.Request, b Board, now time.Time) answer {
	if p.paged != nil {
		return p.paged(r, b.Board, b.Open(now), window{b.Fault})
	}
	return p.answer(r, b.Board, b.Open(now))
}

// path is where a board's answers begin, for robots.txt.
func (p protocol) path(token string) string {
	if p.byHost {
		return "/" + p.source + "/" + url.PathEscape(token)
	}
	_, pattern, _ := strings.Cut(p.patterns[0], " ")
	head, _, _ := strings.Cut(pattern, "{token}")
	return head + url.PathEscape(token)
}

// whole makes a protocol of an encoder that puts the board into one JSON
// value.
func whole(encode func(b corpus.Board, open []corpus.Posting) any) func(*http.Request, corpus.Board, []corpus.Posting) answer {
	return func(_ *http.Request, b corpus.Board, open []corpus.Posting) answer {
		return jsonAnswer(encode(b, open))
	}
}

// listed makes a protocol of a list and of a page for each posting, which the
// {id} of its pattern names.
func listed(list func(corpus.Board, []corpus.Posting) any, detail func(corpus.Board, corpus.Posting) any) func(*http.Request, corpus.Board, []corpus.Posting) answer {
	return func(r *http.Request, b corpus.Board, open []corpus.Posting) answer {
		id := r.PathValue("id")
		if id == "" {
			return jsonAnswer(list(b, open))
		}
		for _, p := range open {
			if native(p) == id {
				return jsonAnswer(detail(b, p))
			}
		}
		return answer{status: http.StatusNotFound}
	}
}

// jsonAnswer encodes values made of maps, lists, texts and numbers, which
// cannot fail.
func jsonAnswer(v any) answer {
	body, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("replay: %v", err)) // unreachable: see above
	}
	return answer{contentType: jsonType, body: body}
}

// An object is one JSON object on its way out.
type object map[string]any

// each encodes every posting; an empty board is an empty list, not null.
func each(open []corpus.Posting, encode func(corpus.Posting) any) []any {
	out := []any{}
	for _, p := range open {
		out = append(out, encode(p))
	}
	return out
}

// native is the posting's own key on its board.
func native(p corpus.Posting) string {
	if p.NativeID != "" {
		return p.NativeID
	}
	return p.ID[strings.LastIndexByte(p.ID, ':')+1:]
}

// markup is the posting's HTML, made from its text where it has none.
func markup(p corpus.Posting) string {
	if p.HTML != "" {
		return p.HTML
	}
	var s strings.Builder
	for block := range strings.SplitSeq(p.Text, "\n\n") {
		list := false
		for line := range strings.SplitSeq(block, "\n") {
			item, isItem := strings.CutPrefix(line, "- ")
			switch {
			case isItem && !list:
				s.WriteString("<ul>")
			case !isItem && list:
				s.WriteString("</ul>")
			}
			list = isItem
			tag := "p"
			if isItem {
				tag = "li"
			}
			fmt.Fprintf(&s, "<%s>%s</%s>", tag, html.EscapeString(item), tag)
		}
		if list {
			s.WriteString("</ul>")
		}
	}
	return s.String()
}

// date writes a stated date in a layout, nil where there is none.
func date(d *corpus.Stated, layout string) any {
	if d == nil {
		return nil
	}
	return d.At.UTC().Format(layout)
}

// first returns the first place, the zero Location where there is none.
func first(p corpus.Posting) corpus.Location {
	if len(p.Locations) == 0 {
		return corpus.Location{}
	}
	return p.Locations[0]
}

// placesOf is for systems that repeat a posting for each place: one without
// any is listed once.
func placesOf(p corpus.Posting) []corpus.Location {
	if len(p.Locations) == 0 {
		return []corpus.Location{{}}
	}
	return p.Locations
}

// structured returns the pay ranges a system would keep in fields.
func structured(p corpus.Posting) []corpus.Salary {
	var out []corpus.Salary
	for _, s := range p.Salaries {
		if s.Origin == corpus.SalaryStructured {
			out = append(out, s)
		}
	}
	return out
}

// label picks a system's word for a kind of contract.
func label(p corpus.Posting, words map[corpus.Employment]string, otherwise string) string {
	for _, e := range p.Employment {
		if w := words[e]; w != "" {
			return w
		}
	}
	if p.EmploymentRaw != "" {
		return p.EmploymentRaw
	}
	return otherwise
}

const millis = "2006-01-02T15:04:05.000Z07:00"

// rfc3339 is the layout most systems use.
const rfc3339 = time.RFC3339
