package corpus

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// fieldNames maps what others call a field, in small letters without
// separators, to what we call it. Names in a schema.org JobPosting and in
// rung's own export are among them.
var fieldNames = invert(map[string]string{
	"id":             "id _id",
	"source":         "source",
	"board":          "board boardtoken sourceid",
	"native_id":      "nativeid externalid jobid guid identifier",
	"requisition_id": "requisitionid reqid requisition refnumber",
	"url":            "url joburl link joblink jobpostingurl hostedurl absoluteurl postingurl",
	"apply_url":      "applyurl applylink applicationurl",
	"title":          "title jobtitle position",
	"company":        "company companyname employer employername organization organisation hiringorganization",
	"text":           "body text plaintext descriptionplain descriptiontext",
	"markup":         "html description descriptionhtml jobdescription",
	"company_from":   "companyfrom",
	"department":     "department",
	"team":           "team",
	"employment":     "employmenttype employment employmentraw commitment jobtype contracttype typeofemployment",
	"workplace":      "workplace workplacetype workmode joblocationtype",
	"remote":         "remote isremote",
	"location":       "location locations joblocation",
	"city":           "city",
	"region":         "region state",
	"country":        "country countrycode",
	"salary":         "salary salaries salarytext salaryrange basesalary compensation",
	"salary_min":     "salarymin minsalary",
	"salary_max":     "salarymax maxsalary",
	"salary_unit":    "salarycurrency",
	"salary_period":  "salaryperiod payperiod",
	"language":       "language lang inlanguage",
	"claimed_level":  "claimedlevel senioritylabel senioritylevel seniority experiencelevel",
	"evergreen":      "evergreen",
	"posted":         "posted postedat posteddate dateposted publishedat publishedon publishedate publicationdate firstpublished datepublished",
	"updated":        "updated updatedat updateddate lastupdated datemodified",
	"valid_through":  "validthrough expires expiresat expirydate closingdate deadline applicationdeadline",
	"extra":          "extra",
})

func invert(lists map[string]string) map[string]string {
	names := map[string]string{}
	for ours, theirs := range lists {
		for _, name := range strings.Fields(theirs) {
			names[name] = ours
		}
	}
	return names
}

// fieldOf returns our name for a field of an import, "" for none.
func fieldOf(name string) string {
	return fieldNames[strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)]
}

// A record is one row on its way to a posting.
type record struct {
	p      Posting
	opt    DecodeOptions
	plain  string // what a field meant for plain text holds
	markup string // what a field meant for markup holds, which may be either
	place  Location
	pay    Salary
	leftTo map[string]any // fields that have no place in a posting
}

var errNoWords = errors.New("neither title nor text")

// postingOf reads a row: a decoded JSON object, or cells by their heading.
func postingOf(row map[string]any, opt DecodeOptions) (Posting, error) {
	r := record{opt: opt, leftTo: map[string]any{}}
	for _, name := range slices.Sorted(maps.Keys(row)) {
		r.take(name, row[name])
	}
	return r.finish()
}

// take puts one field where it belongs. What cannot be understood is kept as
// it is rather than guessed at.
func (r *record) take(name string, value any) {
	if value == nil || value == "" {
		return
	}
	if set := setters[fieldOf(name)]; set != nil && set(r, name, value) {
		return
	}
	if !isOpinion(name) {
		r.leftTo[name] = value
	}
}

// isOpinion names what an export adds to a posting and an import leaves out:
// what rung observed and concluded itself. "@type" and "@context" are JSON-LD's.
func isOpinion(name string) bool {
	of, _, _ := strings.Cut(name, ".")
	return of == "observed" || of == "verdict" || of == "vacancy" || strings.HasPrefix(name, "@")
}

// A setter takes a field's value, or reports that it cannot.
type setter func(r *record, name string, value any) bool

var setters = map[string]setter{
	"id":             text(func(r *record) *string { return &r.p.ID }),
	"source":         text(func(r *record) *string { return &r.p.Source }),
	"board":          text(func(r *record) *string { return &r.p.Board }),
	"native_id":      named("value", func(r *record) *string { return &r.p.NativeID }),
	"requisition_id": text(func(r *record) *string { return &r.p.RequisitionID }),
	"url":            text(func(r *record) *string { return &r.p.URL }),
	"apply_url":      text(func(r *record) *string { return &r.p.ApplyURL }),
	"title":          text(func(r *record) *string { return &r.p.Title }),
	"company":        named("name", func(r *record) *string { return &r.p.Company }),
	"text":           text(func(r *record) *string { return &r.plain }),
	"markup":         text(func(r *record) *string { return &r.markup }),
	"department":     text(func(r *record) *string { return &r.p.Department }),
	"team":           text(func(r *record) *string { return &r.p.Team }),
	"language":       text(func(r *record) *string { return &r.p.Language }),
	"claimed_level":  text(func(r *record) *string { return &r.p.ClaimedLevel }),
	"city":           text(func(r *record) *string { return &r.place.City }),
	"region":         text(func(r *record) *string { return &r.place.Region }),
	"salary_unit":    text(func(r *record) *string { return &r.pay.Currency }),
	"salary_min":     number(func(r *record) *float64 { return &r.pay.Min }),
	"salary_max":     number(func(r *record) *float64 { return &r.pay.Max }),
	"posted":         date(func(r *record) **Stated { return &r.p.Posted }),
	"updated":        date(func(r *record) **Stated { return &r.p.Updated }),
	"valid_through":  date(func(r *record) **Stated { return &r.p.ValidThrough }),
	"company_from":   setCompanyFrom,
	"country":        setCountry,
	"employment":     setEmployment,
	"workplace":      setWorkplace,
	"remote":         setRemote,
	"location":       setLocation,
	"salary":         setSalary,
	"salary_period":  setPeriod,
	"evergreen":      setEvergreen,
	"extra":          setExtra,
}

// text is the setter of a string that is not yet set.
func text(into func(*record) *string) setter {
	return func(r *record, _ string, value any) bool {
		s, ok := stringOf(value)
		if !ok || *into(r) != "" {
			return false
		}
		*into(r) = s
		return true
	}
}

// named is text that may be wrapped in an object with that member, as
// schema.org wraps organisations and identifiers.
func named(member string, into func(*record) *string) setter {
	return func(r *record, name string, value any) bool {
		if object, ok := value.(map[string]any); ok {
			value = object[member]
		}
		return text(into)(r, name, value)
	}
}

func number(into func(*record) *float64) setter {
	return func(r *record, _ string, value any) bool {
		f, ok := numberOf(value)
		if ok {
			*into(r) = f
		}
		return ok
	}
}

func date(into func(*record) **Stated) setter {
	return func(r *record, name string, value any) bool {
		if *into(r) != nil {
			return false
		}
		if object, ok := value.(map[string]any); ok { // rung's own form
			value = object["at"]
			if field, ok := object["field"].(string); ok {
				name = field
			}
		}
		at, ok := timeIn(value)
		if ok {
			*into(r) = &Stated{At: at, Field: name}
		}
		return ok
	}
}

func stringOf(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	}
	return "", false
}

func numberOf(value any) (float64, bool) {
	s, ok := stringOf(value)
	if !ok {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(s), ",", ""), 64)
	return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
}

// dateForms are the ways of writing a date that say only one thing. "02/03/26"
// is not among them.
var dateForms = []string{
	time.RFC3339, "2006-01-02", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05 -0700",
	"2006-01-02T15:04:05-0700", "2006-01-02T15:04", "2006/01/02", "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006", time.RFC1123, time.RFC1123Z,
}

// timeIn reads a date or a Unix time in seconds or milliseconds.
func timeIn(value any) (time.Time, bool) {
	s, ok := stringOf(value)
	if !ok {
		return time.Time{}, false
	}
	s = line(s)
	for _, form := range dateForms {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC(), t.Year() >= 1970 && t.Year() < 2200
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil:
	case f >= 1e11 && f < 7e12:
		return time.UnixMilli(int64(f)).UTC(), true
	case f >= 1e8 && f < 7e9:
		return time.Unix(int64(f), 0).UTC(), true
	}
	return time.Time{}, false
}

// recast gives a decoded JSON value the type of one of ours.
func recast(value, into any) bool {
	data, err := json.Marshal(value)
	return err == nil && json.Unmarshal(data, into) == nil
}

func setCompanyFrom(r *record, _ string, value any) bool {
	s, ok := stringOf(value)
	r.p.CompanyFrom = CompanyOrigin(s)
	return ok
}

// setCountry takes a code; a country's name is left to the place reader.
func setCountry(r *record, _ string, value any) bool {
	s, ok := stringOf(value)
	if !ok || len(s) != 2 {
		return false
	}
	r.place.Country = s
	return true
}

// ours are the words of rung's own export, which are nobody's label.
var ours = map[Employment]bool{FullTime: true, PartTime: true, Contract: true, Temporary: true, Internship: true, OtherWork: true}

func setEmployment(r *record, _ string, value any) bool {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	var raws []string
	for _, item := range list {
		s, ok := stringOf(item)
		if !ok {
			return false
		}
		r.p.Employment = append(r.p.Employment, EmploymentOf(s)...)
		if !ours[Employment(s)] {
			raws = append(raws, s)
		}
	}
	if len(raws) > 0 {
		r.p.EmploymentRaw = strings.Join(raws, ", ")
	}
	return true
}

// employmentWords map the letters of a label to the kind of contract.
var employmentWords = map[string]Employment{
	"fulltime": FullTime, "permanent": FullTime, "regular": FullTime, "fulltimepermanent": FullTime,
	"parttime": PartTime, "contract": Contract, "contractor": Contract, "freelance": Contract, "fixedterm": Contract,
	"temporary": Temporary, "temp": Temporary, "seasonal": Temporary,
	"intern": Internship, "internship": Internship, "trainee": Internship, "workingstudent": Internship,
	"other": OtherWork,
}

// EmploymentOf reads a label such as "Full-time, Contract". A label it does
// not know gives nothing.
func EmploymentOf(label string) (kinds []Employment) {
	for part := range strings.FieldsFuncSeq(label, func(r rune) bool { return strings.ContainsRune(",;/|+", r) }) {
		if kind := employmentWords[letters(part)]; kind != "" && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func setWorkplace(r *record, _ string, value any) bool {
	s, ok := stringOf(value)
	if !ok {
		return false
	}
	w := map[string]Workplace{
		"remote": Remote, "fullyremote": Remote, "telecommute": Remote, "hybrid": Hybrid,
		"onsite": Onsite, "inoffice": Onsite, "inperson": Onsite, "office": Onsite,
	}[letters(s)]
	if w != "" {
		r.p.Workplace = w
	}
	return w != ""
}

// setRemote takes a yes. A no leaves open what the place of work is.
func setRemote(r *record, _ string, value any) bool {
	yes, ok := boolOf(value)
	if ok && yes && r.p.Workplace == "" {
		r.p.Workplace = Remote
	}
	return ok && yes
}

func setEvergreen(r *record, _ string, value any) bool {
	yes, ok := boolOf(value)
	r.p.Evergreen = yes
	return ok
}

func boolOf(value any) (yes, ok bool) {
	if b, ok := value.(bool); ok {
		return b, true
	}
	s, _ := stringOf(value)
	b, err := strconv.ParseBool(strings.ToLower(s))
	return b, err == nil
}

func setLocation(r *record, name string, value any) bool {
	switch v := value.(type) {
	case string:
		r.p.Locations = append(r.p.Locations, r.opt.places(v)...)
		return true
	case []any:
		for _, item := range v {
			if !setLocation(r, name, item) {
				return false
			}
		}
		return true
	case map[string]any:
		return r.takePlace(v)
	}
	return false
}

// takePlace reads a Location of ours or a schema.org Place.
func (r *record) takePlace(object map[string]any) bool {
	if address, ok := object["address"]; ok {
		if s, ok := address.(string); ok {
			return setLocation(r, "address", s)
		}
		if inner, ok := address.(map[string]any); ok {
			object = inner
		}
	}
	var ours Location
	if !recast(object, &ours) {
		return false
	}
	for member, into := range map[string]*string{"addressLocality": &ours.City, "addressRegion": &ours.Region, "name": &ours.Raw} {
		if s, ok := object[member].(string); ok && *into == "" {
			*into = s
		}
	}
	country := object["addressCountry"]
	if inner, ok := country.(map[string]any); ok {
		country = inner["name"]
	}
	name, _ := country.(string)
	if len(name) == 2 {
		ours.Country = name
	}
	if ours.Raw == "" {
		ours.Raw = joined(ours.City, ours.Region, name)
	}
	if ours.Raw == "" && ours.Country == "" {
		return false
	}
	r.p.Locations = append(r.p.Locations, ours)
	return true
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

func setSalary(r *record, name string, value any) bool {
	switch v := value.(type) {
	case string:
		r.p.Salaries = append(r.p.Salaries, r.opt.pay(v)...)
		return true
	case []any:
		for _, item := range v {
			if !setSalary(r, name, item) {
				return false
			}
		}
		return true
	case map[string]any:
		return r.takePay(v)
	}
	f, ok := numberOf(value)
	r.pay.Min, r.pay.Max = f, f
	return ok
}

// takePay reads a Salary of ours or a schema.org MonetaryAmount.
func (r *record) takePay(object map[string]any) bool {
	var ours Salary
	if !recast(object, &ours) {
		return false
	}
	if ours.Origin == "" {
		ours.Origin = SalaryStructured
	}
	amount := object["value"]
	if inner, ok := amount.(map[string]any); ok {
		ours.Min, _ = numberOf(inner["minValue"])
		ours.Max, _ = numberOf(inner["maxValue"])
		if unit, ok := inner["unitText"].(string); ok {
			ours.Period = Period(strings.ToLower(unit))
		}
		amount = inner["value"]
	}
	if f, ok := numberOf(amount); ok {
		ours.Min, ours.Max = f, f
	}
	if ours.Min == 0 && ours.Max == 0 && ours.Raw == "" {
		return false
	}
	r.p.Salaries = append(r.p.Salaries, ours)
	return true
}

func setPeriod(r *record, _ string, value any) bool {
	s, _ := stringOf(value)
	period := map[string]Period{
		"hour": PerHour, "hourly": PerHour, "day": PerDay, "daily": PerDay, "week": PerWeek, "weekly": PerWeek,
		"month": PerMonth, "monthly": PerMonth, "year": PerYear, "yearly": PerYear, "annual": PerYear, "annually": PerYear,
	}[letters(s)]
	r.pay.Period = period
	return period != ""
}

// setExtra takes back what an export put there.
func setExtra(r *record, _ string, value any) bool {
	if s, ok := value.(string); ok { // a cell of a table
		dec := json.NewDecoder(strings.NewReader(s))
		dec.UseNumber()
		if dec.Decode(&value) != nil {
			return false
		}
	}
	object, ok := value.(map[string]any)
	if ok {
		maps.Copy(r.leftTo, object)
	}
	return ok
}

// finish puts together what several fields say, and gives the posting an
// identity when it brought none.
func (r *record) finish() (Posting, error) {
	if err := r.words(); err != nil {
		return r.p, err
	}
	if len(r.p.Locations) == 0 && joined(r.place.City, r.place.Region, r.place.Country) != "" {
		r.place.Raw = joined(r.place.City, r.place.Region, r.place.Country)
		r.p.Locations = []Location{r.place}
	}
	r.payFromParts()
	if r.p.URL == "" {
		r.p.URL = r.p.ApplyURL
	}
	if r.p.Company != "" && r.p.CompanyFrom == "" {
		r.p.CompanyFrom = CompanyFromImport
	}
	r.p.Extra = r.leftTo
	return r.opt.identified(r.p), nil
}

// words chooses what is read. A field for plain text wins, and markup beside
// it is kept as it came.
func (r *record) words() error {
	marked := tags.MatchString(r.markup)
	if marked {
		r.p.HTML = r.markup
	}
	switch {
	case r.plain != "":
		r.p.Text = r.plain
		if r.markup != "" && !marked {
			r.leftTo["description"] = r.markup
		}
	case marked && r.opt.HTMLText == nil:
		return errors.New("its text is markup, and there is no reader for that")
	case marked:
		r.p.Text = r.opt.HTMLText(r.markup)
	default:
		r.p.Text = r.markup
	}
	if line(r.p.Title) == "" && line(r.p.Text) == "" {
		return errNoWords
	}
	return nil
}

// tags find markup, also where it came escaped.
var tags = regexp.MustCompile(`(?i)(<|&lt;)/?(p|br|li|ul|ol|div|span|strong|b|em|h[1-6])\b`)

// payFromParts joins separate figures with the words beside them: a text that
// nobody read a figure from is taken to speak of the figures.
func (r *record) payFromParts() {
	if r.pay.Min == 0 && r.pay.Max == 0 {
		return
	}
	r.pay.Origin = SalaryStructured
	if all := r.p.Salaries; len(all) == 1 && all[0].Min == 0 && all[0].Max == 0 {
		r.pay.Raw = all[0].Raw
		r.p.Salaries = nil
	}
	if len(r.p.Salaries) == 0 {
		r.p.Salaries = []Salary{r.pay}
	}
}
