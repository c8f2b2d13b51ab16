package extract

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"rung/corpus"
)

//go:embed currencies.txt
var currenciesFile string

// maxPay bounds how many ranges are read of one posting.
const maxPay = 50

// money is what the data file and the patterns made of it know.
type money struct {
	codes map[string]string  // sign or word, upper case → ISO code
	scale map[string]float64 // ISO code → rough units to a dollar
	// span finds one amount or two with a dash between.
	span *regexp.Regexp
}

var currencies = sync.OnceValue(func() money {
	m := money{codes: map[string]string{}, scale: map[string]float64{}}
	var signs []string
	for row := range rows(currenciesFile) {
		scale, err := strconv.ParseFloat(row[1], 64)
		if err != nil {
			panic("currencies.txt: " + err.Error()) // built-in data
		}
		m.scale[row[0]] = scale
		for _, s := range strings.Split(row[2], "|") {
			m.codes[strings.ToUpper(s)] = row[0]
			signs = append(signs, s)
		}
	}
	slices.SortFunc(signs, func(a, b string) int { return len(b) - len(a) })
	for i, s := range signs {
		signs[i] = regexp.QuoteMeta(s)
	}
	sign := `(?:` + strings.Join(signs, "|") + `)`
	number := `\d{1,3}(?:[,.'’ ]\d{2,3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?`
	// sign, number, multiplier, sign
	amount := `(?:(` + sign + `)\s?)?(` + number + `)\s?(k\b|lpa\b|lakhs?\b|lacs?\b)?\+?\s?(` + sign + `)?`
	// The period may stand with both: "$21/hr - $26/hr".
	per := `(?:\s?(?:/|\bper |\ban? )\s?(?:year|yr|annum|month|mo|week|wk|day|hour|hr|h)\b)?`
	m.span = regexp.MustCompile(`(?i)` + amount + `(?:` + per + `\s{0,2}(?:/?-|–|—|−|\bto\b|\bbis\b|\bà\b|\band\b|\bdo\b)\s{0,2}` + amount + `)?`)
	return m
})

// Currency returns the ISO 4217 code of a sign, word or code, or "".
func Currency(s string) string { return currencies().codes[strings.ToUpper(strings.TrimSpace(s))] }

var (
	periodWords = []struct {
		re     *regexp.Regexp
		period corpus.Period
	}{
		{regexp.MustCompile(`(?i)/\s?h(?:r|our)?\b|\b(?:per|an|a|each)[ -]hour\b|\bhourly\b|\bp\.?h\b|\b(?:pro|je) stunde\b|\bstundenlohn\b|\bde l'heure\b|\bgodz`), corpus.PerHour},
		{regexp.MustCompile(`(?i)/\s?day\b|\b(?:per|a)[ -]day\b|\bdaily\b|\bday rate\b|\bpro tag\b|\bpar jour\b|\bper diem\b`), corpus.PerDay},
		{regexp.MustCompile(`(?i)/\s?w(?:ee)?k\b|\b(?:per|a)[ -]week\b|\bweekly\b|\bpro woche\b`), corpus.PerWeek},
		{regexp.MustCompile(`(?i)/\s?mo(?:nth)?\b|\b(?:per|a)[ -]month\b|\bmonthly\b|\bmonat|\bpar mois\b|/\s?mois\b|\bmiesi[ęe]czn|\bmensu[ae]l|/\s?mies`), corpus.PerMonth},
		{regexp.MustCompile(`(?i)/\s?y(?:ea)?r\b|\b(?:per|a)[ -](?:year|annum)\b|\b(?:annual(?:ly|i[sz]ed)?|yearly|p\.?\s?a\b|ote\b|on-target)|\bjahr|\bpar an\b|/\s?an\b|\bannuel|\brocznie\b|\blpa\b|\bsalario anual|\bbrut annuel`), corpus.PerYear},
	}
	payWords    = regexp.MustCompile(`(?i)\b(?:salar(?:y|ies)|compensation|pay|paid|base|wages?|remuneration|ote|on-target|hourly|rate|annual(?:ly)?|earn(?:ings)?|package|gehalt|verg[üu]tung|lohn|salaire|r[ée]mun[ée]ration|wynagrodzenie|salario|range|ctc|lpa|per (?:year|annum|hour|month)|a year)\b|/\s?(?:yr|year|hr|hour|month)\b`)
	rejectWords = regexp.MustCompile(`(?i)\b(?:revenues?|turnover|funding|funded|raised|raise|series [a-f]|arr|valu(?:ation|ed)|401\s?\(?k\)?|budgets?|users|customers|assets|stipend|allowance|reimburse\w*|bonus(?:es)?|sign-on|signing|equity|rsus?|stock|referral|per diem|donat\w*|savings|deals?|quotas?|invest(?:ed|ors?|ment)|payments? volume|processed|spend(?:ing)?|grants?|perks?|learning|wellness|market|insurance|credit|prize|sales of)\b`)
	millions    = regexp.MustCompile(`(?i)^\s?(?:m|mm|mn|bn|b|million|billion|trillion|mio|mrd|crores?|%)(?:\W|$)`)
	// firmPay are words for pay that nothing else is called by.
	firmPay = regexp.MustCompile(`(?i)\b(?:salar(?:y|ies)|compensation|pay|paid|base|wages?|remuneration|ote|on-target|hourly|package|gehalt|verg[üu]tung|lohn|salaire|r[ée]mun[ée]ration|wynagrodzenie|salario|ctc|lpa)\b`)
	// soldWords, right behind a range, say that it is what is sold or spent.
	soldWords = regexp.MustCompile(`(?i)^\W{0,3}(?:in |of )?(?:annual |annually recurring |recurring )?(?:arr|acv|revenues?|quotas?|deals?|budgets?|funding|investments?|spend|assets|pipeline)\b`)
	joins     = regexp.MustCompile(`(?i)\b(?:plus|and|with|or|in addition|as well)\b|[+.;,()&/]`)
	dayOff    = regexp.MustCompile(`(?i)\b(?:a|per) day off\b`)
	openEnd   = regexp.MustCompile(`(?i)(?:(\bup to|\bbis zu|\bmax(?:imum|\.)?(?: of)?|\bjusqu'à)|(\bfrom|\bstarting (?:at|from)|\bmin(?:imum|\.)?(?: of)?|\bab))\s*$`)
)

// Pay finds the pay a posting states in its words. An amount counts when it
// has a currency, stands within about a hundred characters of a word for pay,
// is plausible for its period, and its line does not speak of revenue,
// funding, bonuses and the like: a missed range is better than a wrong one.
// Amounts are as stated, currencies and periods never converted; ranges given
// twice are told once.
//
// A line that is nothing but a range of pay ("$170k – $240k + equity"), and a
// range in the lines below a heading about pay, need no word for pay of their
// own.
func Pay(text string) []corpus.Salary {
	var out []corpus.Salary
	var h heading
	for line := range strings.SplitSeq(text, "\n") {
		h.pass(line)
		for _, m := range spans(line) {
			s, ok := read(line, m, h.pays())
			if !ok || slices.ContainsFunc(out, func(have corpus.Salary) bool {
				return have.Min == s.Min && have.Max == s.Max && have.Currency == s.Currency
			}) {
				continue
			}
			if out = append(out, s); len(out) == maxPay {
				return out
			}
		}
	}
	return out
}

// spans finds the amounts of a line as submatch offsets. The pattern is slow
// and figures are rare, so it is tried only around digits that have a
// currency near them.
func spans(line string) [][]int {
	var out [][]int
	for at := 0; at < len(line); {
		first := strings.IndexAny(line[at:], "0123456789")
		if first < 0 {
			break
		}
		start, end := cluster(line, at, at+first)
		if near := line[start:end]; hasCurrency(near) {
			for _, m := range currencies().span.FindAllStringSubmatchIndex(near, -1) {
				for i := range m {
					if m[i] >= 0 {
						m[i] += start
					}
				}
				out = append(out, m)
			}
		}
		at = end
	}
	return out
}

// cluster widens a digit at first to all digits that follow within a dozen
// bytes of each other, and to the signs that may stand on either side. It does
// not reach back beyond from.
func cluster(line string, from, first int) (start, end int) {
	const reach = 12
	last := first
	for i := first; i < len(line) && i <= last+reach; i++ {
		if line[i] >= '0' && line[i] <= '9' {
			last = i
		}
	}
	start, end = max(from, first-6), min(len(line), last+reach+1)
	for start > from && !utf8.RuneStart(line[start]) {
		start--
	}
	for end < len(line) && !utf8.RuneStart(line[end]) {
		end++
	}
	return start, end
}

func hasCurrency(near string) bool {
	near = strings.ToUpper(near)
	for sign := range currencies().codes {
		if strings.Contains(near, sign) {
			return true
		}
	}
	return strings.Contains(near, "LPA") || strings.Contains(near, "LAKH") || strings.Contains(near, "LAC")
}

// read judges one match: m holds its submatches' offsets in line, and headed
// is set below a heading about pay.
func read(line string, m []int, headed bool) (corpus.Salary, bool) {
	part := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return line[m[2*i]:m[2*i+1]]
	}
	code := currencyOf(part(1), part(4), part(5), part(8))
	lakhs := strings.ToLower(part(3) + part(7))
	if code == "" && strings.Contains(lakhs, "l") {
		code = "INR"
	}
	if code == "" || !standsAlone(line, m[0], m[1]) {
		return corpus.Salary{}, false
	}
	lo, hi := amounts(part(2), part(3), part(6), part(7))
	s := corpus.Salary{Min: lo, Max: hi, Currency: code, Origin: corpus.SalaryFromText, Raw: strings.TrimSpace(line[m[0]:m[1]])}
	before, after := around(line, m[0], m[1])
	ranged := part(6) != ""
	if sold(after, ranged) {
		return corpus.Salary{}, false
	}
	s.Period = period(before, line[m[0]:m[1]]+after, lakhs)
	own := standsForPay(line, m[0], m[1]) && (ranged || s.Period != "")
	if !own && !payContext(before, after, lakhs, headed && ranged) {
		return corpus.Salary{}, false
	}
	oneEnd(&s, before, ranged)
	if said := s.Period; !own && !ranged && said != corpus.PerYear && !payWords.MatchString(clause(before)) {
		return corpus.Salary{}, false // "$100 a day for lunch"
	} else if !ranged && said == "" && max(s.Min, s.Max) < yearly {
		return corpus.Salary{}, false // a small figure alone says too little
	}
	return settle(s)
}

// currencyOf lets a code or a sign of one country decide before the bare
// dollar: "$75,000 - $113,000 CAD" is Canadian.
func currencyOf(signs ...string) string {
	code := ""
	for _, s := range signs {
		switch {
		case s != "" && s != "$":
			return Currency(s)
		case s == "$":
			code = Currency(s)
		}
	}
	return code
}

// standsAlone refuses numbers that are part of a word, a date, a bigger
// number, a percentage or an amount in millions.
func standsAlone(line string, start, end int) bool {
	if start > 0 {
		if c := line[start-1]; c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' {
			return false
		}
	}
	rest := line[end:]
	if rest != "" && (rest[0] >= '0' && rest[0] <= '9') {
		return false
	}
	return !millions.MatchString(rest)
}

// amounts reads two numbers; a multiplier on one side serves both when the
// other is as small ("120-150k").
func amounts(a, ka, b, kb string) (float64, float64) {
	lo := number(a)
	if b == "" {
		lo *= multiplier(ka)
		return lo, lo
	}
	hi := number(b)
	switch {
	case ka == "" && kb != "" && lo < 1000:
		ka = kb
	case kb == "" && ka != "" && hi < 1000:
		kb = ka
	}
	lo, hi = lo*multiplier(ka), hi*multiplier(kb)
	return min(lo, hi), max(lo, hi)
}

func multiplier(word string) float64 {
	switch word = strings.ToLower(word); {
	case word == "k":
		return 1e3
	case strings.HasPrefix(word, "l"): // lakhs, lacs, lakhs per annum
		return 1e5
	}
	return 1
}

// number reads "120,000.00", "55.000", "120'000", "55 000", "1,50,000" and
// "18.50": a last group of three digits is thousands, of one or two decimals.
func number(s string) float64 {
	s = strings.NewReplacer(" ", "", "'", "", "’", "").Replace(s)
	whole, fraction := s, ""
	if i := strings.LastIndexAny(s, ".,"); i >= 0 && len(s)-i-1 != 3 {
		whole, fraction = s[:i], s[i+1:]
	}
	whole = strings.NewReplacer(",", "", ".", "").Replace(whole)
	f, err := strconv.ParseFloat(whole+"."+fraction+"0", 64)
	if err != nil {
		return 0
	}
	return f
}

// sold reports whether the words right behind an amount say that it is no pay:
// what is sold or spent for a range, and for a single figure also bonuses,
// stipends and the like, up to the word that begins something else.
func sold(after string, ranged bool) bool {
	if soldWords.MatchString(after) {
		return true
	}
	if ranged {
		return false
	}
	if loc := joins.FindStringIndex(after); loc != nil {
		after = after[:loc[0]]
	}
	return rejectWords.MatchString(strings.ToValidUTF8(after[:min(len(after), 30)], ""))
}

// besidePay are the words that may stand on a line of pay alone.
var besidePay = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("equity bonus bonuses benefits commission offers offer stock options plus and or a an the per year yr annum annually annual hour hr hourly month monthly week day base cash salary pay compensation range ote gross brutto competitive target up to from usd eur gbp cad aud inr") {
		m[w] = true
	}
	return m
}()

// standsForPay reports whether a line has nothing beside an amount but words
// that go with pay.
func standsForPay(line string, start, end int) bool {
	for _, w := range strings.FieldsFunc(line[:start]+" "+line[end:], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !besidePay[strings.ToLower(w)] {
			return false
		}
	}
	return true
}

// A heading is the last short line over the ones that follow.
type heading struct {
	pay   bool
	lines int // since
}

// headed is how many lines a heading about pay speaks for.
const headed = 6

// pass goes on to a line. A heading is short, no item of a list, has no
// figures and does not end like a sentence.
func (h *heading) pass(line string) {
	switch {
	case line == "":
	case len(line) <= 60 && !strings.HasPrefix(line, "- ") && !strings.ContainsAny(line, "0123456789") && !strings.HasSuffix(line, "."):
		*h = heading{pay: firmPay.MatchString(line)}
	default:
		h.lines++
	}
}

func (h *heading) pays() bool { return h.pay && h.lines <= headed }

// around returns up to a hundred bytes of the line on each side.
func around(line string, start, end int) (before, after string) {
	return strings.ToValidUTF8(line[max(0, start-100):start], ""), strings.ToValidUTF8(line[end:min(len(line), end+100)], "")
}

// payContext reports whether the words around an amount are about pay. What
// stands nearest decides: "salary of $100k plus a $5,000 bonus" pays one and
// not the other.
func payContext(before, after, lakhs string, headed bool) bool {
	near := clause(before)
	if rejectWords.MatchString(near) && !firmPay.MatchString(near[lastIndex(rejectWords, near):]) {
		return false
	}
	if next := firstClause(after); rejectWords.MatchString(next) && !payWords.MatchString(near) && !payWords.MatchString(next) {
		return false
	}
	return headed || strings.Contains(lakhs, "l") || payWords.MatchString(before) || payWords.MatchString(after)
}

// clause is what stands before an amount in its own sentence.
func clause(before string) string {
	if i := strings.LastIndexAny(before, ".;!?"); i >= 0 && i < len(before)-1 && before[i+1] == ' ' {
		return before[i+1:]
	}
	return before
}

// firstClause is the few words after an amount that may name what it is.
func firstClause(after string) string {
	if i := strings.IndexAny(after, ".;,()+"); i >= 0 {
		after = after[:i]
	}
	return strings.ToValidUTF8(after[:min(len(after), 30)], "")
}

func lastIndex(re *regexp.Regexp, s string) int {
	all := re.FindAllStringIndex(s, -1)
	return all[len(all)-1][1]
}

// oneEnd makes a single figure an end of a range where the words say so.
func oneEnd(s *corpus.Salary, before string, ranged bool) {
	if m := openEnd.FindStringSubmatch(before); m != nil && !ranged {
		if m[1] != "" {
			s.Min = 0
		} else {
			s.Max = 0
		}
	}
}

// period looks in the amount and behind it first, then before it, nearest word
// first.
func period(before, after, lakhs string) corpus.Period {
	if strings.Contains(lakhs, "l") {
		return corpus.PerYear
	}
	after = dayOff.ReplaceAllString(after, "")
	best, at := corpus.Period(""), len(after)+1
	for _, w := range periodWords {
		if loc := w.re.FindStringIndex(after); loc != nil && loc[0] < at && loc[0] <= 50 {
			best, at = w.period, loc[0]
		}
	}
	if best != "" {
		return best
	}
	at = -1
	for _, w := range periodWords {
		for _, loc := range w.re.FindAllStringIndex(before, -1) {
			if loc[1] > at {
				best, at = w.period, loc[1]
			}
		}
	}
	return best
}

// monthlyPay are currencies of countries where ads state a month's pay.
var monthlyPay = map[string]bool{"EUR": true, "PLN": true, "CZK": true, "RON": true, "HUF": true, "BRL": true, "UAH": true, "PHP": true, "MYR": true, "THB": true, "IDR": true, "VND": true, "SEK": true, "NOK": true, "DKK": true}

// yearly is the amount from which a figure without a period is a year's pay.
const yearly = 15000

// settle decides a period that is not said from the size of the amount, and
// refuses what nobody is paid.
func settle(s corpus.Salary) (corpus.Salary, bool) {
	top := max(s.Min, s.Max) / currencies().scale[s.Currency]
	if s.Period == "" {
		switch {
		case top < 10:
			return s, false
		case top < 500:
			s.Period = corpus.PerHour
		case top >= yearly || currencies().scale[s.Currency] > 3 && top >= 6000:
			s.Period = corpus.PerYear
		case monthlyPay[s.Currency]:
			s.Period = corpus.PerMonth
		default:
			return s, false
		}
	}
	if s.Min > 0 && s.Max > 4*s.Min {
		return s, false
	}
	return s, Plausible(s)
}

// workYear is how many of each period a year of work has; it serves only to
// tell plausible pay from other numbers.
var workYear = map[corpus.Period]float64{corpus.PerHour: 2080, corpus.PerDay: 260, corpus.PerWeek: 52, corpus.PerMonth: 12, corpus.PerYear: 1}

// Plausible reports whether a year at this pay lies between 15,000 and
// 1,000,000 dollars' worth; the floor is 3,000 in currencies of which a
// dollar buys more than three units.
func Plausible(s corpus.Salary) bool {
	scale, known := currencies().scale[s.Currency]
	year := max(s.Min, s.Max) * workYear[s.Period]
	if !known || year == 0 {
		return false
	}
	floor := 15000.0 // of a year
	if scale > 3 {
		floor = 3000
	}
	return year/scale >= floor && year/scale <= 1e6
}
