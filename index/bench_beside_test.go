package index_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	_ "modernc.org/sqlite"

	"rung/index"
	"rung/index/indextest"
	"rung/index/query"
)

// A rival answers the questions of BenchmarkBeside over the same documents.
// Each answer is how many postings match, so that all can be seen to do the
// same work, and a list of cells where it counts some.
type rival struct {
	name string
	ask  map[string]func() (int, error)
}

// BenchmarkBeside asks rung, SQLite's FTS5 and bleve as one would use it
// without knowing it (default mapping, a query for a cell) the same things.
// "p95-ms" is the time 95 of 100 answers stay under.
func BenchmarkBeside(b *testing.B) {
	rivals := []rival{oursBeside(b), sqliteBeside(b), naiveBeside(b)}
	for _, q := range []string{"word+filters", "phrase", "date+3facets", "date+9facets", "rung×month"} {
		want := -1
		for _, r := range rivals {
			ask := r.ask[q]
			if ask == nil {
				continue
			}
			b.Run("q="+q+"/engine="+r.name, func(b *testing.B) {
				n, err := ask() // warm
				if err != nil {
					b.Fatal(err)
				}
				if want < 0 {
					want = n
				}
				if off := n - want; off*50 > want || -off*50 > want {
					b.Errorf("%d match, %s finds %d", n, rivals[0].name, want)
				}
				timed(b, func() error { _, err := ask(); return err })
				b.ReportMetric(float64(n), "matches")
			})
		}
	}
}

// timed runs do b.N times and reports the median, the 95th percentile, and the
// fastest, which says more where others use the machine.
func timed(b *testing.B, do func() error) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if err := do(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[0]), "min-ms")
	b.ReportMetric(ms(took[len(took)/2]), "p50-ms")
	b.ReportMetric(ms(took[len(took)*95/100]), "p95-ms")
}

var (
	threeFacets = []string{"company", "country", "month"}
	nineFacets  = []string{"rung", "track", "company", "country", "workplace", "month", "paid", "gap", "source"}
)

func oursBeside(b *testing.B) rival {
	x := benchIndex(b)
	search := func(q string, r index.Request) func() (int, error) {
		r.Query = parse(b, q)
		return func() (int, error) {
			res, err := x.Search(context.Background(), r)
			return res.Total, err
		}
	}
	return rival{"rung", map[string]func() (int, error){
		"word+filters": search("roadmap rung:senior..director country:DE is:open", index.Request{}),
		"phrase":       search(`body:"product strategy"`, index.Request{}),
		"date+3facets": search("roadmap rung:senior", index.Request{Sort: index.ByDate, Facets: threeFacets}),
		"date+9facets": search("roadmap", index.Request{Sort: index.ByDate, Facets: nineFacets}),
		"rung×month": func() (int, error) {
			cells, n := map[string]int{}, 0
			err := x.Walk(context.Background(), query.All{}, func(r *index.Row) error {
				if r.Rank > 0 && !r.Posted.IsZero() {
					cells[fmt.Sprint(r.Rank, r.Posted.Format("2006-01"))]++
					n++
				}
				return nil
			})
			return n, err
		},
	}}
}

// flat is a document as a table has it.
type flat struct {
	id, title, company, body, country, workplace, track, source, vacancy string
	rank, gap, open, paid                                                int
	posted                                                               time.Time
}

func flatten(d index.Document) flat {
	p, v := d.Posting, d.Verdict
	f := flat{id: p.ID, title: p.Title, company: p.Company, body: p.Text, country: p.Locations[0].Country,
		workplace: string(p.Workplace), track: v.Track, source: p.Source, vacancy: d.Vacancy, rank: v.Rank}
	if v.Gap != nil {
		f.gap = *v.Gap
	}
	if p.Observed.ClosedAt.IsZero() {
		f.open = 1
	}
	if len(p.Salaries) > 0 {
		f.paid = 1
	}
	if p.Posted != nil {
		f.posted = p.Posted.At
	}
	return f
}

// eachFlat calls add for the documents of benchIndex.
func eachFlat(b *testing.B, add func(flat) error) {
	b.Helper()
	for i := range benchSize() {
		if err := add(flatten(benchMarket.Document(i))); err != nil {
			b.Fatal(err)
		}
	}
}

func sqliteBeside(b *testing.B) rival {
	db, err := sql.Open("sqlite", filepath.Join(b.TempDir(), "fts.db")+"?_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=cache_size(-200000)")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	exec := func(q string) {
		if _, err := db.Exec(q); err != nil {
			b.Fatal(err)
		}
	}
	exec(`create table p (id text, company text, country text, workplace text, track text, source text, vacancy text,
		rank int, gap int, open int, paid int, posted int, month text)`)
	exec(`create virtual table t using fts5(title, company, body, tokenize = 'porter unicode61', content = '')`)
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	row := 0
	eachFlat(b, func(f flat) error {
		row++
		_, err := tx.Exec(`insert into p (rowid, id, company, country, workplace, track, source, vacancy, rank, gap, open, paid, posted, month)
			values (?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, row, f.id, f.company, f.country, f.workplace, f.track, f.source, f.vacancy,
			f.rank, f.gap, f.open, f.paid, f.posted.Unix(), f.posted.Format("2006-01"))
		if err == nil {
			_, err = tx.Exec(`insert into t (rowid, title, company, body) values (?,?,?,?)`, row, f.title, f.company, f.body)
		}
		return err
	})
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	exec(`create index p_rank on p (rank, posted)`)
	exec(`insert into t (t) values ('optimize')`)
	exec(`analyze`)

	count := func(q string, args ...any) (n int, err error) {
		rows, err := db.Query(q, args...)
		if err != nil {
			return 0, err
		}
		defer rows.Close()
		for rows.Next() {
			var value any
			var c int
			if err := rows.Scan(&value, &c); err != nil {
				return 0, err
			}
			n += c
		}
		return n, rows.Err()
	}
	const joined = ` from t join p on p.rowid = t.rowid where t match ?`
	// page is the ten hits in an order, then how many there are.
	page := func(match, where, order string) func() (int, error) {
		return func() (int, error) {
			if _, err := count(`select p.id, 1`+joined+where+` order by `+order+` limit 10`, match); err != nil {
				return 0, err
			}
			return count(`select 0, count(*)`+joined+where, match)
		}
	}
	facets := func(match, where string, columns ...string) func() (int, error) {
		first := page(match, where, "p.posted desc")
		return func() (int, error) {
			n, err := first()
			for _, c := range columns {
				if err == nil {
					_, err = count(`select p.`+c+`, count(*)`+joined+where+` group by 1`, match)
				}
			}
			return n, err
		}
	}
	const bm25 = `bm25(t, 4, 2, 1)`
	return rival{"sqlite", map[string]func() (int, error){
		"word+filters": page("roadmap", ` and p.rank between 4 and 6 and p.country = 'DE' and p.open = 1`, bm25),
		"phrase":       page(`body:"product strategy"`, ``, bm25),
		"date+3facets": facets("roadmap", ` and p.rank = 4`, "company", "country", "month"),
		"date+9facets": facets("roadmap", ``, "rank", "track", "company", "country", "workplace", "month", "paid", "gap", "source"),
		"rung×month": func() (int, error) {
			return count(`select rank || month, count(*) from p where rank > 0 and posted > 0 group by rank, month`)
		},
	}}
}

func naiveBeside(b *testing.B) rival {
	x, err := bleve.New(filepath.Join(b.TempDir(), "x"), bleve.NewIndexMapping())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { x.Close() })
	batch := x.NewBatch()
	flush := func() error {
		err := x.Batch(batch)
		batch = x.NewBatch()
		return err
	}
	eachFlat(b, func(f flat) error {
		err := batch.Index(f.id, map[string]any{"title": f.title, "company": f.company, "body": f.body, "country": f.country,
			"workplace": f.workplace, "track": f.track, "source": f.source, "rank": f.rank, "gap": f.gap,
			"open": fmt.Sprint("o", f.open), "paid": f.paid == 1, "posted": f.posted})
		if err == nil && batch.Size() == 500 {
			err = flush()
		}
		return err
	})
	if err := flush(); err != nil {
		b.Fatal(err)
	}
	time.Sleep(time.Duration(benchSize()) * 200 * time.Microsecond)

	ask := func(text string, facets ...string) func() (int, error) {
		return func() (int, error) {
			req := bleve.NewSearchRequest(bleve.NewQueryStringQuery(text))
			for _, f := range facets {
				req.AddFacet(f, bleve.NewFacetRequest(f, 20))
			}
			if len(facets) > 0 {
				req.SortBy([]string{"-posted"})
			}
			res, err := x.Search(req)
			if err != nil {
				return 0, err
			}
			return int(res.Total), nil
		}
	}
	return rival{"bleve-naive", map[string]func() (int, error){
		"word+filters": ask("+roadmap +rank:>=4 +rank:<=6 +country:de +open:o1"),
		"phrase":       ask(`+body:"product strategy"`),
		"date+3facets": ask("+roadmap +rank:>=4 +rank:<=4", "company", "country", "posted"),
		"date+9facets": ask("+roadmap", "rank", "track", "company", "country", "workplace", "posted", "paid", "gap", "source"),
		"rung×month": func() (n int, err error) {
			for rank := 1; rank <= 7; rank++ {
				for m := indextest.Begin.AddDate(0, -1, 0); m.Before(indextest.End); m = m.AddDate(0, 1, 0) {
					in, err := ask(strings.Join([]string{fmt.Sprintf("+rank:>=%d +rank:<=%d", rank, rank),
						m.Format(`+posted:>="2006-01-02"`), m.AddDate(0, 1, 0).Format(`+posted:<"2006-01-02"`)}, " "))()
					if err != nil {
						return 0, err
					}
					n += in
				}
			}
			return n, nil
		},
	}}
}
