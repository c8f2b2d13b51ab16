package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rung/classify"
	"rung/classify/ladder"
	"rung/cmd/rung/web"
	"rung/cmd/rung/web/mcp"
	"rung/corpus"
	"rung/corpus/gold/label"
)

func serveCommand(a *app) *cobra.Command {
	var d doorway
	cmd := &cobra.Command{
		Use:     "serve",
		Short:   "The pages: classify, search, demand, ladder, boards, in a browser",
		Long:    "Serve shows the pages on this machine until interrupted: paste an ad and see its rung with the evidence\nmarked in its text, search, read postings, read the level-demand report and what each rung asks, see how\nthe boards answered and crawl them. The JSON API is beside them, described at /api/v1/docs,\nand the tools for agents at /mcp.",
		Example: "  rung serve\n  rung serve --addr 127.0.0.1:9000",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer w.Close()
			return a.serve(cmd.Context(), w, outside{servedBoards{a, w}, a.readAddress}, d)
		},
	}
	d.register(cmd)
	return cmd
}

// labelsName is the folder of what annotators decided, in a data directory.
const labelsName = "labels"

// outside is what the pages reach beyond what is stored.
type outside struct {
	boards web.Boards
	fetch  func(ctx context.Context, address string) (corpus.Posting, error)
}

// serve shows the pages until the context ends.
func (a *app) serve(ctx context.Context, w *workspace, out outside, d doorway) error {
	l, err := a.listen(d)
	if err != nil {
		return err
	}
	pages, err := a.pages(w, out, d.hosts)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer pages.Close()
	answers, err := a.desk(w, out.fetch)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	mux.Handle(apiPrefix, a.api(answers, d))
	mux.Handle(toolsPath, mcp.Handler(a.tools(answers), d.hosts, d.rate))
	fmt.Fprintf(a.err, "The pages are at http://%s/ (Ctrl-C ends)\n", l.Addr())
	return serveUntil(ctx, httpServer(ctx, mux), l)
}

// toolsPath is where agents find their tools beside the pages.
const toolsPath = "/mcp"

// httpServer gives nobody for ever.
func httpServer(ctx context.Context, h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 2 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10, BaseContext: func(net.Listener) context.Context { return ctx },
	}
}

// lastAnswers is how long answers under way have when a server is to end.
const lastAnswers = 1500 * time.Millisecond

// serveUntil serves until the context ends, then lets answers under way
// finish, if they are soon.
func serveUntil(ctx context.Context, server *http.Server, l net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving the pages: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastAnswers)
	defer cancel()
	err := server.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}
	return err
}

func (a *app) pages(w *workspace, out outside, hosts []string) (*web.Pages, error) {
	l, err := ladder.Load()
	if err != nil {
		return nil, err
	}
	c, err := classify.Default()
	if err != nil {
		return nil, err
	}
	return web.New(web.Options{
		Classifier: c, Index: w.index, Record: w.record, Read: readPasted, ReadFile: readDropped, Fetch: out.fetch,
		Report: w.report, Meta: w.meta, Ladder: l, Boards: out.boards, Now: a.now,
		Labels: label.Open(filepath.Join(w.dir, labelsName)),
		Saved:  servedSearches{savedFile(w.dir), w.index, a.now},
		Model:  w.model, Version: version, Notice: w.notice, Hosts: hosts,
	}), nil
}

// record is everything the pages show of a posting.
func (w *workspace) record(ctx context.Context, id string) (web.Record, error) {
	s, err := w.lookUp(ctx, id)
	if err != nil {
		return web.Record{}, err
	}
	r := web.Record{Posting: s.Posting, Vacancy: s.Vacancy, History: s.History}
	if err := json.Unmarshal(s.Verdict, &r.Verdict); err != nil {
		return r, fmt.Errorf("stored verdict of %s: %w", id, err)
	}
	return r, nil
}

// readPasted reads a description as classify does: text or markup, with what
// is neither refused.
func readPasted(title, text string) (corpus.Posting, error) {
	if strings.TrimSpace(text) == "" {
		return corpus.Posting{}, &web.Refused{Reason: "There is nothing to read yet.", Fix: "Paste the ad's text, give its address, or choose its file."}
	}
	format := corpus.FormatText
	if strings.HasPrefix(strings.TrimSpace(text), "<") {
		format = corpus.FormatHTML
	}
	return readOne(input{name: "the description", ReadCloser: io.NopCloser(strings.NewReader(text))}, decodeOptions("", title, format))
}

// readDropped reads the first posting of a file, in whatever format its name
// and content tell.
func readDropped(name, title string, data []byte) (corpus.Posting, error) {
	return readOne(input{name: "the file", ReadCloser: io.NopCloser(bytes.NewReader(data))}, decodeOptions(filepath.Base(name), title, corpus.FormatAuto))
}

func readOne(in input, opt corpus.DecodeOptions) (corpus.Posting, error) {
	for p, err := range postings(in, opt) {
		return p, refusal(err, "Paste its text instead.")
	}
	return corpus.Posting{}, &web.Refused{Reason: "It holds no posting.", Fix: "Paste the ad's text instead."}
}

// readAddress reads the posting at a public address.
func (a *app) readAddress(ctx context.Context, address string) (corpus.Posting, error) {
	if !isURL(address) {
		return corpus.Posting{}, &web.Refused{Reason: "That is no address of a page.", Fix: "It begins with https://, or paste the ad's text instead."}
	}
	p, err := a.fetchPosting(ctx, address, false)
	return p, refusal(err, "Open the page yourself, and paste its text here.")
}

// refusal words an error for the pages, where the hints of a terminal do not
// help.
func refusal(err error, fix string) error {
	var c *coded
	if !errors.As(err, &c) {
		return err
	}
	s := c.Error()
	if !isURL(s) { // an address keeps its letters
		s = strings.ToUpper(s[:1]) + s[1:]
	}
	return &web.Refused{Reason: s + ".", Fix: fix}
}
