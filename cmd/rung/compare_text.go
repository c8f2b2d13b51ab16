package main

import (
	"fmt"
	"strings"

	"rung/classify/compare"
	"rung/classify/ladder"
	"rung/cmd/rung/say"
	"rung/corpus"
	"rung/index"
)

const noMarketYet = "No market data here: frequencies, years and pay of the market come with rung crawl or rung import."

// A page writes the same content as text for a terminal or as Markdown.
type page struct {
	a        *app
	markdown bool
	begun    bool
}

func (p *page) head(s string) {
	if p.begun {
		fmt.Fprintln(p.a.out)
	}
	p.begun = true
	if p.markdown {
		fmt.Fprintf(p.a.out, "## %s\n\n", s)
		return
	}
	fmt.Fprintln(p.a.out, p.a.paint(bold, s))
}

func (p *page) say(s string) {
	p.begun = true
	if p.markdown {
		fmt.Fprintf(p.a.out, "%s\n\n", s)
		return
	}
	fmt.Fprintln(p.a.out, wrap(s, p.a.columns, ""))
}

// under is a group of items under a dimension.
func (p *page) under(s string) {
	if p.markdown {
		fmt.Fprintf(p.a.out, "\n**%s**\n\n", s)
		return
	}
	fmt.Fprintln(p.a.out, " "+p.a.paint(faint, s))
}

func (p *page) item(s string, details ...string) {
	if p.markdown {
		fmt.Fprintf(p.a.out, "- %s\n", s)
		for _, d := range details {
			fmt.Fprintf(p.a.out, "  - %s\n", d)
		}
		return
	}
	fmt.Fprintln(p.a.out, "  - "+strings.TrimSpace(wrap(s, p.a.columns, "    ")))
	for _, d := range details {
		fmt.Fprintln(p.a.out, p.a.paint(faint, wrap(d, p.a.columns, "      ")))
	}
}

func (a *app) showComparison(c compare.Comparison, m compare.Market, f compareFlags) error {
	if f.format == "json" {
		return writeJSON(a.out, c)
	}
	p := &page{a: a, markdown: f.format == "md"}
	ads := c.A.Title != "" || c.A.ID != ""
	if ads {
		p.head("A: " + sideTitle(c.A))
		p.say(sideFacts(c.A))
		p.head("B: " + sideTitle(c.B))
		p.say(sideFacts(c.B))
	} else {
		p.head(fmt.Sprintf("From %s to %s", c.A.Rung, c.B.Rung))
		for _, s := range []compare.Side{c.A, c.B} {
			p.say(s.Rung + ": " + standsFor(s.Rung) + ".")
		}
	}
	p.differences(c, ads)
	more, fewer := "B asks, and A does not", "A asks, and B does not"
	if !ads {
		more, fewer = fmt.Sprintf("%s asks, above %s", c.B.Rung, c.A.Rung), fmt.Sprintf("Left behind with %s", c.A.Rung)
	}
	p.asks(more, c.More, ads)
	p.asks(fewer, c.Fewer, false)
	if ads {
		p.asks("Both ask", c.Both, false)
		if len(c.Dimensions) > 0 {
			p.head("How far up each goes")
			for _, d := range c.Dimensions {
				p.item(fmt.Sprintf("%s (%s): A %s, B %s", d.Dimension, d.Asks, orNothing(d.A), orNothing(d.B)))
			}
		}
	}
	if m == nil && !f.noMarket {
		a.note("%s", noMarketYet)
	}
	return nil
}

func orNothing(rung string) string {
	if rung == "" {
		return "says nothing"
	}
	return "as " + rung
}

func sideTitle(s compare.Side) string {
	if s.Title == "" {
		return s.ID
	}
	return s.Title
}

func sideFacts(s compare.Side) string {
	if s.Rung == "" {
		return "Beside the ladder: " + s.Beside + "."
	}
	out := fmt.Sprintf("Reads as %s (%s sure)", s.Rung, say.Percent(s.Confidence))
	if s.Duties != "" {
		out += ", its duties alone as " + s.Duties
	}
	return out + "."
}

func standsFor(rung string) string {
	for _, s := range ladder.Default().Steps {
		if s.Name == rung {
			return s.StandsFor
		}
	}
	return ""
}

// differences are years, reports and pay, of the ads and of the market.
func (p *page) differences(c compare.Comparison, ads bool) {
	var lines []string
	if ads {
		lines = append(lines, "Years asked for: A "+sideYears(c.A)+", B "+sideYears(c.B)+".", "Pay: A "+sidePay(c.A)+", B "+sidePay(c.B)+".")
		if c.A.Reports != c.B.Reports {
			lines = append(lines, "People report to "+map[bool]string{true: "A", false: "B"}[c.A.Reports]+" only.")
		}
	}
	for i, s := range []compare.Side{c.A, c.B} {
		if s.Market != nil && (i == 0 || s.Rung != c.A.Rung) {
			lines = append(lines, marketFacts(s))
		}
	}
	if len(lines) == 0 {
		return
	}
	p.head("Years and pay")
	for _, l := range lines {
		p.item(l)
	}
}

func sideYears(s compare.Side) string {
	if s.Years == nil {
		return "does not say"
	}
	return fmt.Sprintf("%g", *s.Years)
}

func sidePay(s compare.Side) string {
	for _, x := range s.Pay {
		if x.Origin != corpus.SalaryEstimated && x.Currency != "" {
			return payText(index.Pay{Min: x.Min, Max: x.Max, Currency: x.Currency, Period: x.Period})
		}
	}
	return "does not say"
}

func marketFacts(s compare.Side) string {
	m := s.Market
	out := fmt.Sprintf("The market's %s: %s", s.Rung, vacancies(m.N))
	if m.Years != nil {
		out += fmt.Sprintf("; %g years in the middle, half of them ask %g to %g (n = %d)", m.Years.Median, m.Years.Q1, m.Years.Q3, m.Years.N)
	}
	for _, pay := range m.Pay {
		out += "; " + payText(index.Pay{Min: pay.Median, Max: pay.Median, Currency: pay.Currency, Period: pay.Period}) + fmt.Sprintf(" in the middle (n = %d)", pay.N)
	}
	return out + "."
}

// asks lists responsibilities by dimension; quoted says whether the words that
// ask for them are shown.
func (p *page) asks(title string, asks []compare.Ask, quoted bool) {
	if len(asks) == 0 {
		if quoted {
			p.head(title)
			p.say("Nothing that the ladder's rules can hear.")
		}
		return
	}
	p.head(title)
	dimension := ""
	for _, a := range asks {
		if a.Dimension != dimension {
			dimension = a.Dimension
			p.under(dimension)
		}
		p.ask(a, quoted)
	}
}

func (p *page) ask(a compare.Ask, quoted bool) {
	var details []string
	if quoted {
		for _, w := range a.Words {
			details = append(details, "“"+strings.Join(strings.Fields(w.Text), " ")+"”")
		}
	}
	if s := marketShare(a.Market); s != "" {
		details = append(details, s)
	}
	p.item(fmt.Sprintf("%s [%s]", a.Text, strings.Join(a.Cites, " ")), details...)
}

// marketShare says how often vacancies ask for it: a share where there are
// enough of them, the bare counts where there are not.
func marketShare(all []compare.Frequency) string {
	var out []string
	for _, f := range all {
		switch {
		case f.N == 0:
			out = append(out, f.Rung+" no vacancy")
		case f.N < 10:
			out = append(out, fmt.Sprintf("%s %d of %d", f.Rung, f.K, f.N))
		default:
			out = append(out, fmt.Sprintf("%s %s of %d", f.Rung, say.Percent(float64(f.K)/float64(f.N)), f.N))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "asked by " + strings.Join(out, ", ")
}

func (a *app) showMatch(m compare.Match, market compare.Market, f compareFlags) error {
	if f.format == "json" {
		return writeJSON(a.out, m)
	}
	p := &page{a: a, markdown: f.format == "md"}
	p.head("You and " + m.Rung)
	p.say(m.Rung + ": " + standsFor(m.Rung) + ".")
	if m.Language != "en" && m.Language != "" {
		p.say("The text is not English; the rules cannot read it, so what follows says nothing about you.")
	}
	if m.Market != nil {
		p.say(marketFacts(compare.Side{Rung: m.Rung, Market: m.Market}))
	}
	if len(m.Shown) == 0 {
		p.head("Your text has words for")
		p.say("Nothing that the ladder's rules can hear. Say what you did, of what and with what result: “Owned the roadmap of …”, “Mentored …”.")
	} else {
		p.asks("Your text has words for", m.Shown, true)
	}
	p.asks("Your text has no words for", m.Unshown, false)
	p.asks("It also shows, from rungs above", m.Above, true)
	p.asks("No text can show (not looked for)", m.Unheard, false)
	p.head("How to read this")
	p.say("No words for a thing is no proof that you have not done it: it may only be missing from the text. Nothing was scored, sent or stored.")
	if market == nil && !f.noMarket {
		a.note("%s", noMarketYet)
	}
	return nil
}
