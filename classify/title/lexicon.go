package title

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed data
var data embed.FS

// class is what a phrase of the lexicon is.
type class uint8

const (
	plain   class = iota
	mod           // rank beside a role
	head          // rank that is the role's noun
	intern        // entry place
	role          // whole role name
	noun          // role noun off the ladder
	field         // department or subject
	cut           // what follows is another's role
	softcut       // the same once a role stands before
	of            // rank noun of field
	and
	or
	flag
	workplace
	gender
	noise
	place
	grade // never in the lexicon: recognised by form
)

var classNames = map[string]class{
	"plain": plain, "mod": mod, "head": head, "intern": intern, "cut": cut, "softcut": softcut,
	"of": of, "and": and, "or": or, "workplace": workplace, "gender": gender, "noise": noise,
}

// entry is one phrase and what is known of it.
type entry struct {
	phrase   string
	class    class
	kind     Kind
	function string
	rung     string
	low      string
	track    string
	flag     string
	// bare fields count only where no word qualifies them: "VP of Products"
	// but not "Director, Consumer Products".
	bare bool
	near bool // worth reading although off the ladder
	// loose names say little of the work done under them.
	loose bool
	// passes roles give way to one in the next clause.
	passes bool
	// except are words of the clause that make a noun's kind Other.
	except map[string]bool
}

// node is a trie over words.
type node struct {
	next  map[string]*node
	entry *entry
}

func (n *node) add(e *entry) error {
	for w := range strings.FieldsSeq(e.phrase) {
		if n.next == nil {
			n.next = map[string]*node{}
		}
		child := n.next[w]
		if child == nil {
			child = &node{}
			n.next[w] = child
		}
		n = child
	}
	if n.entry != nil {
		return fmt.Errorf("phrase %q is listed twice", e.phrase)
	}
	n.entry = e
	return nil
}

// lexicon is everything the data files say.
type lexicon struct {
	root    node
	bank    node
	places  node
	words   map[string]string
	endings []string
	seasons map[string]bool
	guards  map[string]map[string]bool
}

// lex is read once; a fault in a data file is a fault of the build and is
// found by any test of this package.
var lex = mustLoad()

func mustLoad() *lexicon {
	l, err := load()
	if err != nil {
		panic(err)
	}
	return l
}

func load() (*lexicon, error) {
	l := &lexicon{words: map[string]string{}, seasons: map[string]bool{}, guards: map[string]map[string]bool{}}
	files := []struct {
		name string
		row  func([]string) error
	}{
		{"words.tsv", l.word}, {"endings.txt", l.ending}, {"ranks.tsv", l.rank}, {"roles.tsv", l.role},
		{"nouns.tsv", l.noun}, {"fields.tsv", l.field}, {"marks.tsv", l.mark}, {"guards.tsv", l.guard},
		{"places.txt", l.place},
	}
	for _, f := range files {
		text, err := data.ReadFile("data/" + f.name)
		if err != nil {
			return nil, err
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			line = strings.TrimRight(line, "\n")
			if strings.TrimSpace(line) == "" || line[0] == '#' {
				continue
			}
			// Rows may leave out empty columns at their end.
			columns := append(strings.Split(line, "\t"), "", "", "", "", "")
			if err := f.row(columns); err != nil {
				return nil, fmt.Errorf("title data %s:%d: %w", f.name, n, err)
			}
		}
	}
	return l, nil
}

func (l *lexicon) word(c []string) error {
	if c[1] == "" {
		return fmt.Errorf("%q has no word", c[0])
	}
	l.words[c[0]] = c[1]
	return nil
}

func (l *lexicon) ending(c []string) error {
	l.endings = append(l.endings, c[0])
	return nil
}

func (l *lexicon) rank(c []string) error {
	cl, ok := classNames[c[1]]
	if !ok || rankOf(c[2]) == 0 || c[4] != "" && rankOf(c[4]) == 0 {
		return fmt.Errorf("rank %q: use %q rung %q low %q", c[0], c[1], c[2], c[4])
	}
	return l.root.add(&entry{phrase: c[0], class: cl, rung: c[2], track: c[3], low: c[4], flag: c[5]})
}

func (l *lexicon) role(c []string) error {
	e := &entry{phrase: c[0], class: role, kind: Kind(c[1]), function: c[2], rung: c[3], track: c[4]}
	switch c[5] {
	case "near":
		e.near = true
	case "passes":
		e.passes = true
	case "loose":
		e.loose = true
	default:
		e.flag = c[5]
	}
	if !knownKind(e.kind) || c[3] != "" && rankOf(c[3]) == 0 {
		return fmt.Errorf("role %q: kind %q rung %q", c[0], c[1], c[3])
	}
	return l.root.add(e)
}

func (l *lexicon) noun(c []string) error {
	e := &entry{phrase: c[0], class: noun, kind: Kind(c[1]), function: c[0], except: map[string]bool{}}
	for w := range strings.FieldsSeq(c[2]) {
		e.except[w] = true
	}
	if !knownKind(e.kind) {
		return fmt.Errorf("noun %q: kind %q", c[0], c[1])
	}
	return l.root.add(e)
}

func (l *lexicon) field(c []string) error {
	e := &entry{phrase: c[0], class: field, kind: Kind(c[1]), function: c[2], flag: c[3]}
	if c[1] == "bare" {
		e.kind, e.bare = Ladder, true
	}
	if !knownKind(e.kind) || c[2] == "" {
		return fmt.Errorf("field %q: kind %q function %q", c[0], c[1], c[2])
	}
	return l.root.add(e)
}

func (l *lexicon) mark(c []string) error {
	switch name, value, _ := strings.Cut(c[1], ":"); name {
	case "flag":
		return l.root.add(&entry{phrase: c[0], class: flag, flag: value})
	case "season":
		l.seasons[c[0]] = true
		return nil
	case "bankword":
		return l.bank.add(&entry{phrase: c[0]})
	}
	cl, ok := classNames[c[1]]
	if !ok {
		return fmt.Errorf("mark %q: class %q", c[0], c[1])
	}
	return l.root.add(&entry{phrase: c[0], class: cl})
}

func (l *lexicon) guard(c []string) error {
	l.guards[c[0]] = map[string]bool{}
	for w := range strings.FieldsSeq(c[1]) {
		l.guards[c[0]][w] = true
	}
	return nil
}

func (l *lexicon) place(c []string) error {
	return l.places.add(&entry{phrase: c[0], class: place})
}

func knownKind(k Kind) bool {
	switch k {
	case Unknown, Ladder, Designer, Developer, Other:
		return true
	}
	return false
}
