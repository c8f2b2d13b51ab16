package crawler

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A CheckLog keeps what boards answered to checks, so that a check that was
// interrupted goes on where it was and a second "not found" can be told from
// the first. It is a file of one JSON object a line, written as the answers
// come. Its methods are for one goroutine.
type CheckLog struct {
	file    *os.File
	answers map[string][]Checked // by board, the oldest first
}

const (
	checksFile = "checks.jsonl"
	// kept is how many answers of a board are kept, and crowded the number of
	// lines per board from which the file is written anew.
	kept    = 3
	crowded = 8
)

// OpenCheckLog opens the log of a data directory, making it where there is
// none. A line that a killed check left half written is passed over.
func OpenCheckLog(dir string) (*CheckLog, error) {
	path := filepath.Join(dir, checksFile)
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read earlier checks: %w", err)
	}
	l := &CheckLog{answers: map[string][]Checked{}}
	lines := 0
	for line := range bytes.Lines(data) {
		var c Checked
		if json.Unmarshal(line, &c) == nil && c.Board.Token != "" {
			l.note(c)
		}
		lines++
	}
	if lines > crowded*len(l.answers) || len(data) > 0 && data[len(data)-1] != '\n' {
		if err := replaceFile(path, l.encode()); err != nil {
			return nil, fmt.Errorf("keep checks: %w", err)
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if l.file, err = os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644); err != nil {
		return nil, fmt.Errorf("keep checks: %w", err)
	}
	return l, nil
}

func (l *CheckLog) note(c Checked) {
	all := append(l.answers[c.Board.ID()], c)
	l.answers[c.Board.ID()] = all[max(0, len(all)-kept):]
}

func (l *CheckLog) encode() []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	for _, all := range l.answers {
		for _, c := range all {
			if err := enc.Encode(c); err != nil {
				panic(err) // it came from such a line
			}
		}
	}
	return out.Bytes()
}

// Add records an answer.
func (l *CheckLog) Add(c Checked) error {
	line, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if _, err := l.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("keep checks: %w", err)
	}
	l.note(c)
	return nil
}

// Answers returns the latest answers of a board, the oldest first.
func (l *CheckLog) Answers(id string) []Checked { return l.answers[id] }

// Close closes the file.
func (l *CheckLog) Close() error { return l.file.Close() }
