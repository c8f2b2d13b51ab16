package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rung/classify/title"
	"rung/corpus"
	"rung/crawler"
	"rung/crawler/detect"
	"rung/crawler/fetch"
	"rung/crawler/source"
)

func boardsDetectCommand(a *app) *cobra.Command {
	var f struct {
		company            string
		allowPrivate, json bool
	}
	cmd := &cobra.Command{
		Use:   "detect URL",
		Short: "Find the board behind a careers page, and whose it is",
		Long: wrap("Detect looks at the page and a few pages it leads to for the board of a system rung reads: redirects, frames, scripts, links, JobPosting markup, sitemaps. "+
			"It obeys robots.txt and asks each board found whether it is the employer's. It adds nothing; the exit code is 4 when it finds no board.", 80, ""),
		Example: "  rung boards detect https://example.com/careers\n  rung boards detect example.com --company 'Example Ltd' --json",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := a.detect(cmd.Context(), args[0], f.company, f.allowPrivate)
			if err != nil {
				return err
			}
			if f.json {
				if err := writeJSON(a.out, r); err != nil {
					return err
				}
			}
			if len(r.Found) == 0 {
				return nothingFound(r)
			}
			if f.json {
				return nil
			}
			return a.writeTo("", func(w io.Writer) error { a.foundText(w, r); return nil })
		},
	}
	cmd.Flags().StringVar(&f.company, "company", "", "the employer's name, where the page does not say it well")
	cmd.Flags().BoolVar(&f.allowPrivate, "allow-private", false, "let the page be on this machine or its network")
	cmd.Flags().BoolVar(&f.json, "json", false, "as JSON")
	return cmd
}

// detect looks for the boards behind an address.
func (a *app) detect(ctx context.Context, address, company string, allowPrivate bool) (detect.Result, error) {
	if _, err := detect.ParseAddress(address); err != nil {
		return detect.Result{}, fail(exitUsage, "for example: rung boards detect https://example.com/careers", "%w", err)
	}
	client := a.client(fetch.Options{AllowPrivate: allowPrivate, Follow: detect.Follow(source.Claim)})
	defer client.Close()
	r, err := detect.Find(ctx, address, detect.Options{Getter: client, Claim: source.Claim, Source: source.For, Company: company, Want: title.Gate})
	var asked *fetch.Error
	switch {
	case err == nil || ctx.Err() != nil:
		return r, err
	case errors.As(err, &asked) && asked.Outcome == corpus.OutcomeRobots:
		return r, fail(exitUnreadable, "look at the page yourself: a link to its board is enough, rung boards add SOURCE:TOKEN", "the site's robots.txt forbids asking for that page: %w", err)
	case errors.As(err, &asked) && asked.Outcome == corpus.OutcomeRefused:
		return r, fail(exitUnreadable, "addresses of this machine and its network need --allow-private", "%w", err)
	}
	return r, fail(exitUnreadable, "", "cannot read that page: %w", err)
}

// howWords say in a phrase how a board was found.
var howWords = map[detect.How]string{
	detect.ByAddress: "by its own address", detect.ByRedirect: "by a redirect", detect.ByFrame: "in a frame", detect.ByScript: "by a script",
	detect.ByForm: "by a form", detect.ByLink: "by a link", detect.ByText: "in a script's text", detect.ByMark: "by a script's token",
	detect.ByHost: "by what the page loads", detect.ByMarkup: "by its markup",
}

// client is the polite fetcher of commands that look for boards and check
// them. A network that stands in for the open web is nobody's to be polite to.
func (a *app) client(o fetch.Options) *fetch.Client {
	o.Now, o.UserAgent = a.now, userAgent()
	if a.network != nil {
		o.Transport, o.Pace, o.HostPace = a.network, fetch.Unpaced, func(string) (fetch.Pace, bool) { return fetch.Pace{}, false }
	}
	return fetch.New(o)
}

// nothingFound says what was seen instead of a board.
func nothingFound(r detect.Result) error {
	if len(r.Unread) > 0 {
		return fail(exitNothing, "rung reads: "+strings.Join(sourceNames(), ", "), "the jobs of %s seem to be on %s, which rung does not read", r.Landed, strings.Join(r.Unread, " and "))
	}
	return fail(exitNothing, "give the page that lists the jobs, or any one job's page", "no board was found at %s, having looked at %s", r.Landed, plural(len(r.Pages), "page"))
}

func (a *app) foundText(w io.Writer, r detect.Result) {
	for i, f := range r.Found {
		if i > 0 {
			fmt.Fprintln(w)
		}
		style := map[detect.Identity]string{detect.SameCompany: green, detect.CannotTell: amber, detect.AnotherCompany: red}[f.Identity]
		fmt.Fprintln(w, a.paint(bold, f.Board.ID()))
		fmt.Fprintln(w, wrap("found "+howWords[f.How]+" at "+f.At, a.columns, "  "))
		says := strings.TrimPrefix(wrap(string(f.Identity)+": "+f.Why, a.columns, "  "), "  "+string(f.Identity))
		fmt.Fprintln(w, "  "+a.paint(style, string(f.Identity))+says)
		if f.Outcome != "" {
			fmt.Fprintln(w, wrap(answered(f.Outcome, f.Postings, f.Wanted, f.Detail), a.columns, "  "))
		}
		fmt.Fprintf(w, "  %s\n", crawler.Line(a.listing(f, r)))
	}
	first := r.Found[0]
	a.note("\nAdd it to your boards: rung boards add %s", quoted(a.listing(first, r)))
}

// answered says what a board answered, in one line.
func answered(o corpus.Outcome, postings, wanted int, detail string) string {
	if o.Listed() || postings > 0 {
		return fmt.Sprintf("%s: %s, %d of product management", outcomeWords(o), plural(postings, "posting"), wanted)
	}
	return outcomeWords(o) + ": " + detail
}

// listing is a board that was found as a boards file lists it. The employer
// is named only where the board is known to be its own.
func (a *app) listing(f detect.Found, r detect.Result) corpus.Board {
	b := f.Board
	if f.Identity == detect.SameCompany && r.CompanyFrom != "domain" {
		b.Company = r.Company
	}
	b.Why = "found " + howWords[f.How]
	if f.Outcome.Listed() {
		b.Checked = a.now().Format(time.DateOnly)
	}
	return b
}

// quoted is a board as the arguments of boards add, for a shell.
func quoted(b corpus.Board) string {
	out := shellWord(b.ID())
	if b.Company != "" {
		out += " --company " + shellWord(b.Company)
	}
	if b.Base != "" {
		out += " --base " + shellWord(b.Base)
	}
	return out
}

func shellWord(s string) string {
	plain := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("-_./:@", r)
	}
	if strings.TrimLeftFunc(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
