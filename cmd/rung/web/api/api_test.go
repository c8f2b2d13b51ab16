package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/jsonschema-go/jsonschema"

	"rung/cmd/rung/web/api"
	"rung/cmd/rung/web/desk"
	"rung/cmd/rung/web/desk/desktest"
	"rung/corpus"
	"rung/index"
	"rung/index/trend"
)

func ask(t testing.TB, h http.Handler, method, target, body string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:8080/", strings.NewReader(body))
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	r.URL = u
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// document is the generated OpenAPI document, and its schemas by name.
type document struct {
	OpenAPI    string
	Paths      map[string]map[string]operation
	Components struct{ Schemas json.RawMessage }
	resolved   map[string]*jsonschema.Resolved
}

type operation struct {
	OperationID string
	Parameters  []struct {
		Name, In string
		Required bool
	}
	RequestBody *struct{ Content map[string]any }
	Responses   map[string]struct {
		Content map[string]struct{ Schema json.RawMessage }
	}
}

func describe(t testing.TB, h http.Handler) document {
	t.Helper()
	d := document{resolved: map[string]*jsonschema.Resolved{}}
	if err := json.Unmarshal(ask(t, h, "GET", api.Prefix+"/openapi.json", "").Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(d.OpenAPI, "3.1") || len(d.Paths) < 12 {
		t.Fatalf("OpenAPI %s of %d paths", d.OpenAPI, len(d.Paths))
	}
	return d
}

// find returns the operation of a method and path, and its template.
func (d document) find(t testing.TB, method, path string) (string, operation) {
	t.Helper()
	for template, item := range d.Paths {
		op, ok := item[strings.ToLower(method)]
		prefix, _, open := strings.Cut(template, "{")
		if ok && (template == path || open && strings.HasPrefix(path, prefix)) {
			return template, op
		}
	}
	t.Fatalf("OpenAPI has no %s %s", method, path)
	return "", operation{}
}

// check holds an answer against what the document says of its operation.
func (d document) check(t testing.TB, op operation, w *httptest.ResponseRecorder) {
	t.Helper()
	says, ok := op.Responses[fmt.Sprint(w.Code)]
	if !ok {
		t.Fatalf("%s answered %d, which OpenAPI does not name: %s", op.OperationID, w.Code, w.Body)
	}
	kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	if len(says.Content) == 0 || w.Code == http.StatusNotModified {
		if w.Body.Len() > 0 {
			t.Errorf("%s answered %d with a body: %s", op.OperationID, w.Code, w.Body)
		}
		return
	}
	content, ok := says.Content[kind]
	if !ok {
		t.Fatalf("%s answered %d with %q, which OpenAPI does not name", op.OperationID, w.Code, kind)
	}
	if kind != "application/json" && kind != "application/problem+json" {
		return
	}
	var body any
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatal(err)
	}
	if err := d.schema(t, content.Schema).Validate(body); err != nil {
		t.Errorf("%s answered %d with what is not its schema: %v\n%.600s", op.OperationID, w.Code, err, w.Body)
	}
}

// schema resolves a schema of the document with those it refers to.
func (d document) schema(t testing.TB, s json.RawMessage) *jsonschema.Resolved {
	t.Helper()
	if r, ok := d.resolved[string(s)]; ok {
		return r
	}
	text := fmt.Sprintf(`{"allOf":[%s],"$defs":%s}`, s, d.Components.Schemas)
	var schema jsonschema.Schema
	if err := json.Unmarshal([]byte(strings.ReplaceAll(text, "#/components/schemas/", "#/$defs/")), &schema); err != nil {
		t.Fatal(err)
	}
	r, err := schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	d.resolved[string(s)] = r
	return r
}

const ad = `{"title":"Senior Product Manager","text":"You own the roadmap, mentor two product managers and report to the VP."}`

var lines = strings.Join([]string{`{"id":"a","title":"Product Manager","text":"You own a roadmap."}`, `{"id":"b"}`, `nonsense`, `{"title":"Graphic Designer","text":"You draw icons and posters for print."}`}, "\n")

// answers are every operation with every kind of answer it gives; want is
// part of the body.
var answers = []struct {
	name, method, target, body string
	header                     []string
	status                     int
	want                       string
}{
	{"an ad", "POST", "/classify?with_text=true&contrast=true", ad, nil, 200, `"rung":"senior"`},
	{"a title alone", "POST", "/classify", `{"title":"Product Manager"}`, nil, 200, `"reason":"title only"`},
	{"an address", "POST", "/classify", `{"url":"` + desktest.Public + `"}`, nil, 200, `"rung":"pm"`},
	{"a private address", "POST", "/classify", `{"url":"http://127.0.0.1:22/"}`, nil, 422, `"location":"body.url"`},
	{"an address and a text", "POST", "/classify", `{"url":"` + desktest.Public + `","text":"x"}`, nil, 422, "not both"},
	{"nothing", "POST", "/classify", `{}`, nil, 422, `"location":"body.text"`},
	{"an unknown member", "POST", "/classify", `{"titel":"x"}`, nil, 422, "unexpected property"},
	{"the wrong kind", "POST", "/classify", `{"title":7}`, nil, 422, "expected string"},
	{"no JSON", "POST", "/classify", `{`, nil, 400, `"location":"body"`},
	{"XML", "POST", "/classify", `<ad/>`, []string{"Content-Type", "application/xml"}, 415, "unknown"},
	{"too much", "POST", "/classify", `{"text":"` + strings.Repeat("x", 1<<20) + `"}`, nil, 413, "too large"},
	{"a batch", "POST", "/classify/batch", `{"postings":[` + ad + `,{"id":"none"},{"url":"https://x.example"}]}`, nil, 200, "neither a text nor a title"},
	{"an empty batch", "POST", "/classify/batch", `{"postings":[]}`, nil, 422, "body.postings"},
	{"a batch of 501", "POST", "/classify/batch", `{"postings":[` + strings.TrimSuffix(strings.Repeat(`{"title":"x"},`, 501), ",") + `]}`, nil, 422, "<= 500"},
	{"a stream", "POST", "/classify/stream", lines, []string{"Content-Type", "application/x-ndjson"}, 200, `"id":"b"`},
	{"a stream of JSON", "POST", "/classify/stream", lines, nil, 415, "a stream is"},
	{"hits", "GET", "/search?q=product&limit=3&facets=rung,country&highlight=true", "", nil, 200, `"hits":[{`},
	{"some fields of hits", "GET", "/search?q=product&fields=total,hits.id,hits.rung", "", nil, 200, `"hits":[{"id":`},
	{"no hits", "GET", "/search?q=zyxwv+rung:senior&fold=false", "", nil, 200, `"hits":[],`},
	{"filters", "GET", "/search?rung=senior..lead&country=US&remote=false&min_salary=1&gap=true&since=2026-01&until=2026-12&company=x+y&sort=date", "", nil, 200, `gap:\u003e0`},
	{"a broken query", "GET", "/search?q=rung:", "", nil, 422, `"location":"query.q"`},
	{"a broken cursor", "GET", "/search?cursor=x", "", nil, 422, `"location":"query.cursor"`},
	{"an unknown facet", "GET", "/search?facets=shoe", "", nil, 422, "one of:"},
	{"an unknown field", "GET", "/search?fields=hits.shoe", "", nil, 422, "the fields here are"},
	{"an unknown parameter", "GET", "/search?qq=x", "", nil, 422, "unknown query parameter"},
	{"a limit beyond", "GET", "/search?limit=101", "", nil, 422, "<= 100"},
	{"a posting", "GET", "/posting/" + url.PathEscape(desktest.First), "", nil, 200, `"spells":[`},
	{"some fields of a posting", "GET", "/posting/" + url.PathEscape(desktest.First) + "?fields=verdict.rung,verdict.evidence.text,history,posting.extra", "", nil, 200, `"rung":"senior"`},
	{"no such posting", "GET", "/posting/none", "", nil, 404, "no such posting"},
	{"a report", "GET", "/report?by=week&date=first_seen&from=2026-05&to=2026-06-30", "", nil, 200, `"mix":[`},
	{"a report by the day", "GET", "/report?by=day", "", nil, 422, "query.by"},
	{"a report from never", "GET", "/report?from=x", "", nil, 422, `"location":"query.from"`},
	{"a report backwards", "GET", "/report?from=2026-05&to=2026-01", "", nil, 422, "from is later than to"},
	{"behind a number", "GET", "/report/postings?key=mix/senior", "", nil, 200, desktest.First},
	{"behind no number", "GET", "/report/postings?key=shoe", "", nil, 404, "no number"},
	{"behind nothing", "GET", "/report/postings", "", nil, 422, "required"},
	{"the ladder", "GET", "/ladder", "", nil, 200, `"stands_for":`},
	{"boards", "GET", "/boards?limit=5", "", nil, 200, `"total":32`},
	{"boards in trouble", "GET", "/boards?trouble=true&source=ashby", "", nil, 200, `"not found":1`},
	{"boards behind nothing", "GET", "/boards?cursor=!", "", nil, 422, "no cursor"},
	{"health", "GET", "/health", "", nil, 200, `"status":"ok"`},
	{"readiness", "GET", "/ready", "", nil, 200, `"status":"ready"`},
	{"metrics", "GET", "/metrics", "", nil, 200, "rung_build_info"},
}

func TestAnswersAreThoseOfTheDocument(t *testing.T) {
	h := api.New(api.Options{Desk: desktest.New(t)})
	d := describe(t, h)
	asked := map[string]bool{}
	for _, tt := range answers {
		t.Run(tt.name, func(t *testing.T) {
			w := ask(t, h, tt.method, api.Prefix+tt.target, tt.body, tt.header...)
			path, _, _ := strings.Cut(tt.target, "?")
			template, op := d.find(t, tt.method, path)
			asked[template] = true
			if w.Code != tt.status || !strings.Contains(strings.ReplaceAll(w.Body.String(), ">", `\u003e`), tt.want) {
				t.Errorf("status %d, want %d with %q:\n%.900s", w.Code, tt.status, tt.want, w.Body)
			}
			d.check(t, op, w)
			if got := w.Header().Get("X-Model-Version"); got != "test" {
				t.Errorf("X-Model-Version %q, want test", got)
			}
		})
	}
	for path := range d.Paths {
		if !asked[path] {
			t.Errorf("%s is never asked", path)
		}
	}
}

func TestUnchangedCostsNothing(t *testing.T) {
	o := desktest.New(t)
	h := api.New(api.Options{Desk: o})
	d := describe(t, h)
	for _, target := range []string{"/search?q=product", "/posting/" + url.PathEscape(desktest.First), "/report", "/report/postings?key=mix/pm", "/ladder", "/boards"} {
		tag := ask(t, h, "GET", api.Prefix+target, "").Header().Get("ETag")
		if !strings.HasPrefix(tag, `W/"`) {
			t.Errorf("%s has the ETag %q", target, tag)
		}
		w := ask(t, h, "GET", api.Prefix+target, "", "If-None-Match", `"other", `+tag)
		if w.Code != http.StatusNotModified || w.Header().Get("ETag") != tag || w.Body.Len() > 0 {
			t.Errorf("%s of what is at hand: %d, ETag %q, %d bytes", target, w.Code, w.Header().Get("ETag"), w.Body.Len())
		}
		path, _, _ := strings.Cut(target, "?")
		_, op := d.find(t, "GET", path)
		d.check(t, op, w)
	}
	before := ask(t, h, "GET", api.Prefix+"/ladder", "").Header().Get("ETag")
	x := o.Index.(*index.Index)
	if err := x.Put(t.Context(), []index.Document{{Posting: corpus.Posting{ID: "new", Title: "New"}}}); err != nil {
		t.Fatal(err)
	}
	if w := ask(t, h, "GET", api.Prefix+"/ladder", "", "If-None-Match", before); w.Code != 200 || w.Header().Get("ETag") == before {
		t.Errorf("after a write: %d with the same ETag", w.Code)
	}
}

func TestPagesFollowEachOther(t *testing.T) {
	h := api.New(api.Options{Desk: desktest.New(t)})
	for _, target := range []string{"/search?q=product&limit=7&fold=false", "/boards?limit=7"} {
		seen := map[string]bool{}
		total := 0
		for next := api.Prefix + target; next != ""; {
			w := ask(t, h, "GET", next, "")
			var page struct {
				Total  int
				Hits   []struct{ ID string }
				Boards []corpus.Visit
				Next   string
			}
			if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 {
				t.Fatalf("%s: %d %v", next, w.Code, err)
			}
			for _, h := range page.Hits {
				seen[h.ID] = true
			}
			for _, b := range page.Boards {
				seen[b.Board.ID()] = true
			}
			total = page.Total
			link, ok := strings.CutSuffix(w.Header().Get("Link"), `>; rel="next"`)
			if ok != (page.Next != "") {
				t.Fatalf("%s: next %q, Link %q", next, page.Next, link)
			}
			next = strings.TrimPrefix(link, "<")
		}
		if total < 20 || len(seen) != total {
			t.Errorf("%s: pages hold %d, want all %d once", target, len(seen), total)
		}
	}
}

// TestInjections puts what an attacker would into every parameter and every
// member of a body, and holds that each answer is one the document names, is
// read as nothing but what it is, and is no fault of ours.
func TestInjections(t *testing.T) {
	if testing.Short() {
		t.Skip("asks thousands of times")
	}
	var faults []error
	o := desktest.New(t)
	whole := o.Report
	o.Report = func(ctx context.Context, opt trend.Options) (*trend.Report, error) {
		opt.Core = true // a hundredth of the time
		return whole(ctx, opt)
	}
	h := api.New(api.Options{Desk: o, Log: func(_ string, err error) { faults = append(faults, err) }})
	d := describe(t, h)
	harmless := func(t *testing.T, op operation, w *httptest.ResponseRecorder) {
		t.Helper()
		d.check(t, op, w)
		head := w.Header()
		if w.Code >= 500 || head.Get("Set-Cookie") != "" || head.Get("X-Content-Type-Options") != "nosniff" || !utf8.Valid(w.Body.Bytes()) ||
			!strings.Contains(head.Get("Content-Type")+" no body", "json") && w.Code != 304 && !strings.HasPrefix(head.Get("Content-Type"), "text/plain; version") {
			t.Errorf("%s: %d %v", op.OperationID, w.Code, head)
		}
		if !bytes.HasPrefix(w.Body.Bytes(), []byte("#")) && !desktest.Printable(w.Body.Bytes()) {
			t.Errorf("%s: control characters in the answer", op.OperationID)
		}
	}
	for path, item := range d.Paths {
		for method, op := range item {
			for _, s := range desktest.Injections {
				for _, p := range op.Parameters {
					target, header := api.Prefix+path, []string(nil)
					q := url.Values{}
					for _, other := range op.Parameters {
						if other.Required && other.In == "query" {
							q.Set(other.Name, "x")
						}
					}
					switch p.In {
					case "path":
						target = api.Prefix + strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(s))
					case "query":
						target = strings.ReplaceAll(target, "{id}", "x")
						q.Set(p.Name, s)
					case "header":
						target, header = strings.ReplaceAll(target, "{id}", "x"), []string{p.Name, strings.Map(printable, s)}
					}
					if strings.Contains(target, "/../") {
						continue // the mux cleans these away before any handler
					}
					harmless(t, op, ask(t, h, strings.ToUpper(method), target+"?"+q.Encode(), ad, header...))
				}
				if op.RequestBody == nil {
					continue
				}
				for _, member := range []string{"id", "title", "text", "url"} {
					data, err := json.Marshal(map[string]string{member: s})
					if err != nil {
						t.Fatal(err)
					}
					switch op.OperationID {
					case "classify-batch":
						data = fmt.Appendf(nil, `{"postings":[%s]}`, data)
						fallthrough
					case "classify":
						harmless(t, op, ask(t, h, "POST", api.Prefix+path, string(data)))
					default:
						harmless(t, op, ask(t, h, "POST", api.Prefix+path, string(data)+"\n"+s, "Content-Type", "application/x-ndjson"))
					}
				}
			}
		}
	}
	for _, err := range faults {
		t.Errorf("a fault: %v", err)
	}
}

func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return '.'
	}
	return r
}

func FuzzClassify(f *testing.F) {
	h := api.New(api.Options{Desk: desktest.New(f)})
	d := describe(f, h)
	_, op := d.find(f, "POST", "/classify")
	for _, tt := range answers {
		if strings.HasPrefix(tt.target, "/classify") && len(tt.body) < 4096 {
			f.Add([]byte(tt.body))
		}
	}
	for _, s := range desktest.Injections {
		data, err := json.Marshal(desk.Ad{Title: s, Text: s})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	// Any bytes get an answer the document describes, and never a fault.
	f.Fuzz(func(t *testing.T, body []byte) {
		w := ask(t, h, "POST", api.Prefix+"/classify?with_text=true", string(body))
		d.check(t, op, w)
		if w.Code >= 500 {
			t.Errorf("%d for %q: %s", w.Code, body, w.Body)
		}
	})
}

func TestVerdictsOfAStreamAreInOrder(t *testing.T) {
	h := api.New(api.Options{Desk: desktest.New(t)})
	w := ask(t, h, "POST", api.Prefix+"/classify/stream", lines, "Content-Type", "application/x-ndjson")
	verdict := describe(t, h).schema(t, json.RawMessage(`{"$ref":"#/components/schemas/ClassifyVerdict"}`))
	var got []string
	for line := range strings.Lines(w.Body.String()) {
		var v struct{ Rung, Reason, Beside string }
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		var any any
		if err := json.Unmarshal([]byte(line), &any); err != nil {
			t.Fatal(err)
		}
		if err := verdict.Validate(any); err != nil {
			t.Error(err)
		}
		got = append(got, v.Rung+v.Beside)
	}
	if want := []string{"pm", "", "", "other"}; !slices.Equal(got, want) {
		t.Errorf("verdicts %q, want %q:\n%s", got, want, w.Body)
	}
}
