package jsonld

import (
	_ "embed"
	"net/url"
	"path"
	"strings"
	"unicode"
)

var (
	//go:embed jobwords.txt
	jobFile string
	//go:embed otherwords.txt
	otherFile string
	//go:embed idlewords.txt
	idleFile string

	jobWords   = set(jobFile)
	otherWords = set(otherFile)
	idleWords  = set(idleFile)
)

// set reads a file of words; lines that begin with # are comments.
func set(file string) map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(file) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			m[w] = true
		}
	}
	return m
}

// words are the runs of letters of s, in lower case.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
}

// namesJobs reports whether one of the words of an address speaks of jobs.
func namesJobs(address string) bool {
	for _, w := range words(address) {
		if jobWords[w] {
			return true
		}
	}
	return false
}

// isJobPage reports whether a path may be that of a job page.
func isJobPage(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".pdf", ".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".xml", ".gz", ".css", ".js", ".json", ".ico", ".zip":
		return false
	}
	for part := range strings.SplitSeq(p, "/") {
		if otherWords[strings.ToLower(part)] {
			return false
		}
	}
	return namesJobs(p)
}

// titleOf is the title the last part of an address spells out
// ("/jobs/4711-senior-product-manager"), or "" when it has less than three
// words: a code, or words too few to judge by.
func titleOf(u *url.URL) string {
	slug := path.Base(strings.TrimSuffix(u.Path, "/"))
	slug = strings.TrimSuffix(slug, path.Ext(slug))
	var kept []string
	for _, w := range words(slug) {
		if len(w) > 1 {
			kept = append(kept, w)
		}
	}
	if len(kept) < 3 {
		return ""
	}
	return strings.Join(kept, " ")
}

// isTitle reports whether the words of a link can be a job's title.
func isTitle(s string) bool {
	for _, w := range words(s) {
		if !idleWords[w] {
			return len(s) < 200
		}
	}
	return false
}
