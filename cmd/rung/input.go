package main

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/jsonld"
)

// maxPasted bounds one pasted or piped description. The longest real posting
// seen is under 100 KB; a file a hundred times that is no posting.
const maxPasted = 10 << 20

// decodeOptions join the corpus's reader with the crawler's extraction,
// which do not know each other.
func decodeOptions(name, title string, format corpus.Format) corpus.DecodeOptions {
	return corpus.DecodeOptions{
		Format:       format,
		Name:         name,
		Title:        title,
		HTMLText:     extract.Text,
		Places:       extract.Places,
		Pay:          extract.Pay,
		PagePostings: func(page []byte) []corpus.Posting { return jsonld.Postings(page, "") },
	}
}

// rowForm says what a posting looks like where a file holds none.
const rowForm = "a row of CSV or JSON needs a title or a text (also: name, body, description)"

// input is one named input: a file or standard input.
type input struct {
	name string
	io.ReadCloser
	// command is the one that was asked, for the mends of errors.
	command string
}

// openInput opens a file, or standard input for "-".
func (a *app) openInput(name string) (input, error) {
	if name == "-" {
		return input{name: "standard input", ReadCloser: io.NopCloser(a.in), command: a.command}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return input{}, fail(exitUnreadable, "", "cannot read the input: %w", err)
	}
	if st, err := f.Stat(); err == nil && st.IsDir() {
		f.Close()
		return input{}, fail(exitUnreadable, "name the files in it: "+name+"/*", "%s is a directory", name)
	}
	return input{name: name, ReadCloser: f, command: a.command}, nil
}

// readsAd is the command that a pasted ad is given to where one was: the one
// that was asked if it reads ads, else classify.
func readsAd(command string) string {
	if command == "lint" {
		return command
	}
	return "classify"
}

// refuse looks at the first bytes for what is no text, and names the mend.
func refuse(name, command string, head []byte) error {

	for _, k := range []struct{ magic, what, hint string }{
		{"%PDF-", "a PDF", "turn it into text first: pdftotext -layout FILE - | rung classify"},
		{"PK\x03\x04", "a zipped document (DOCX, ODT)", "turn it into text first: pandoc -t plain FILE | rung classify\nor open it and paste its text: rung classify, then Ctrl-D"},
		{"\xd0\xcf\x11\xe0", "an old Word document", "save it as plain text first"},
		{"\x1f\x8b", "a gzip file", "unpack it first: gunzip -c FILE | rung …"},
		{"{\\rtf", "a rich-text document", "save it as plain text first"},
		{"SQLite format 3", "a database", "a store is named with --data DIR"},
	} {
		if bytes.HasPrefix(head, []byte(k.magic)) {
			return fail(exitUnreadable, strings.ReplaceAll(k.hint, "rung classify", "rung "+readsAd(command)), "%s is %s, not text", name, k.what)
		}
	}
	if bytes.IndexByte(head, 0) >= 0 && !bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return fail(exitUnreadable, "give text, HTML, JSONL or CSV", "%s is a binary file, not text", name)
	}
	return nil
}

// peek returns a reader that still holds the head it looked at.
func peek(r io.Reader) (*bufio.Reader, []byte, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	head, err := b.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, nil, err
	}
	return b, head, nil
}

// postings reads one input row by row. A row that cannot be read is a
// *corpus.RowError in its place.
func postings(s input, opt corpus.DecodeOptions) iter.Seq2[corpus.Posting, error] {
	return func(yield func(corpus.Posting, error) bool) {
		b, head, err := peek(s)
		switch {
		case err != nil:
			yield(corpus.Posting{}, fail(exitUnreadable, "", "reading %s: %w", s.name, err))
			return
		case len(bytes.TrimSpace(head)) == 0 && len(head) < 4096:
			yield(corpus.Posting{}, fail(exitUnreadable, "paste or pipe a description: rung "+readsAd(s.command)+" < ad.txt", "%s is empty", s.name))
			return
		}
		if err := refuse(s.name, s.command, head); err != nil {
			yield(corpus.Posting{}, err)
			return
		}
		none := true
		for p, err := range corpus.Decode(b, opt) {
			none = false
			if !yield(p, err) {
				return
			}
		}
		if none {
			yield(corpus.Posting{}, fail(exitNothing, rowForm, "%s holds no posting", s.name))
		}
	}
}

// formatFlag reads --input-format.
func formatFlag(s string) (corpus.Format, error) {
	switch f := corpus.Format(s); f {
	case corpus.FormatAuto, corpus.FormatJSONL, corpus.FormatJSON, corpus.FormatCSV, corpus.FormatHTML, corpus.FormatText:
		return f, nil
	}
	if s == "auto" {
		return corpus.FormatAuto, nil
	}
	return "", fail(exitUsage, choices(s, inputFormats), "there is no input format %q", s)
}

// rowText words a bad row.
func rowText(name string, e *corpus.RowError) string {
	if e.ID != "" {
		return fmt.Sprintf("%s:%d: %s: %s", name, e.Line, e.ID, e.Reason)
	}
	return fmt.Sprintf("%s:%d: %s", name, e.Line, e.Reason)
}

// pagePosting reads the one posting of a fetched page: its structured data
// where it has any, else its words.
func pagePosting(url string, page fetch.Page) (corpus.Posting, error) {
	opt := decodeOptions(url, "", corpus.FormatHTML)
	opt.PagePostings = func(body []byte) []corpus.Posting { return jsonld.Postings(body, page.URL) }
	for p, err := range corpus.Decode(bytes.NewReader(page.Body), opt) {
		if err != nil {
			return p, fail(exitUnreadable, "paste its text instead: rung classify, then Ctrl-D", "%s: %w", url, err)
		}
		p.URL = cmp.Or(p.URL, page.URL)
		return p, nil
	}
	return corpus.Posting{}, fail(exitUnreadable, "the page may need a browser; paste its text instead", "%s holds no text", url)
}
