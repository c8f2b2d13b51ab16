package replay

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"rung/corpus"
)

// maxPayload bounds one recorded file; the largest board seen has 6 MB.
const maxPayload = 64 << 20

// Recorded reads the payloads of one source from a folder or a .tar.gz: a file
// "Forward Financing.json" is the board of that decoded token. Other files are
// left out. Boards come in order of their tokens.
func Recorded(source, from string) ([]Board, error) {
	var boards []Board
	keep := func(name string, r io.Reader) error {
		token, found := strings.CutSuffix(path.Base(filepath.ToSlash(name)), path.Ext(name))
		if !found || path.Ext(name) != ".json" && path.Ext(name) != ".xml" {
			return nil
		}
		raw, err := io.ReadAll(io.LimitReader(r, maxPayload))
		if err != nil {
			return fmt.Errorf("replay: read %s: %w", name, err)
		}
		boards = append(boards, Board{Board: corpus.Board{Source: source, Token: token}, Raw: raw})
		return nil
	}
	read := fromArchive
	if info, err := os.Stat(from); err == nil && info.IsDir() {
		read = fromFolder
	}
	if err := read(from, keep); err != nil {
		return nil, err
	}
	slices.SortFunc(boards, func(a, b Board) int { return strings.Compare(a.Board.Token, b.Board.Token) })
	return boards, nil
}

func fromFolder(dir string, keep func(string, io.Reader) error) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			continue
		}
		f, err := os.Open(filepath.Join(dir, e.Name()))
		if err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		err = keep(e.Name(), f)
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func fromArchive(file string, keep func(string, io.Reader) error) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("replay: %s is neither a folder nor a .tar.gz: %w", file, err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("replay: read %s: %w", file, err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if err := keep(h.Name, r); err != nil {
			return err
		}
	}
}
