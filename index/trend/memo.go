package trend

import (
	"context"
	"encoding/json"
	"hash/maphash"
	"slices"
	"sync"
)

// A Versioned source numbers its states: equal numbers, equal rows.
type Versioned interface {
	Source
	Generation() (uint64, error)
}

// A Memo keeps the last reports it made, by the state of the source and the
// options, so that asking again costs nothing while nothing changed. Its
// methods may be called from several goroutines at once; reports it returns
// are shared and must not be changed. The zero value is ready for use.
type Memo struct {
	mu   sync.Mutex
	kept []memoized // most recently used last
}

type memoized struct {
	key    string
	report *Report
}

// memoSize is how many reports are kept: a few people's filters, each with
// the rows of its vacancies.
const memoSize = 8

// Compute is Compute of the package, from memory where it can be.
func (m *Memo) Compute(ctx context.Context, src Versioned, opt Options) (*Report, error) {
	key, err := memoKey(src, opt)
	if err != nil {
		return nil, err
	}
	if r := m.recall(key); r != nil {
		return r, nil
	}
	r, err := Compute(ctx, src, opt)
	if err != nil {
		return nil, err
	}
	// What was read while the source was written to belongs to no one state.
	if after, err := memoKey(src, opt); err == nil && after == key {
		m.keep(key, r)
	}
	return r, nil
}

func memoKey(src Versioned, opt Options) (string, error) {
	generation, err := src.Generation()
	if err != nil {
		return "", err
	}
	opt, err = opt.withDefaults()
	if err != nil {
		return "", err
	}
	q, crawls := opt.Query.String(), hashOf(opt.Crawls)
	opt.Query, opt.Crawls = nil, nil
	key, err := json.Marshal([]any{generation, q, crawls, opt})
	return string(key), err
}

var memoSeed = maphash.MakeSeed()

// hashOf stands for crawls, which may name a great many boards.
func hashOf(crawls []Crawl) uint64 {
	var h maphash.Hash
	h.SetSeed(memoSeed)
	for _, c := range crawls {
		maphash.WriteComparable(&h, c.At.UnixNano())
		for _, b := range c.Boards {
			h.WriteString(b)
			h.WriteByte(0)
		}
	}
	return h.Sum64()
}

func (m *Memo) recall(key string) *Report {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.kept, func(k memoized) bool { return k.key == key })
	if i < 0 {
		return nil
	}
	found := m.kept[i]
	m.kept = append(slices.Delete(m.kept, i, i+1), found)
	return found.report
}

func (m *Memo) keep(key string, r *Report) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = append(m.kept, memoized{key, r})
	m.kept = slices.Delete(m.kept, 0, max(0, len(m.kept)-memoSize))
}
