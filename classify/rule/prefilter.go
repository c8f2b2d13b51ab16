package rule

// A prefilter names the phrases a sentence can match at all: each is kept with
// the words of its anchor, and only those whose anchor stands in the sentence
// are tried there.
type prefilter struct {
	// refs holds the phrases anchored at word w in refs[from[w]:from[w+1]].
	from []int32
	refs []int32
	// always are the phrases without an anchor.
	always []int32
	// sections is where any rule looks.
	sections kindSet
}

func newPrefilter(s *Set) prefilter {
	f := prefilter{from: make([]int32, len(s.vocab)+2)}
	for i := range s.phrases {
		p := &s.phrases[i]
		f.sections |= s.rules[p.rule].sections
		if p.anchor.words == nil {
			f.always = append(f.always, int32(i))
		}
		for _, w := range p.anchor.words {
			f.from[w+1]++
		}
	}
	for w := range len(f.from) - 1 {
		f.from[w+1] += f.from[w]
	}
	f.refs = make([]int32, f.from[len(f.from)-1])
	next := append([]int32(nil), f.from...)
	for i := range s.phrases {
		for _, w := range s.phrases[i].anchor.words {
			f.refs[next[w]] = int32(i)
			next[w]++
		}
	}
	return f
}

// at returns the phrases anchored at word w, in the order of the rules.
func (f *prefilter) at(w wordID) []int32 { return f.refs[f.from[w]:f.from[w+1]] }
