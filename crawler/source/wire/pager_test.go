package wire_test

import (
	"errors"
	"fmt"
	"testing"

	"rung/corpus"
	"rung/crawler/source/wire"
)

func TestPager(t *testing.T) {
	const size = 10
	honest := func(n, total int) func(offset int) wire.Slice {
		return func(offset int) wire.Slice {
			s := wire.Slice{Total: total}
			for i := offset; i < min(n, offset+size); i++ {
				s.Keys = append(s.Keys, fmt.Sprint(i))
			}
			return s
		}
	}
	wrapping := func(n, total int) func(offset int) wire.Slice {
		return func(offset int) wire.Slice {
			s := wire.Slice{Total: total}
			for i := offset; i < offset+size; i++ {
				s.Keys = append(s.Keys, fmt.Sprint(i%n))
			}
			return s
		}
	}
	tests := []struct {
		name  string
		page  func(offset int) wire.Slice
		asked int
		want  corpus.Outcome
	}{
		{"nothing", honest(0, 0), 1, corpus.OutcomeEmpty},
		{"one page", honest(7, 7), 1, corpus.OutcomeComplete},
		{"full pages", honest(30, 30), 4, corpus.OutcomeComplete},
		{"no total", honest(25, 0), 3, corpus.OutcomeComplete},
		{"total on the first page only", func(o int) wire.Slice {
			s := honest(25, 25)(o)
			if o > 0 {
				s.Total = 0
			}
			return s
		}, 3, corpus.OutcomeComplete},
		{"total too low", honest(25, 12), 3, corpus.OutcomeComplete},
		{"total too high", honest(25, 50), 3, corpus.OutcomeTruncated},
		{"wraps around at its total", wrapping(30, 30), 4, corpus.OutcomeComplete},
		{"wraps around before its total", wrapping(30, 60), 4, corpus.OutcomeTruncated},
		{"wraps around and has no total", wrapping(30, 0), 4, corpus.OutcomeTruncated},
		{"the first page again and again", func(int) wire.Slice { return honest(100, 100)(0) }, 2, corpus.OutcomeTruncated},
		{"without end", honest(1000, 0), 20, corpus.OutcomeTruncated},
		{"rows without an id count as rows", func(o int) wire.Slice {
			s := honest(25, 26)(o)
			if o >= 20 {
				s.Rejected = []corpus.Rejected{{NativeID: "x", Reason: "no title"}}
			}
			return s
		}, 3, corpus.OutcomeComplete},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, asked := wire.Begin(nil, corpus.Board{}), 0
			var all []corpus.Posting
			_, err := wire.Pager{Size: size, Max: 20}.Walk(v, func(offset int) (wire.Slice, error) {
				asked++
				s := tt.page(offset)
				for _, k := range s.Keys {
					all = append(all, corpus.Posting{ID: k})
				}
				return s, nil
			})
			l, _ := v.Complete(all, nil)
			if err != nil || l.Outcome != tt.want || asked != tt.asked {
				t.Errorf("%q (%s) after %d pages, error %v; want %q after %d", l.Outcome, l.Detail, asked, err, tt.want, tt.asked)
			}
		})
	}
	failed := errors.New("no answer")
	if _, err := (wire.Pager{Size: size, Max: 20}).Walk(wire.Begin(nil, corpus.Board{}), func(int) (wire.Slice, error) { return wire.Slice{}, failed }); !errors.Is(err, failed) {
		t.Errorf("error %v, want %v", err, failed)
	}
}
