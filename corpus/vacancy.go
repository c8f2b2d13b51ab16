package corpus

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// A Vacancy is one job behind one or more postings: the same job on several
// boards, its copies for several places, its reposts. A posting belongs to
// exactly one vacancy, possibly alone. Nothing is deleted or overwritten; the
// vacancy only says what belongs together, and why.
type Vacancy struct {
	// ID is made from that of the founding posting and stays while that one
	// stays.
	ID      string   `json:"id"`
	Members []Member `json:"members"` // by first sighting; the founder first
}

// A Member is a posting of a vacancy.
type Member struct {
	ID string `json:"id"`
	// Reason says in words why the posting was joined; "" for the founder.
	Reason string `json:"reason,omitempty"`
	// Joined is the posting it was joined to.
	Joined string `json:"joined,omitempty"`
	// Repost: that posting had been out of sight for more than RepostGap.
	Repost bool `json:"repost,omitempty"`
	// Words is the length of the text; a vacancy's rung is that of its
	// longest posting.
	Words int `json:"words"`
}

// When two postings are one vacancy. The sketches, bits of 64, only narrow the
// choice; the share of shingles in common decides. Texts must be long enough
// for either to mean anything.
//
// On 223 recorded boards, 95 of 100 pairs of one employer and title that share
// nine tenths of their shingles or more are within eight bits; of all pairs
// within eight bits, one in sixteen shares less than 85 %.
const (
	nearBits  = 8
	cloneBits = 3 // what sharing one of four bands finds for certain

	placeShare = 0.85 // same employer, title core and a compatible place
	copyShare  = 0.90 // same employer and title core, another place
	cloneShare = 0.85 // another employer, which is how agencies copy

	nearWords  = 100
	cloneWords = 150
)

// vacancyStage is the stage JoinVacancies reads as.
const vacancyStage = "vacancies"

// vacancyBatch is how many postings are joined in one transaction.
const vacancyBatch = 500

// JoinStats is what JoinVacancies did.
type JoinStats struct {
	Postings int `json:"postings"` // looked at
	Joined   int `json:"joined"`   // to another posting
	Alone    int `json:"alone"`    // founders of a vacancy
}

// JoinVacancies brings the vacancies up to date with every posting that
// changed since it last ran. Two postings are one vacancy when, in this order,
//
//   - they share the employer's requisition and the title core;
//   - they share a URL, and title core and place or the text;
//   - they share employer and title core, their texts are near-duplicates
//     (Simhash, then Resemblance) and their places compatible, or the texts
//     all but identical: a copy for another place;
//   - the employers differ and title core and long text are all but
//     identical: an agency's clone.
//
// Two different requisitions of one employer are never joined by their texts,
// and nothing is ever joined by employer and title alone. core reduces a title
// to what names the job, level included; it is handed in because titles are
// the classifier's to read.
func (s *Store) JoinVacancies(ctx context.Context, core func(title string) string) (JoinStats, error) {
	var stats JoinStats
	for {
		steps, err := s.Recent(ctx, vacancyStage, vacancyBatch)
		if err != nil || len(steps) == 0 {
			return stats, err
		}
		sketches := make([]sketch, len(steps))
		for i, step := range steps {
			sketches[i] = sketchOf(step.Posting, core)
		}
		batch, err := s.joinBatch(ctx, steps, sketches)
		if err != nil {
			return stats, err
		}
		stats.Postings += batch.Postings
		stats.Joined += batch.Joined
		stats.Alone += batch.Alone
	}
}

func (s *Store) joinBatch(ctx context.Context, steps []Step, sketches []sketch) (JoinStats, error) {
	var stats JoinStats
	err := s.write(ctx, "join vacancies", func(t *tx) error {
		stats = JoinStats{}
		for i, step := range steps {
			if step.Removed {
				continue
			}
			if err := t.placeIn(sketches[i], &stats); err != nil {
				return fmt.Errorf("%s: %w", step.ID, err)
			}
		}
		return t.advance(vacancyStage, steps[len(steps)-1].Seq)
	})
	return stats, err
}

// A sketch is what a posting is compared by.
type sketch struct {
	n                           int64
	id                          string
	simhash                     uint64
	words                       int
	core, employer, requisition string
	places                      []Location
	urls                        []string
	first, last                 int64
}

func sketchOf(p Posting, core func(string) string) sketch {
	k := sketch{id: p.ID, core: line(core(p.Title)), employer: employerKey(p.Company), requisition: requisitionKey(p.RequisitionID), places: p.Locations}
	k.simhash, k.words = Simhash(p.Text)
	for _, u := range []string{p.URL, p.ApplyURL} {
		if u != "" && !slices.Contains(k.urls, u) {
			k.urls = append(k.urls, u)
		}
	}
	return k
}

// legalForms are endings of company names that say nothing about who it is.
var legalForms = map[string]bool{
	"inc": true, "llc": true, "ltd": true, "limited": true, "corp": true, "corporation": true, "co": true,
	"gmbh": true, "ag": true, "se": true, "sa": true, "sas": true, "bv": true, "ab": true, "oy": true, "plc": true, "pty": true,
}

// employerKey is a company's name for telling employers apart: without case,
// punctuation and legal form.
func employerKey(name string) string {
	words := strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(name, ".", "")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	for len(words) > 1 && legalForms[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// requisitionKey drops placeholders such as "TBD" or "See Opening ID": a
// requisition has a figure in it.
func requisitionKey(id string) string {
	if !strings.ContainsFunc(id, unicode.IsNumber) {
		return ""
	}
	return strings.ToLower(line(id))
}

// placeIn puts one posting into the vacancy it belongs to. When it was in one
// already and what it is compared by has changed, everybody in that vacancy
// is placed anew, because others may be there through it.
func (t *tx) placeIn(k sketch, stats *JoinStats) error {
	r, err := t.find(k.id)
	if err != nil || r == nil {
		return err // forgotten since it was read
	}
	k.n = r.n
	stats.Postings++
	unchanged, err := t.sameSketch(k)
	if err != nil || unchanged {
		return err
	}
	housemates, err := t.housemates(k.n)
	if err != nil {
		return err
	}
	if err := t.saveSketch(k); err != nil {
		return err
	}
	for _, n := range housemates {
		if err := t.do("DELETE FROM vacancies WHERE posting = ?", n); err != nil {
			return err
		}
	}
	if len(housemates) == 0 {
		housemates = []int64{k.n}
	}
	for _, n := range housemates {
		if err := t.settle(n, stats); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) sameSketch(k sketch) (bool, error) {
	old, err := t.loadSketch(k.n)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return old.simhash == k.simhash && old.words == k.words && old.core == k.core && old.employer == k.employer &&
		old.requisition == k.requisition && same(old.places, k.places) && same(old.urls, sorted(k.urls)), nil
}

func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}

// housemates lists the postings of a posting's vacancy, itself included, by
// first sighting.
func (t *tx) housemates(n int64) (list []int64, err error) {
	err = t.each(func(rows *sql.Rows) error {
		var m int64
		err := rows.Scan(&m)
		list = append(list, m)
		return err
	}, `SELECT v.posting FROM vacancies v JOIN postings p ON p.n = v.posting
		WHERE v.vacancy = (SELECT vacancy FROM vacancies WHERE posting = ?) ORDER BY p.first_seen, p.n`, n)
	return list, err
}

func (t *tx) saveSketch(k sketch) error {
	places, err := json.Marshal(k.places)
	if err != nil {
		return err
	}
	if err := t.do("INSERT OR REPLACE INTO sketches (posting, simhash, words, core, employer, requisition, places) VALUES (?, ?, ?, ?, ?, ?, ?)",
		k.n, int64(k.simhash), k.words, k.core, k.employer, k.requisition, string(places)); err != nil {
		return err
	}
	if err := errors.Join(t.do("DELETE FROM bands WHERE posting = ?", k.n), t.do("DELETE FROM addresses WHERE posting = ?", k.n)); err != nil {
		return err
	}
	for _, band := range bandsOf(k.simhash) {
		if err := t.do("INSERT INTO bands (band, posting) VALUES (?, ?)", band, k.n); err != nil {
			return err
		}
	}
	for _, u := range k.urls {
		if err := t.do("INSERT INTO addresses (url, posting) VALUES (?, ?)", u, k.n); err != nil {
			return err
		}
	}
	return nil
}

// bandsOf cuts a sketch in four and marks each quarter with its place, so
// that quarters are only ever compared with their like.
func bandsOf(simhash uint64) (bands [4]int64) {
	for i := range bands {
		bands[i] = int64(i)<<16 | int64(simhash>>(16*i)&0xffff)
	}
	return bands
}

const sketchColumns = "k.posting, p.id, k.simhash, k.words, k.core, k.employer, k.requisition, k.places, p.first_seen, p.last_seen"

func (k *sketch) scan(scan func(...any) error) error {
	var simhash int64
	var places string
	if err := scan(&k.n, &k.id, &simhash, &k.words, &k.core, &k.employer, &k.requisition, &places, &k.first, &k.last); err != nil {
		return err
	}
	k.simhash = uint64(simhash)
	return json.Unmarshal([]byte(places), &k.places)
}

func (t *tx) loadSketch(n int64) (k sketch, err error) {
	if err = k.scan(t.row("SELECT "+sketchColumns+" FROM sketches k JOIN postings p ON p.n = k.posting WHERE k.posting = ?", n).Scan); err != nil {
		return k, err
	}
	err = t.each(func(rows *sql.Rows) error {
		var u string
		err := rows.Scan(&u)
		k.urls = append(k.urls, u)
		return err
	}, "SELECT url FROM addresses WHERE posting = ? ORDER BY url", n)
	return k, err
}

// settle finds the vacancy of one posting that is in none.
func (t *tx) settle(n int64, stats *JoinStats) error {
	k, err := t.loadSketch(n)
	if err != nil {
		return err
	}
	mate, reason, err := t.match(k)
	if err != nil {
		return err
	}
	m := Member{Reason: reason}
	vacancy := vacancyID(k.id)
	if reason != "" {
		stats.Joined++
		m.Joined, m.Repost = mate.id, isRepost(k, mate)
		if err := t.row("SELECT vacancy FROM vacancies WHERE posting = ?", mate.n).Scan(&vacancy); err != nil {
			return err
		}
	} else {
		stats.Alone++
	}
	if err := t.do("INSERT INTO vacancies (posting, vacancy, reason, joined, repost) VALUES (?, ?, ?, ?, ?)", k.n, vacancy, m.Reason, m.Joined, m.Repost); err != nil {
		return err
	}
	return t.touch(k.n)
}

// isRepost reports whether one of two postings came more than RepostGap after
// the other was last seen.
func isRepost(a, b sketch) bool {
	if a.first < b.first {
		a, b = b, a
	}
	return timeOf(a.first).Sub(timeOf(b.last)) > RepostGap
}

func vacancyID(founder string) string { return "v" + Address([]byte(founder))[:16] }

// match finds the settled posting that k is the same vacancy as, with the
// reason in words; the reason is "" for none.
func (t *tx) match(k sketch) (sketch, string, error) {
	for _, look := range []func(sketch) (sketch, string, error){t.matchURL, t.matchEmployer, t.matchClone} {
		mate, reason, err := look(k)
		if err != nil || reason != "" {
			return mate, reason, err
		}
	}
	return sketch{}, "", nil
}

// candidates are the settled postings a query names, k itself left out.
func (t *tx) candidates(k sketch, query string, args ...any) (list []sketch, err error) {
	err = t.each(func(rows *sql.Rows) error {
		var c sketch
		if err := c.scan(rows.Scan); err != nil {
			return err
		}
		if c.n != k.n {
			list = append(list, c)
		}
		return nil
	}, "SELECT "+sketchColumns+" FROM sketches k JOIN postings p ON p.n = k.posting JOIN vacancies v ON v.posting = k.posting WHERE "+query+
		" ORDER BY p.first_seen, p.n", args...)
	return list, err
}

func (t *tx) matchURL(k sketch) (sketch, string, error) {
	for _, u := range k.urls {
		list, err := t.candidates(k, "k.posting IN (SELECT posting FROM addresses WHERE url = ?)", u)
		if err != nil {
			return sketch{}, "", err
		}
		for _, c := range list {
			if distinct(c, k) {
				continue
			}
			// A page that lists several jobs is the URL of all of them.
			if c.core == k.core && compatible(c.places, k.places) {
				return c, "same URL, title core and place", nil
			}
			share, err := t.share(c, k, nearBits)
			if err != nil || share >= placeShare {
				return c, "same URL, " + inCommon(share), err
			}
		}
	}
	return sketch{}, "", nil
}

func (t *tx) matchEmployer(k sketch) (sketch, string, error) {
	if k.employer == "" || k.core == "" {
		return sketch{}, "", nil
	}
	list, err := t.candidates(k, "k.employer = ? AND k.core = ?", k.employer, k.core)
	if err != nil {
		return sketch{}, "", err
	}
	for _, c := range list {
		if k.requisition != "" && c.requisition == k.requisition {
			return c, "same requisition and title core", nil
		}
	}
	slices.SortStableFunc(list, func(a, b sketch) int {
		return cmp.Compare(Distance(a.simhash, k.simhash), Distance(b.simhash, k.simhash))
	})
	for _, c := range list {
		if distinct(c, k) {
			continue
		}
		share, err := t.share(c, k, nearBits)
		switch {
		case err != nil:
			return sketch{}, "", err
		case share >= placeShare && compatible(c.places, k.places):
			return c, "same employer, title core and place, " + inCommon(share), nil
		case share >= copyShare:
			return c, "same employer and title core, another place, " + inCommon(share), nil
		}
	}
	return sketch{}, "", nil
}

func (t *tx) matchClone(k sketch) (sketch, string, error) {
	if k.words < cloneWords || k.core == "" {
		return sketch{}, "", nil
	}
	b := bandsOf(k.simhash)
	list, err := t.candidates(k, "k.posting IN (SELECT posting FROM bands WHERE band IN (?, ?, ?, ?)) AND k.core = ? AND k.employer <> ?",
		b[0], b[1], b[2], b[3], k.core, k.employer)
	if err != nil {
		return sketch{}, "", err
	}
	for _, c := range list {
		if c.words < cloneWords {
			continue
		}
		share, err := t.share(c, k, cloneBits)
		if err != nil {
			return sketch{}, "", err
		}
		if share >= cloneShare {
			return c, "another employer, same title core, " + inCommon(share), nil
		}
	}
	return sketch{}, "", nil
}

// distinct: two requisitions of one employer are two jobs, however alike the
// texts.
func distinct(a, b sketch) bool {
	return a.employer == b.employer && a.requisition != "" && b.requisition != "" && a.requisition != b.requisition
}

// share is how much of their text two postings have in common, 0 when their
// sketches are too far apart or the texts too short to say.
func (t *tx) share(a, b sketch, within int) (float64, error) {
	if a.words < nearWords || b.words < nearWords || Distance(a.simhash, b.simhash) > within {
		return 0, nil
	}
	textA, err := t.text(a.n)
	if err != nil {
		return 0, err
	}
	textB, err := t.text(b.n)
	return Resemblance(textA, textB), err
}

func inCommon(share float64) string { return fmt.Sprintf("%.0f %% of the text in common", 100*share) }

// text is what a stored posting says.
func (t *tx) text(n int64) (string, error) {
	var packed []byte
	if err := t.row("SELECT data FROM documents WHERE posting = ?", n).Scan(&packed); err != nil {
		return "", err
	}
	p, err := decodePosting(packed)
	return p.Text, err
}

// compatible reports whether two lists of places can mean one job: one says
// nothing, or they share a place as far as both are exact.
func compatible(a, b []Location) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(x Location) bool {
		return slices.ContainsFunc(b, func(y Location) bool { return samePlace(x, y) })
	})
}

func samePlace(x, y Location) bool {
	if strings.EqualFold(x.Raw, y.Raw) && x.Raw != "" {
		return true
	}
	if x.City == "" && x.Region == "" && x.Country == "" || y.City == "" && y.Region == "" && y.Country == "" {
		return false // only words, and they differ
	}
	agree := func(a, b string) bool { return a == "" || b == "" || strings.EqualFold(a, b) }
	return agree(x.City, y.City) && agree(x.Region, y.Region) && agree(x.Country, y.Country)
}

// VacancyOf returns the vacancy a posting belongs to, ErrNotFound before
// JoinVacancies has seen it.
func (s *Store) VacancyOf(ctx context.Context, id string) (Vacancy, error) {
	var v Vacancy
	rows, err := s.reader.QueryContext(ctx, `SELECT v.vacancy, p.id, v.reason, v.joined, v.repost, k.words
		FROM vacancies v JOIN postings p ON p.n = v.posting JOIN sketches k ON k.posting = v.posting
		WHERE v.vacancy = (SELECT w.vacancy FROM vacancies w JOIN postings q ON q.n = w.posting WHERE q.id = ?)
		ORDER BY v.reason <> '', p.first_seen, p.n`, id)
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		var m Member
		err := rows.Scan(&v.ID, &m.ID, &m.Reason, &m.Joined, &m.Repost, &m.Words)
		v.Members = append(v.Members, m)
		return err
	})
	if err == nil && v.ID == "" {
		err = ErrNotFound
	}
	return v, explain("read vacancy of "+id, err)
}

// Rejoin makes the next JoinVacancies look at every posting again, as a
// changed notion of the title core demands.
func (s *Store) Rejoin(ctx context.Context) error { return s.Rewind(ctx, vacancyStage) }
