package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"rung/classify/score"
	"rung/corpus/gold"
)

// builtinGold is the name of the embedded invented postings.
const builtinGold = "builtin"

// goldFile is one file of labelled postings, read.
type goldFile struct {
	score.Source
	rows []gold.Row
}

// readGold reads a gold file, or the embedded one. A line that cannot be read
// ends it: a figure over the rest would not be the figure asked for.
func (a *app) readGold(name string) (goldFile, error) {
	if name == builtinGold {
		rows, err := gold.Load()
		return goldFile{score.Source{Name: builtinGold, SHA256: gold.Sum(), Rows: len(rows)}, rows}, err
	}
	in, err := a.openInput(name)
	if err != nil {
		return goldFile{}, err
	}
	defer in.Close()
	h := sha256.New()
	var rows []gold.Row
	for row, err := range gold.Decode(io.TeeReader(in, h)) {
		var line *gold.LineError
		if errors.As(err, &line) {
			return goldFile{}, fail(exitUnreadable, "a gold file has one posting with its label a line: see corpus/gold/README.md", "%s:%d: %w", name, line.Line, line.Err)
		}
		if err != nil {
			return goldFile{}, fail(exitUnreadable, "", "reading %s: %w", name, err)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return goldFile{}, fail(exitNothing, "", "%s holds no labelled posting", name)
	}
	sum := hex.EncodeToString(h.Sum(nil))
	return goldFile{score.Source{Name: filepath.Base(name), SHA256: sum, Rows: len(rows)}, rows}, nil
}

// others returns the rows of files a model was fitted on beside the one with
// the given sum, as far as they can be had here: the embedded gold always.
// What is missing is said, since models fitted without it are not the shipped
// one.
func (a *app) others(m *score.Model, sum string) ([]gold.Row, error) {
	var out []gold.Row
	for _, s := range m.FittedOn {
		if s.SHA256 == sum {
			continue
		}
		if s.SHA256 != gold.Sum() {
			a.note("out of fold without %s, which the model was also fitted on and which is not here", s.Name)
			continue
		}
		rows, err := gold.Load()
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

func seen(m *score.Model, sum string) bool {
	for _, s := range m.FittedOn {
		if s.SHA256 == sum {
			return true
		}
	}
	return false
}

func shortSum(data []byte) string {
	sum := sha256.Sum256(data)
	return fmt.Sprintf("%x", sum[:4])
}
