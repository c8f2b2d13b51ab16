package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"rung/cmd/rung/web/desk"
	"rung/cmd/rung/web/mcp"
)

func mcpCommand(a *app) *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "The tools for agents (Model Context Protocol)",
		Long: "Mcp serves six tools that only read, on standard input and output, or over HTTP on this machine:\n" +
			"classify_posting, explain_level, search_postings, get_posting, level_demand, compare_levels. Answers are\n" +
			"under 2,000 tokens, and what postings say is marked as data. Only one rung uses a data directory at a time:\n" +
			"rung serve has the same tools beside its pages, at /mcp.",
		Example: "  rung mcp                           for a client that starts it\n  rung mcp --http 127.0.0.1:8090     at http://127.0.0.1:8090/\n  rung --data demo mcp               over what rung demo --data demo kept",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer w.Close()
			return a.mcp(cmd.Context(), w, addr)
		},
	}
	cmd.Flags().StringVar(&addr, "http", "", "serve over HTTP at this `ADDRESS` of this machine; port 0 finds a free one")
	return cmd
}

func (a *app) mcp(ctx context.Context, w *workspace, addr string) error {
	answers, err := a.desk(w, a.readAddress)
	if err != nil {
		return err
	}
	server := a.tools(answers)
	if addr != "" {
		return a.mcpHTTP(ctx, server, addr)
	}
	if a.inTTY {
		a.note("This speaks JSON-RPC to a program; name it as a command in your client's settings. Ctrl-D ends.")
	}
	err = server.Run(ctx, &sdk.IOTransport{Reader: io.NopCloser(a.in), Writer: unclosed{a.out}})
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// tools are those that agents have over a data directory.
func (a *app) tools(answers *desk.Desk) *sdk.Server {
	return mcp.New(mcp.Options{Desk: answers, Log: func(tool string, err error) { a.warn("answering %s: %v", tool, err) }})
}

// unclosed keeps standard output open for those who come after.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

func (a *app) mcpHTTP(ctx context.Context, server *sdk.Server, addr string) error {
	l, err := a.listen(doorway{addr: addr})
	if err != nil {
		return err
	}
	h := httpServer(ctx, mcp.Handler(server, nil, defaultRate))
	fmt.Fprintf(a.err, "The tools are at http://%s/ (Ctrl-C ends)\n", l.Addr())
	return serveUntil(ctx, h, l)
}
