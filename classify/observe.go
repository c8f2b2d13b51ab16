package classify

import (
	"slices"

	"rung/classify/ladder"
	"rung/classify/rule"
	"rung/classify/score"
	"rung/classify/text"
	"rung/classify/title"
	"rung/corpus"
)

// observation is everything read in one posting, unweighed.
type observation struct {
	id          string
	text        string
	titleText   string
	title       title.Title
	titleSignal string
	signals     []signal
	years       Years
	reports     bool
	language    string
	words       int
}

const english = "en"

func (c *Classifier) observe(p corpus.Posting) observation {
	o := observation{id: p.ID, text: p.Text, titleText: p.Title, title: title.Parse(p.Title)}
	o.readTitle(c.facts)
	doc := text.Parse(p.Text)
	o.language = language(doc)
	if o.language != english {
		return o
	}
	o.words = len(doc.Words)
	own := selfMentions(doc, o.title)
	matches := firstOfEach(c.rules.Match(doc, c.tagger), own)
	o.signals = slices.Grow(o.signals, len(matches)+factSignals)
	for _, m := range matches {
		o.signals = append(o.signals, ruleSignal(m))
	}
	o.readFacts(c.facts, doc, own)
	return o
}

// language trusts what the source or the text says; a text too short to tell
// is read as English, since a few English words do no harm in another
// language and a guard on none would silence short ads.
func language(doc *text.Doc) string {
	if tag, sure := doc.Language(); sure {
		return tag
	}
	return english
}

// readTitle opens with the title's own signal, where it has any words.
func (o *observation) readTitle(f factFamilies) {
	if o.titleText == "" {
		return
	}
	start, end := o.title.HeadStart, o.title.HeadEnd
	if start == end {
		start, end = 0, len(o.titleText)
	}
	o.titleSignal = "title-" + titleFamily(o.title)
	o.signals = append(o.signals, f.signal(o.titleSignal, titleSection, start, end))
}

// titleFamily is the kind of a title, parted where some of a kind tell less.
func titleFamily(t title.Title) string {
	switch {
	case t.Near:
		return "near"
	case t.Loose:
		return "loose"
	}
	return string(t.Kind)
}

// claim is what the verdict says of the title.
func (o *observation) claim() TitleClaim {
	t := o.title
	return TitleClaim{Text: o.titleText, Head: t.Head, Rung: t.Rung, Rank: t.Rank, Ranked: t.Ranked}
}

// titleKind sorts the title by how far the duties may move it, with the rank
// it starts from. A range starts at its lower end, which holds unless the
// duties support the higher.
func (o *observation) titleKind() (kind string, rank int) {
	t := o.title
	switch {
	case t.Kind != title.Ladder:
		return score.TitleUnknown, ladder.Rank("pm")
	case t.Has(title.FlagIntern) || t.Has(title.FlagProgramme):
		return score.TitleProgramme, t.Rank
	case t.Has(title.FlagBank):
		return score.TitleDialect, t.Rank
	case t.Low != t.High:
		return score.TitleRange, t.Rank
	case !t.Ranked:
		return score.TitleSilent, t.Rank
	case t.Rank < ladder.Rank("pm"):
		return score.TitleEntry, t.Rank
	case t.Rank > ladder.Rank("lead"):
		return score.TitleTop, t.Rank
	}
	return score.TitleRanked, t.Rank
}

// titleBeside names the role beside the ladder that the title says, "" where
// it says none.
func (o *observation) titleBeside() string {
	switch o.title.Kind {
	case title.Designer:
		return ladder.Designer
	case title.Developer:
		return ladder.Developer
	case title.Other:
		return ladder.Other
	}
	return ""
}

// track is meaningful from lead up: the title's word where it has one, else
// whether people report to the role.
func (o *observation) track(rank int) string {
	switch {
	case rank < ladder.Rank("lead"):
		return ""
	case o.reports:
		return "manager"
	case o.title.Track != "":
		return o.title.Track
	}
	return "ic"
}

// minWords is how many words a text needs for its duties to be judged.
const minWords = 40

// reason says why the verdict abstains, "" when it does not.
func (o *observation) reason(v Verdict) string {
	switch {
	case o.language != english:
		return "language"
	case o.words < minWords && o.words > 0:
		return "too short"
	case v.OnLadder && v.Duties.Rank == 0:
		return "title only"
	case v.OnLadder && v.Gap != nil && max(*v.Gap, -*v.Gap) >= 2 && v.Confidence < 0.5:
		return "conflicting"
	}
	return ""
}

// factSignals is how many signals of facts a posting has at most, nearly
// always.
const factSignals = 8

// firstOfEach keeps one match a rule, the first outside the posting's words
// about its own title; what stands only inside them is nobody's evidence. The
// matches come rule by rule; their memory is used again.
func firstOfEach(matches []rule.Match, own []span) []rule.Match {
	kept := matches[:0]
	for _, m := range matches {
		if n := len(kept); n > 0 && kept[n-1].Rule == m.Rule || overlaps(own, m.Start, m.End) {
			continue
		}
		kept = append(kept, m)
	}
	return kept
}

func ruleSignal(m rule.Match) signal {
	r := m.Rule
	return signal{
		name: r.Name, section: string(m.Section), dimension: r.Dimension, toward: r.Toward,
		beside: r.Beside, cite: slices.Clip(r.Cite), start: m.Start, end: m.End,
		duties: r.Weight != 0, gate: r.GateWeight != 0,
	}
}
