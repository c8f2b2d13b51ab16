package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

// languages are the few that job ads of the boards we read are written in. A
// short list keeps trigrams from calling an English list of tools Tagalog.
var languages = whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{
	whatlanggo.Eng: true, whatlanggo.Deu: true, whatlanggo.Fra: true, whatlanggo.Spa: true,
	whatlanggo.Por: true, whatlanggo.Ita: true, whatlanggo.Nld: true, whatlanggo.Swe: true,
	whatlanggo.Dan: true, whatlanggo.Nob: true, whatlanggo.Fin: true, whatlanggo.Pol: true,
	whatlanggo.Ces: true, whatlanggo.Tur: true, whatlanggo.Rus: true, whatlanggo.Ukr: true,
	whatlanggo.Heb: true, whatlanggo.Jpn: true, whatlanggo.Kor: true, whatlanggo.Cmn: true,
}}

const (
	// languageSample is how many bytes are looked at: trigrams settle long
	// before.
	languageSample = 2000
	// languageLeast is how many bytes say anything at all.
	languageLeast = 60
)

// Language returns the BCP 47 primary tag of the language a text is written
// in, "" where it is too short or too mixed to tell. It knows some twenty
// languages.
func Language(text string) string {
	text = strings.TrimSpace(text)
	if len(text) < languageLeast {
		return ""
	}
	info := whatlanggo.DetectWithOptions(sample(text), languages)
	if !info.IsReliable() {
		return ""
	}
	return info.Lang.Iso6391()
}

// sample is the middle of a long text: ads often begin and end with names.
func sample(text string) string {
	if len(text) <= languageSample {
		return text
	}
	start := (len(text) - languageSample) / 2
	end := start + languageSample
	for !utf8.RuneStart(text[start]) {
		start++
	}
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	return text[start:end]
}
