package query

import "slices"

// Simplify returns a query with the same meaning and no needless nodes:
// lists inside lists of their kind are opened, repeated parts and parts that
// change nothing dropped, double denials removed. The order of what stays is
// kept. Simplifying twice changes nothing.
func Simplify(q Query) Query {
	switch q := q.(type) {
	case Not:
		return simplifyNot(Simplify(q.Of))
	case And:
		parts := simplifyParts(q, All{}, func(q Query) ([]Query, bool) { a, ok := q.(And); return a, ok })
		return shortest(parts, All{}, None{}, func() Query { return And(parts) })
	case Or:
		parts := simplifyParts(q, None{}, func(q Query) ([]Query, bool) { o, ok := q.(Or); return o, ok })
		return shortest(parts, None{}, All{}, func() Query { return Or(parts) })
	}
	return q
}

func simplifyNot(of Query) Query {
	switch of := of.(type) {
	case Not:
		return of.Of
	case All:
		return None{}
	case None:
		return All{}
	}
	return Not{of}
}

// simplifyParts simplifies every part, opens those that are lists of the same
// kind and drops the neutral one and repetitions.
func simplifyParts(parts []Query, neutral Query, open func(Query) ([]Query, bool)) []Query {
	var out []Query
	seen := map[string]bool{neutral.String(): true}
	add := func(q Query) {
		if s := q.String(); !seen[s] {
			seen[s] = true
			out = append(out, q)
		}
	}
	for _, part := range parts {
		part = Simplify(part)
		if inner, ok := open(part); ok {
			for _, q := range inner {
				add(q)
			}
			continue
		}
		add(part)
	}
	return out
}

// shortest is the list, unless it is empty, has one part, or one part decides
// all.
func shortest(parts []Query, empty, decides Query, list func() Query) Query {
	switch {
	case len(parts) == 0:
		return empty
	case slices.ContainsFunc(parts, func(q Query) bool { return q == decides }):
		return decides
	case len(parts) == 1:
		return parts[0]
	}
	return list()
}
