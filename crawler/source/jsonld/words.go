package jsonld

import (
	_ "embed"
	"net/url"
	"path"
	"slices"
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

// NamesJobs reports whether one of the words of an address, or of a link,
// speaks of jobs, in one of the languages career sites use.
func NamesJobs(address string) bool {
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
	return NamesJobs(p)
}

// titlesOf are the titles the last part of an address may spell out
// ("/jobs/4711-senior-product-manager-berlin"). An address has no commas, and
// places and teams follow the title, so each beginning of two words or more is
// one. Less than three words are none: a code, or too few to judge by.
func titlesOf(u *url.URL) []string {
	slug := path.Base(strings.TrimSuffix(u.Path, "/"))
	slug = strings.TrimSuffix(slug, path.Ext(slug))
	kept := slices.DeleteFunc(words(slug), func(w string) bool { return len(w) < 2 })
	if len(kept) < 3 {
		return nil
	}
	kept = kept[:min(len(kept), maxTitleWords)]
	var titles []string
	for n := 2; n <= len(kept); n++ {
		titles = append(titles, strings.Join(kept[:n], " "))
	}
	return titles
}

const maxTitleWords = 20

// isTitle reports whether the words of a link can be a job's title.
func isTitle(s string) bool {
	for _, w := range words(s) {
		if !idleWords[w] {
			return len(s) < 200
		}
	}
	return false
}
