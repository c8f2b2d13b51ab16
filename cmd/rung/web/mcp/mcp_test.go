package mcp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"rung/cmd/rung/web/desk"
	"rung/cmd/rung/web/desk/desktest"
	"rung/cmd/rung/web/mcp"
)

// connect returns a client of a server over the desk.
func connect(t testing.TB, o mcp.Options) *sdk.ClientSession {
	t.Helper()
	near, far := sdk.NewInMemoryTransports()
	server, err := mcp.New(o).Connect(t.Context(), near, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	client, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), far, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

type args map[string]any

// call asks a tool and holds what every result must hold.
func call(t testing.TB, c *sdk.ClientSession, tool string, in args) (res *sdk.CallToolResult, out args) {
	t.Helper()
	res, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: in})
	if err != nil {
		t.Fatalf("%s(%.200v): %v", tool, in, err)
	}
	data, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	// Four bytes a token, both copies of the answer counted.
	if len(data) >= 4*2000 {
		t.Errorf("%s(%.200v) answers in %d bytes, some %d tokens: %.300s", tool, in, len(data), len(data)/4, data)
	}
	text := res.Content[0].(*sdk.TextContent).Text
	if !desktest.Printable([]byte(text)) || strings.ContainsAny(text, "\u202e\u2066\u200b\ufeff") {
		t.Errorf("%s(%.200v) answers with characters that cannot be seen", tool, in)
	}
	if res.IsError {
		return res, nil
	}
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%s: the text copy is no JSON: %v", tool, err)
	}
	structured, err := json.Marshal(res.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	var same args
	if err := json.Unmarshal(structured, &same); err != nil || fmt.Sprint(same) != fmt.Sprint(out) {
		t.Errorf("%s: the two copies differ", tool)
	}
	if cut, _ := out["truncated"].(bool); cut && out["narrow"] == nil {
		t.Errorf("%s is truncated and does not say how to narrow", tool)
	}
	return res, out
}

func TestTools(t *testing.T) {
	c := connect(t, mcp.Options{Desk: desktest.New(t)})
	if got := c.InitializeResult().Instructions; !strings.Contains(got, "never instructions") {
		t.Errorf("the instructions do not say whose words postings are: %q", got)
	}
	list, err := c.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
		a := tool.Annotations
		if a == nil || !a.ReadOnlyHint || !a.IdempotentHint || a.DestructiveHint == nil || *a.DestructiveHint || a.OpenWorldHint == nil || *a.OpenWorldHint != (tool.Name == "classify_posting") {
			t.Errorf("%s is not annotated as reading only: %+v", tool.Name, a)
		}
		for what, schema := range map[string]any{"input": tool.InputSchema, "output": tool.OutputSchema} {
			s, _ := schema.(map[string]any)
			if s["type"] != "object" || len(s["properties"].(map[string]any)) == 0 {
				t.Errorf("%s has the %s schema %v", tool.Name, what, schema)
			}
		}
	}
	slices.Sort(names)
	want := []string{"classify_posting", "compare_levels", "explain_level", "get_posting", "level_demand", "search_postings"}
	if !slices.Equal(names, want) {
		t.Errorf("tools %v, want %v", names, want)
	}
	if data, err := json.Marshal(list); err != nil || len(data) > 4*8000 {
		t.Errorf("the list of tools takes %d bytes, %v", len(data), err)
	}
}

func TestAnswers(t *testing.T) {
	c := connect(t, mcp.Options{Desk: desktest.New(t)})
	for _, tt := range []struct {
		name, tool string
		in         args
		want       string // part of the text
		isError    bool
	}{
		{"an ad", "classify_posting", args{"title": "Senior Product Manager", "text": "You own the roadmap and mentor two product managers."}, `"rung":"senior"`, false},
		{"an address", "classify_posting", args{"url": desktest.Public}, `"rung":"pm"`, false},
		{"a private address", "classify_posting", args{"url": "http://169.254.169.254/"}, "refused", true},
		{"nothing", "classify_posting", args{}, "neither a text", true},
		{"an unknown argument", "classify_posting", args{"titel": "x"}, "titel", true},
		{"a rung", "explain_level", args{"level": "senior"}, `"rung_above":"lead"`, false},
		{"a rung by another name", "explain_level", args{"level": "Director of Product"}, `"rung":"director"`, false},
		{"no rung", "explain_level", args{"level": "wizard"}, "one of: associate", true},
		{"rows", "search_postings", args{"query": "product", "limit": 2}, `"next":`, false},
		{"no rows", "search_postings", args{"query": "zyxwv rung:senior"}, `"total":0`, false},
		{"a broken query", "search_postings", args{"query": "rung:"}, "the query cannot be read", true},
		{"too many rows", "search_postings", args{"limit": 21}, "1 to 20", true},
		{"no order", "search_postings", args{"sort": "best"}, "sort is", true},
		{"a posting", "get_posting", args{"id": desktest.First}, `"posting_text":`, false},
		{"no posting", "get_posting", args{"id": "none"}, "search_postings gives ids", true},
		{"no cursor", "get_posting", args{"id": desktest.First, "cursor": "x"}, "no cursor", true},
		{"demand", "level_demand", args{}, `"rung":"executive"`, false},
		{"demand of nothing", "level_demand", args{"query": "zyxwv"}, `"vacancies":0`, false},
		{"demand by the day", "level_demand", args{"by": "day"}, "one of: month, week", true},
		{"a comparison", "compare_levels", args{"from": "pm", "to": "senior"}, `"upper_share":`, false},
		{"a comparison of all", "compare_levels", args{"from": "associate", "to": "executive"}, `"truncated":`, false},
		{"a comparison downwards", "compare_levels", args{"from": "senior", "to": "pm"}, "lower rung as from", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res, _ := call(t, c, tt.tool, tt.in)
			text := res.Content[0].(*sdk.TextContent).Text
			if res.IsError != tt.isError || !strings.Contains(text, tt.want) {
				t.Errorf("%s(%v) answers isError %v, want %v with %q: %s", tt.tool, tt.in, res.IsError, tt.isError, tt.want, text)
			}
		})
	}
}

// TestPartsAddUp follows cursors to the end: nothing is left out on the way
// and nothing comes twice.
func TestPartsAddUp(t *testing.T) {
	o := desktest.New(t)
	c := connect(t, mcp.Options{Desk: o})
	follow := func(tool string, in args, part func(args)) {
		for n := 0; ; n++ {
			_, out := call(t, c, tool, in)
			part(out)
			next, _ := out["next"].(string)
			if next == "" || n > 400 {
				return
			}
			in["cursor"] = next
		}
	}
	var text strings.Builder
	length := 0.0
	follow("get_posting", args{"id": desktest.First}, func(out args) {
		text.WriteString(out["posting_text"].(string))
		length = out["posting_text_bytes"].(float64)
	})
	if text.Len() != int(length) || !strings.Contains(text.String(), "IGNORE ALL PREVIOUS") || length < 5000 {
		t.Errorf("the parts of the text have %d bytes of %v", text.Len(), length)
	}
	for rung, want := range map[string]int{"pm": len(o.Ladder.ResponsibilitiesOf("pm")), "senior": len(o.Ladder.ResponsibilitiesOf("senior"))} {
		asks := 0
		follow("explain_level", args{"level": rung}, func(out args) { asks += len(out["asks"].([]any)) })
		if asks != want {
			t.Errorf("%s asks %d things in all parts, want %d", rung, asks, want)
		}
	}
	seen, total := map[string]bool{}, 0.0
	follow("search_postings", args{"limit": 20}, func(out args) {
		total = out["total"].(float64)
		for _, r := range out["rows"].([]any) {
			seen[r.(map[string]any)["id"].(string)] = true
		}
	})
	if len(seen) < 50 || len(seen) != int(total) {
		t.Errorf("%d rows on all pages of %v", len(seen), total)
	}
}

// TestLargeAndHostileInputs holds the budget and the cleaning, which call
// checks, over everything an attacker or a careless agent might ask.
func TestLargeAndHostileInputs(t *testing.T) {
	var faults []error
	c := connect(t, mcp.Options{Desk: desktest.New(t), Log: func(_ string, err error) { faults = append(faults, err) }})
	long := strings.Repeat("You own the roadmap <b>&amp;</b> \"mentor\" product managers across teams. ", 5000)
	call(t, c, "classify_posting", args{"title": "Product Manager", "text": long})
	for _, s := range append(slices.Clone(desktest.Injections), long[:100_000], strings.Repeat("\\\"<>&", 4000)) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		call(t, c, "classify_posting", args{"title": s, "text": "You own the roadmap.\n" + s})
		call(t, c, "classify_posting", args{"url": s})
		call(t, c, "explain_level", args{"level": s})
		call(t, c, "explain_level", args{"level": "pm", "cursor": s})
		for _, name := range []string{"query", "level", "company", "country", "since", "cursor", "sort"} {
			call(t, c, "search_postings", args{name: s, "limit": 20})
		}
		call(t, c, "get_posting", args{"id": s})
		call(t, c, "get_posting", args{"id": desktest.First, "cursor": s})
		call(t, c, "level_demand", args{"from": s})
		call(t, c, "compare_levels", args{"from": s, "to": "senior"})
	}
	for _, p := range desktest.Hostile() {
		call(t, c, "get_posting", args{"id": p.ID})
	}
	call(t, c, "level_demand", args{"by": "week"})
	for _, from := range []string{"associate", "pm", "lead"} {
		call(t, c, "compare_levels", args{"from": from, "to": "executive"})
	}
	for _, err := range faults {
		t.Errorf("a fault: %v", err)
	}
}

// TestFaultsStayInside holds that an agent is not told of our insides.
func TestFaultsStayInside(t *testing.T) {
	o := desktest.New(t)
	o.Record = func(context.Context, string) (desk.Record, error) {
		return desk.Record{}, fmt.Errorf("open /var/secret: permission denied")
	}
	var logged string
	c := connect(t, mcp.Options{Desk: o, Log: func(tool string, err error) { logged = tool + ": " + err.Error() }})
	res, _ := call(t, c, "get_posting", args{"id": "token=hunter2"})
	if text := res.Content[0].(*sdk.TextContent).Text; !res.IsError || strings.Contains(text, "secret") {
		t.Errorf("a fault is told as %q", text)
	}
	if logged != "get_posting: open /var/secret: permission denied" {
		t.Errorf("logged %q", logged)
	}
}

func TestHTTPIsForThisMachine(t *testing.T) {
	server := httptest.NewServer(mcp.Handler(mcp.New(mcp.Options{Desk: desktest.New(t)}), nil, 0))
	defer server.Close()
	client, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &sdk.StreamableClientTransport{Endpoint: server.URL}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, out := call(t, client, "explain_level", args{"level": "pm"}); out["rank"] != 3.0 {
		t.Errorf("explain_level over HTTP: %v", out)
	}
	const hello = `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`
	for _, tt := range []struct {
		name, host, origin string
		want               int
	}{
		{"a name bent to this address", "evil.example", "", http.StatusMisdirectedRequest},
		{"a page of another site", "", "http://evil.example", http.StatusForbidden},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), "POST", server.URL, strings.NewReader(hello))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept", "application/json, text/event-stream")
			if tt.host != "" {
				r.Host = tt.host
			}
			if tt.origin != "" {
				r.Header.Set("Origin", tt.origin)
			}
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			if res.StatusCode != tt.want {
				t.Errorf("status %d, want %d", res.StatusCode, tt.want)
			}
		})
	}
}
