package extract

import (
	"regexp"
	"slices"
	"strings"

	"rung/corpus"
)

var (
	hybridWord = regexp.MustCompile(`(?i)\bhybrid(?:e|es|o)?\b`)
	// "remote sensing" and "remote systems" are subjects, not workplaces.
	remoteWord = regexp.MustCompile(`(?i)\b(?:remote(?:ly)?|remoto|télétravail|telecommut(?:e|ing)|work(?:ing)? from (?:home|anywhere)|wfh|home ?office|fully distributed|virtual office)\b`)
	notRemote  = regexp.MustCompile(`(?i)\b(?:not? (?:a )?remote|non-remote|no remote|remote (?:sensing|systems?|control|monitoring|access|patient|device|support|desktop|work is not|is not))\b`)
	onsiteWord = regexp.MustCompile(`(?i)\b(?:on[- ]?site|in[- ]office|in[- ]person|office[- ]based|presencial|vor ort|sur site)\b`)
)

// Workplace reads short labels (a workplace field, a location, a title) and
// says where the work is done. The first label that says something decides;
// hybrid wins over remote and onsite in one label. Silence is "".
func Workplace(labels ...string) corpus.Workplace {
	for _, label := range labels {
		said := notRemote.ReplaceAllString(label, " ")
		switch {
		case hybridWord.MatchString(said):
			return corpus.Hybrid
		case remoteWord.MatchString(said):
			return corpus.Remote
		case onsiteWord.MatchString(said):
			return corpus.Onsite
		}
	}
	return ""
}

// employmentWords maps what systems and employers call kinds of contract to
// ours. Labels are matched after lower-casing, without spaces, hyphens and
// underscores; the first rows are tried first and a match is used up, so that
// "permanent" inside "nonpermanent" is not read again.
var employmentWords = []struct {
	words string
	kind  corpus.Employment
	// weak words say nothing of hours, and so nothing beside "part time".
	weak bool
}{
	{"internship intern praktikum praktikant stage stagiaire trainee apprenticeship apprentice werkstudent workingstudent student", corpus.Internship, false},
	{"nonpermanent temporary temp seasonal interim fixedterm fixed limited befristet cdd perdiem", corpus.Temporary, false},
	{"contractor contract freelance freelancer consultant 1099 b2b", corpus.Contract, false},
	{"parttime teilzeit tempspartiel parcial", corpus.PartTime, false},
	{"fulltime vollzeit tempsplein", corpus.FullTime, false},
	{"permanent regular unbefristet cdi clt", corpus.FullTime, true},
	{"volunteer other zerohours", corpus.OtherWork, false},
}

// Employment reads an employment label, such as "Full-Time", "FULL_TIME",
// "fulltime_fixed_term" or "Permanent, part time". Labels nothing is known of
// give nil; the label itself is kept in Posting.EmploymentRaw.
func Employment(labels ...string) []corpus.Employment {
	var kinds []corpus.Employment
	for _, label := range labels {
		rest := squeeze(label)
		for _, row := range employmentWords {
			for word := range strings.FieldsSeq(row.words) {
				if !strings.Contains(rest, word) {
					continue
				}
				rest = strings.ReplaceAll(rest, word, "|")
				if row.weak && slices.Contains(kinds, corpus.PartTime) {
					continue
				}
				kinds = append(kinds, row.kind)
			}
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// squeeze keeps letters and digits.
func squeeze(label string) string {
	if len(label) > 200 {
		label = label[:200]
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r > 127 {
			return r
		}
		return -1
	}, strings.ToLower(label))
}
