package crawler

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"rung/corpus"
)

// A Shelf is the directory of boards as one user has it: what is shipped,
// what the user added, less what was pruned. The shipped directory is never
// written; the other two are boards files of the ordinary form in the user's
// data directory, where they may also be edited by hand: comments are kept.
type Shelf struct {
	dir string
	// own are the boards the user added, pruned those left out; a pruned
	// board's Why is the reason and its Checked the day.
	own, pruned []corpus.Board
}

const (
	ownFile    = "boards.yaml"
	prunedFile = "pruned.yaml"
)

// OpenShelf reads the shelf of a data directory. Files that are not there are
// empty ones; mistakes in them are told as ParseBoards tells them.
func OpenShelf(dir string) (*Shelf, error) {
	s := &Shelf{dir: dir}
	for name, into := range map[string]*[]corpus.Board{ownFile: &s.own, prunedFile: &s.pruned} {
		path := filepath.Join(dir, name)
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read boards file: %w", err)
		}
		// A base on this machine is the user's own doing; what may be asked
		// is decided when it is.
		if *into, err = ParseBoards(path, data, true); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Origin says where a board of a shelf comes from.
type Origin string

const (
	Shipped Origin = "shipped"
	Own     Origin = "own"
)

// An Entry is one board of a shelf.
type Entry struct {
	corpus.Board
	Origin Origin `json:"origin"`
	// Pruned says why a crawl leaves the board out, "" for one it reads;
	// PrunedOn is the day.
	Pruned   string `json:"pruned,omitempty"`
	PrunedOn string `json:"pruned_on,omitempty"`
}

// Entries returns every board, the user's own before the shipped ones. Of a
// board that is listed by both the user's entry counts.
func (s *Shelf) Entries() []Entry {
	var out []Entry
	for _, b := range s.own {
		out = append(out, s.entry(b, Own))
	}
	for _, b := range shipped() {
		if !contains(s.own, b) {
			out = append(out, s.entry(b, Shipped))
		}
	}
	return out
}

func (s *Shelf) entry(b corpus.Board, from Origin) Entry {
	e := Entry{Board: b, Origin: from}
	if i := place(s.pruned, b); i >= 0 {
		e.Pruned, e.PrunedOn = s.pruned[i].Why, s.pruned[i].Checked
		if e.Pruned == "" {
			e.Pruned = "pruned" // by hand, without a reason
		}
	}
	return e
}

// Boards returns the boards a crawl reads: all that are not pruned.
func (s *Shelf) Boards() []corpus.Board {
	var out []corpus.Board
	for _, e := range s.Entries() {
		if e.Pruned == "" {
			out = append(out, e.Board)
		}
	}
	return out
}

// A DuplicateError is a board that is to be added and is listed already.
type DuplicateError struct{ Entry Entry }

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("board %s is listed already (%s)", e.Entry.ID(), e.Entry.Origin)
}

// Add lists a board, or takes a pruned one back; restored reports the latter.
// It fails with a *DuplicateError for a board that is read already.
func (s *Shelf) Add(b corpus.Board) (restored bool, err error) {
	if reason := wrong(b, true); reason != "" {
		return false, fmt.Errorf("board %q: %s", b.ID(), reason)
	}
	listed := slices.IndexFunc(s.Entries(), func(e Entry) bool { return e.ID() == b.ID() })
	if listed >= 0 && s.Entries()[listed].Pruned == "" {
		return false, &DuplicateError{s.Entries()[listed]}
	}
	if contains(s.pruned, b) {
		if err := s.edit(prunedFile, func(list *yaml.Node) { drop(list, b) }); err != nil {
			return false, err
		}
		s.pruned = slices.Delete(s.pruned, place(s.pruned, b), place(s.pruned, b)+1)
	}
	if listed >= 0 {
		return true, nil
	}
	if err := s.edit(ownFile, func(list *yaml.Node) { list.Content = append(list.Content, entryNode(b)) }); err != nil {
		return false, err
	}
	s.own = append(s.own, b)
	return false, nil
}

// Prune leaves a board out of crawls from now on, with the reason and the day.
// Pruning a pruned board changes nothing. Add takes it back.
func (s *Shelf) Prune(b corpus.Board, why string, on time.Time) error {
	if contains(s.pruned, b) {
		return nil
	}
	b = corpus.Board{Source: b.Source, Token: b.Token, Company: b.Company, Why: why, Checked: on.Format(time.DateOnly)}
	if err := s.edit(prunedFile, func(list *yaml.Node) { list.Content = append(list.Content, entryNode(b)) }); err != nil {
		return err
	}
	s.pruned = append(s.pruned, b)
	return nil
}

func place(boards []corpus.Board, b corpus.Board) int {
	return slices.IndexFunc(boards, func(have corpus.Board) bool { return have.ID() == b.ID() })
}

func contains(boards []corpus.Board, b corpus.Board) bool { return place(boards, b) >= 0 }

// edit changes the list of a boards file through its YAML nodes, which keeps
// what else a person wrote into it, and replaces the file in one step.
func (s *Shelf) edit(name string, change func(list *yaml.Node)) error {
	path := filepath.Join(s.dir, name)
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read boards file: %w", err)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return fmt.Errorf("boards file %s: %w", path, err)
	}
	if root.Kind == 0 {
		root = *newList()
	}
	change(listOf(&root))
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := errors.Join(enc.Encode(&root), enc.Close()); err != nil {
		return fmt.Errorf("write boards file %s: %w", path, err)
	}
	return replaceFile(path, out.Bytes())
}

// listOf is the list under "boards:" of a file that ParseBoards accepted, made
// where the key has nothing below it.
func listOf(root *yaml.Node) *yaml.Node {
	top := root.Content[0]
	for i := 0; i+1 < len(top.Content); i += 2 {
		if top.Content[i].Value != "boards" {
			continue
		}
		if list := top.Content[i+1]; list.Kind != yaml.SequenceNode {
			*list = yaml.Node{Kind: yaml.SequenceNode}
		}
		return top.Content[i+1]
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	top.Content = append(top.Content, text("boards"), list)
	return list
}

func newList() *yaml.Node {
	return &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{
		Kind: yaml.MappingNode, Content: []*yaml.Node{text("boards"), {Kind: yaml.SequenceNode}},
	}}}
}

func text(s string) *yaml.Node {
	n := new(yaml.Node)
	n.SetString(s)
	return n
}

// entryNode is a board on one line: {source: ashby, token: linear, …}.
func entryNode(b corpus.Board) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
	for _, f := range []struct{ key, value string }{
		{"source", b.Source}, {"token", b.Token}, {"company", b.Company}, {"base", b.Base}, {"why", b.Why}, {"checked", b.Checked},
	} {
		if f.value != "" {
			n.Content = append(n.Content, text(f.key), text(f.value))
		}
	}
	return n
}

// drop removes a board from a list.
func drop(list *yaml.Node, b corpus.Board) {
	list.Content = slices.DeleteFunc(list.Content, func(item *yaml.Node) bool {
		var have corpus.Board
		return item.Decode(&have) == nil && have.ID() == b.ID()
	})
}

// Line is a board as a line of a boards file, under "boards:".
func Line(b corpus.Board) string {
	out, err := yaml.Marshal(entryNode(b))
	if err != nil {
		panic(err) // a mapping of texts can be written
	}
	return "- " + string(bytes.TrimSpace(out))
}

// replaceFile writes a file aside and moves it into place, so that whoever
// reads it sees the old one or the new one.
func replaceFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already when all went well
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Rename(f.Name(), path)
}
