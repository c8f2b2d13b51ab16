package main

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

const oneAd = `{"id":"1","title":"Senior Product Manager, Payments","company":"Acme","text":"You own the roadmap of payments and mentor two product managers. Write to jo@acme.example or +1 (415) 555-0134."}`

// stocked is a data directory with one posting.
func stocked(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(t.TempDir(), "ads.jsonl")
	if err := os.WriteFile(file, []byte(oneAd+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := rungProcess(t.Context(), nil, "--data", dir, "import", file).CombinedOutput(); err != nil {
		t.Fatalf("import: %v\n%s", err, out)
	}
	return dir
}

// TestMCPProcess asks the command as a client does that starts it.
func TestMCPProcess(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var talk strings.Builder
	cmd := rungProcess(ctx, nil, "--data", stocked(t), "mcp")
	cmd.Stderr = &talk
	c, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(ctx, &sdk.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, talk.String())
	}
	for _, tt := range []struct {
		tool string
		in   map[string]any
		want string
	}{
		{"search_postings", map[string]any{"query": "payments"}, `"total":1`},
		{"get_posting", map[string]any{"id": "1"}, "mentor two product managers"},
		{"classify_posting", map[string]any{"title": "Director of Product", "text": "You lead the product organisation."}, `"rung":"director"`},
		{"classify_posting", map[string]any{"url": "http://127.0.0.1:1/secret"}, "refused"},
		{"level_demand", nil, `"vacancies":1`},
		{"explain_level", map[string]any{"level": "pm"}, `"rank":3`},
		{"compare_levels", map[string]any{"from": "pm", "to": "senior"}, `"upper_asks"`},
	} {
		res, err := c.CallTool(ctx, &sdk.CallToolParams{Name: tt.tool, Arguments: tt.in})
		if err != nil {
			t.Fatalf("%s: %v\n%s", tt.tool, err, talk.String())
		}
		if text := res.Content[0].(*sdk.TextContent).Text; !strings.Contains(text, tt.want) {
			t.Errorf("%s(%v) = %s, want %s in it", tt.tool, tt.in, text, tt.want)
		}
	}
	if err := c.Close(); err != nil {
		t.Errorf("the process did not end well: %v\n%s", err, talk.String())
	}
}

// TestMCPOverHTTP asks it alone and beside the pages, and as another site
// would.
func TestMCPOverHTTP(t *testing.T) {
	for _, tt := range []struct {
		name, path string
		args       []string
	}{
		{"alone", "", []string{"mcp", "--http", "127.0.0.1:0"}},
		{"beside the pages", "mcp", []string{"serve", "--addr", "127.0.0.1:0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			askTools(t, ctx, startedAt(t, rungProcess(ctx, nil, append([]string{"--data", stocked(t)}, tt.args...)...))+tt.path)
		})
	}
}

func askTools(t *testing.T, ctx context.Context, at string) {
	t.Helper()
	c, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(ctx, &sdk.StreamableClientTransport{Endpoint: at}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if res, err := c.CallTool(ctx, &sdk.CallToolParams{Name: "search_postings"}); err != nil || res.IsError {
		t.Errorf("search_postings over HTTP: %v", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, at, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "evil.example"
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another name for this address: %d, want 421", res.StatusCode)
	}
}
