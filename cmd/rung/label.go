package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rung/classify"
	"rung/classify/eval"
	"rung/classify/title"
	"rung/corpus"
	"rung/corpus/gold"
	"rung/corpus/gold/label"
)

func labelCommand(a *app) *cobra.Command {
	var by, dir string
	var agreement, asJSON bool
	cmd := &cobra.Command{
		Use:   "label FILE",
		Short: "Label postings by hand, the duties before the title is seen",
		Long: "Label shows the postings of a file one by one, first with the title hidden, then with it shown, and\n" +
			"asks one key a question: the rung of the duties, how sure, the words that decided, years, reports;\n" +
			"then the rung. Every answer is written at once, as a gold file in FILE's name.labels/, and the next\n" +
			"run goes on where this one ended. --agreement compares two such files.",
		Example: "  rung label --by ana postings.jsonl\n  rung label --agreement postings.labels/ana.jsonl postings.labels/ben.jsonl\n  rung eval --gold postings.labels/ana.jsonl",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case agreement && len(args) == 2:
				return a.agreement(args[0], args[1], asJSON)
			case agreement || len(args) == 2:
				return fail(exitUsage, "to label: rung label FILE\nto compare: rung label --agreement A.jsonl B.jsonl", "label takes one file, --agreement two")
			}
			return a.label(cmd.Context(), args[0], by, dir)
		},
	}
	cmd.Flags().StringVar(&by, "by", "me", "your name, which the file of labels is called by")
	cmd.Flags().StringVar(&dir, "into", "", "`DIR` of labels (default: beside FILE)")
	cmd.Flags().BoolVar(&agreement, "agreement", false, "say how far two files of labels agree")
	cmd.Flags().BoolVar(&asJSON, "json", false, "the agreement as JSON")
	return cmd
}

func (a *app) label(ctx context.Context, name, by, dir string) error {
	if name == "-" {
		return fail(exitUsage, "name a file: rung label postings.jsonl", "standard input is for the answers")
	}
	in, err := a.openInput(name)
	if err != nil {
		return err
	}
	defer in.Close()
	var all []corpus.Posting
	for p, err := range postings(in, decodeOptions(name, "", corpus.FormatAuto)) {
		var row *corpus.RowError
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &row):
			a.warn("%s", rowText(in.name, row))
		case err != nil:
			return err
		default:
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		return fail(exitNothing, rowForm, "%s holds no posting", name)
	}
	if dir == "" {
		dir = labelsBeside(name)
	}
	book := label.Open(dir)
	file, err := book.File(by)
	if err != nil {
		return fail(exitUsage, "for example: --by ana", "--by %q: %w", by, err)
	}
	s, err := book.Session(by, all)
	switch {
	case errors.Is(err, label.ErrOther):
		return fail(exitUnreadable, "name another place: --into DIR", "%s is not written to: %w", file, err)
	case err != nil:
		return fail(exitUnreadable, "mend the file, or name another place: --into DIR", "%w", err)
	}
	d := dialogue{a: a, in: bufio.NewReader(a.in), session: s}
	return errors.Join(d.run(file), ctx.Err())
}

// labelsBeside is the folder of a file's labels, unless another is named.
func labelsBeside(file string) string {
	return strings.TrimSuffix(file, filepath.Ext(file)) + ".labels"
}

// dialogue asks a person about one posting after the other.
type dialogue struct {
	a       *app
	in      *bufio.Reader
	session *label.Session
	kept    int
}

// What a person may say instead of an answer.
var (
	errSkip = errors.New("skip")
	errBack = errors.New("back")
	errQuit = errors.New("quit")
)

func (d *dialogue) run(file string) error {
	for {
		p, ok := d.session.Current()
		if !ok {
			break
		}
		err := d.posting(p)
		switch {
		case errors.Is(err, errSkip):
			d.session.Skip()
		case errors.Is(err, errBack):
			if !d.session.Back() {
				fmt.Fprintln(d.a.out, "This is the first one.")
			}
		case errors.Is(err, errQuit):
			return d.end(file)
		case err != nil:
			return err
		default:
			d.kept++
		}
	}
	return d.end(file)
}

func (d *dialogue) end(file string) error {
	_, of := d.session.Progress()
	if d.kept > 0 {
		fmt.Fprintf(d.a.out, "\n%s kept in %s.\n", plural(d.kept, "label"), file)
	}
	if left := d.session.Left(); left > 0 {
		d.a.note("%d of %d are not labelled; the same command goes on there", left, of)
	} else if d.kept == 0 {
		d.a.note("Everything here is labelled already: %s", file)
	}
	return nil
}

// posting asks both passes and keeps the answers.
func (d *dialogue) posting(p corpus.Posting) error {
	at, of := d.session.Progress()
	c := d.a.console
	fmt.Fprintf(c.out, "\n%s\n%s\n\n", ruler(c.columns), c.paint(bold, fmt.Sprintf("%d of %d, title hidden", at+1, of)))
	for line := range strings.Lines(classify.Mask(p)) {
		indent := ""
		if strings.HasPrefix(strings.TrimSpace(line), "- ") {
			indent = "  "
		}
		fmt.Fprintln(c.out, strings.TrimPrefix(wrap(line, c.columns, indent), indent))
	}
	var ans label.Answers
	if err := d.duties(p, &ans); err != nil {
		return err
	}
	return d.shown(p, &ans)
}

// duties is the first pass.
func (d *dialogue) duties(p corpus.Posting, ans *label.Answers) (err error) {
	fmt.Fprintln(d.a.out)
	if ans.Duties, err = d.word("Duties", "", rungKeys, key{"n", ""}); err != nil {
		return err
	}
	if ans.Duties != "" {
		if ans.DutiesCertainty, err = d.word("How sure", "", certaintyKeys); err != nil {
			return err
		}
		if ans.Evidence, err = d.evidence(p.Text); err != nil {
			return err
		}
	}
	if ans.YearsMin, err = d.years(); err != nil {
		return err
	}
	reports, err := d.word("People report to the role", "no", []key{{"y", "yes"}, {"n", "no"}})
	ans.Reports = reports == "yes"
	return err
}

// shown is the second pass: the title, and with it the rung.
func (d *dialogue) shown(p corpus.Posting, ans *label.Answers) error {
	says := title.Parse(p.Title).Rung
	fmt.Fprintf(d.a.out, "\n%s %s\n", d.a.paint(bold, "Title:"), fit(p.Title, d.a.columns-7))
	var err error
	none := key{"n", "none"}
	if says == "" {
		says = "none"
	}
	if ans.TitleSays, err = d.word("The title claims", says, append(slices.Clone(rungKeys[:7]), none)); err != nil {
		return err
	}
	for {
		if ans.Rung, err = d.word("Rung, all in all", ans.Duties, rungKeys); err != nil {
			return err
		}
		if ans.Certainty, err = d.word("How sure", "", certaintyKeys); err != nil {
			return err
		}
		if err = d.session.Keep(*ans); err == nil {
			return nil
		}
		fmt.Fprintf(d.a.out, "Not kept: %v\n", err)
	}
}

// A key is one letter and the word it stands for.
type key struct{ key, word string }

var rungKeys = func() []key {
	var out []key
	for i, r := range gold.Rungs() {
		out = append(out, key{strconv.Itoa(i + 1), r})
	}
	return append(out, key{"d", "designer"}, key{"v", "developer"}, key{"o", "other"})
}()

var certaintyKeys = []key{{"h", "high"}, {"m", "medium"}, {"l", "low"}}

// word asks for one of a few words by its key, or in full; an empty line
// takes the usual answer where there is one.
func (d *dialogue) word(question, usual string, keys []key, more ...key) (string, error) {
	keys = append(slices.Clone(keys), more...)
	var offered []string
	for _, k := range keys {
		word := k.word
		if word == "" {
			word = "none told"
		}
		offered = append(offered, k.key+" "+word)
	}
	prompt := question + "? " + strings.Join(offered, " · ")
	if usual != "" {
		prompt += " [" + usual + "]"
	}
	for {
		said, err := d.ask(prompt)
		if err != nil {
			return "", err
		}
		if said == "" && usual != "" {
			return usual, nil
		}
		for _, k := range keys {
			if said != "" && (strings.EqualFold(said, k.key) || strings.EqualFold(said, k.word)) {
				return k.word, nil
			}
		}
		fmt.Fprintln(d.a.out, "One key of these; or s to skip, b to go back, q to quit.")
	}
}

// mostEvidence is how many spans the guide allows.
const mostEvidence = 5

func (d *dialogue) evidence(text string) ([]string, error) {
	var out []string
	for len(out) < mostEvidence {
		said, err := d.ask("Words that decided it, as they stand in the text (empty line: enough)")
		switch {
		case err != nil:
			return nil, err
		case said == "" && len(out) > 0:
			return out, nil
		case said == "":
			fmt.Fprintln(d.a.out, "At least one.")
			continue
		}
		if words, ok := label.Quote(text, said); ok {
			out = append(out, words)
		} else {
			fmt.Fprintln(d.a.out, "Those words are not in the text.")
		}
	}
	return out, nil
}

func (d *dialogue) years() (*int, error) {
	for {
		said, err := d.ask("Least years of product or relevant experience (empty line: none asked)")
		if err != nil || said == "" {
			return nil, err
		}
		if n, err := strconv.Atoi(said); err == nil && n >= 0 && n <= 40 {
			return &n, nil
		}
		fmt.Fprintln(d.a.out, "A whole number of years.")
	}
}

// ask prints a question and reads one line. The end of input is quitting.
func (d *dialogue) ask(question string) (string, error) {
	fmt.Fprint(d.a.out, wrap(question+": ", d.a.columns-2, "")+" ")
	line, err := d.in.ReadString('\n')
	said := strings.TrimSpace(line)
	if err != nil && (said == "" || !errors.Is(err, io.EOF)) {
		fmt.Fprintln(d.a.out)
		return "", errQuit
	}
	if !d.a.inTTY {
		fmt.Fprintln(d.a.out) // a terminal shows the line that was typed
	}
	switch strings.ToLower(said) {
	case "s":
		return "", errSkip
	case "b":
		return "", errBack
	case "q":
		return "", errQuit
	}
	return said, nil
}

// agreement compares two annotators on both of their answers.
func (a *app) agreement(first, second string, asJSON bool) error {
	x, err := a.readGold(first)
	if err != nil {
		return err
	}
	y, err := a.readGold(second)
	if err != nil {
		return err
	}
	duties := eval.Agree(x.rows, y.rows, func(l gold.Label) string { return l.Duties })
	rung := eval.Agree(x.rows, y.rows, func(l gold.Label) string { return l.Rung })
	if rung.N == 0 {
		return fail(exitNothing, "both must have labelled the same file", "no posting is labelled in both %s and %s", first, second)
	}
	if asJSON {
		return writeJSON(a.out, map[string]any{"duties": agreementJSON(duties), "rung": agreementJSON(rung)})
	}
	fmt.Fprintf(a.out, "A %s, B %s\n", first, second)
	a.agreementText("Duties, title hidden", duties)
	a.agreementText("Rung, everything shown", rung)
	return nil
}

// agreementJSON gives kappa where there is one: JSON knows no NaN.
func agreementJSON(g eval.Agreement) map[string]any {
	out := map[string]any{"n": g.N, "words": g.Words, "table": g.Table, "differ": g.Differ}
	for name, v := range map[string]float64{"exact": g.Exact.P, "exact_low": g.Exact.Lo, "exact_high": g.Exact.Hi,
		"within_one": g.WithinOne.P, "within_one_low": g.WithinOne.Lo, "within_one_high": g.WithinOne.Hi,
		"kappa": g.Kappa, "kappa_low": g.KappaLo, "kappa_high": g.KappaHi} {
		out[name] = nil
		if !math.IsNaN(v) {
			out[name] = v
		}
	}
	return out
}

func (a *app) agreementText(title string, g eval.Agreement) {
	fmt.Fprintf(a.out, "\n%s: %s labelled by both\n", a.paint(bold, title), plural(g.N, "posting"))
	if g.N == 0 {
		return
	}
	fmt.Fprintf(a.out, "  the same word   %s\n", shareText(g.Exact))
	if g.WithinOne.N > 0 {
		fmt.Fprintf(a.out, "  within a rung   %s, of the %d both put on the ladder\n", shareText(g.WithinOne), g.WithinOne.N)
	}
	if !math.IsNaN(g.Kappa) {
		fmt.Fprintf(a.out, "  kappa           %.3f (%.2f–%.2f), quadratic weights, 95 %% of 1,000 draws\n", g.Kappa, g.KappaLo, g.KappaHi)
	}
	a.agreementTable(g)
	for i, x := range g.Differ {
		if i == 0 {
			fmt.Fprintln(a.out, "  Seen differently:")
		}
		fmt.Fprintf(a.out, "    %s  A %s, B %s\n", x.ID, x.A, x.B)
	}
}

// agreementTable prints the words that either used: A's in rows, B's in
// columns.
func (a *app) agreementTable(g eval.Agreement) {
	var used []int
	for i := range g.Words {
		n := 0
		for j := range g.Words {
			n += g.Table[i][j] + g.Table[j][i]
		}
		if n > 0 {
			used = append(used, i)
		}
	}
	fmt.Fprint(a.out, "  A down, B across\n  "+pad("", 10))
	for _, j := range used {
		fmt.Fprintf(a.out, " %6s", fit(g.Words[j], 6))
	}
	fmt.Fprintln(a.out)
	for _, i := range used {
		fmt.Fprint(a.out, "  "+pad(g.Words[i], 10))
		for _, j := range used {
			fmt.Fprintf(a.out, " %6d", g.Table[i][j])
		}
		fmt.Fprintln(a.out)
	}
}
