package text

import "strings"

// subject finds whose doing group i is.
func (r *reader) subject(i int) {
	g := &r.groups[i]
	if g.passive {
		if agent, ok := r.agent(g.head); ok {
			g.subject = agent
			return
		}
	}
	prev := r.before(g.first)
	switch p := r.norm(prev); {
	case prev < 0:
		r.opening(i)
	case p == "to":
		r.infinitive(i, prev)
	case relatives[p]:
		g.from = prev
		g.subject = r.antecedent(prev)
	case conjunctions[p] || r.comma(g.first) && !r.ownSubject(i, prev):
		r.coordinated(i, prev)
	case prepositions[p]:
		r.afterPreposition(i, prev)
	case i > 0 && r.groups[i-1].head == prev:
		r.inherit(i) // "help define", "start leading"
	default:
		r.nounBefore(i, prev)
	}
}

// ownSubject reports whether a pronoun stands right before group i.
func (r *reader) ownSubject(i, prev int) bool {
	_, ok := pronouns[r.norm(prev)]
	return ok && !r.comma(r.groups[i].first)
}

// opening is a verb at the start: an order to the role, "own the roadmap", or
// what a candidate should do or have.
func (r *reader) opening(i int) {
	g := &r.groups[i]
	switch {
	case i > 0 && g.form.kind == gerund && !r.opensLabel(g.first):
		r.inherit(i)
	case r.implied == Candidates && g.form.kind != past:
		g.subject = Role
	case r.implied == Candidates:
		g.subject = Candidates
	default:
		g.subject = r.implied
	}
}

// opensLabel reports whether word i follows a colon or begins the sentence.
func (r *reader) opensLabel(i int) bool {
	return i == 0 || strings.IndexByte(r.gap(i), ':') >= 0
}

func (r *reader) inherit(i int) {
	g := &r.groups[i]
	g.subject, g.inherits = r.implied, i > 0
	if i > 0 {
		g.subject = r.groups[i-1].subject
	}
}

// infinitive is "to lead": done by whoever does the verb before, by its object
// where that verb makes others act ("enable teams to ship"), or by the one
// looked for ("we need a product manager to lead …").
func (r *reader) infinitive(i, to int) {
	g := &r.groups[i]
	np := r.phrase(to)
	object := phraseSubject(np, false)
	switch {
	case i > 0 && r.groups[i-1].form.class == supportVerb && r.groups[i-1].head < to-1 && servesCustomers(np):
		g.subject = Others // "help customers to manage budgets"
	case i > 0 && r.groups[i-1].form.control && r.groups[i-1].head < to-1 && r.groups[i-1].form.class != supportVerb && object != Unknown:
		g.subject = object
		if r.groups[i-1].passive {
			g.subject = r.groups[i-1].subject
		}
	case i > 0 && r.groups[i-1].subject == Company && (object == Role || object == Candidates):
		g.subject = Role
	default:
		r.inherit(i)
	}
}

// coordinated is "… and lead": with the verb before it, unless a subject of its
// own stands between ("… and the team builds").
func (r *reader) coordinated(i, prev int) {
	g := &r.groups[i]
	if i == 0 {
		g.subject = r.implied
		return
	}
	r.inherit(i)
	before := r.groups[i-1]
	g.chained = prev-before.head <= 1 && g.form.kind == before.form.kind
}

// afterPreposition is "by leading", "responsible for leading".
func (r *reader) afterPreposition(i, prev int) {
	g := &r.groups[i]
	if i == 0 {
		g.subject = r.implied
		if n := r.norm(prev - 1); n == "responsible" || n == "accountable" {
			if np := r.phrase(prev - 1); len(np) > 0 {
				g.subject = orImplied(phraseSubject(np, false), r.implied)
			}
		}
		return
	}
	r.inherit(i)
}

// nounBefore is a verb with its subject right before it, or a participle after
// the noun it belongs to.
func (r *reader) nounBefore(i, prev int) {
	g := &r.groups[i]
	np := r.phrase(prev + 1)
	g.from = prev + 1 - len(np)
	if i > 0 && g.from <= r.groups[i-1].head+1 && r.groups[i-1].form.class == supportVerb && g.form.kind == base {
		r.inherit(i) // "help us define", "help the team define"
		if servesCustomers(np) {
			g.subject, g.inherits = Others, false // "help customers manage budgets"
		}
		return
	}
	s := phraseSubject(np, false)
	if g.form.kind == gerund && s == Unknown {
		// "experience leading teams"
		r.inherit(i)
		if i == 0 {
			g.subject = r.implied
		}
		return
	}
	g.subject = s
	if s == Unknown && len(np) > 0 && r.proper(np) {
		g.subject = Company
	}
}

// servesCustomers reports whether a phrase speaks of those the product is for.
func servesCustomers(np []Word) bool { return len(np) > 0 && customers[headOf(np)] }

// proper reports whether a phrase is a name: a capital inside a sentence or at
// its start, and no determiner or pronoun.
func (r *reader) proper(np []Word) bool {
	if _, ok := pronouns[np[0].Norm]; ok {
		return false
	}
	c := r.doc.Text[np[len(np)-1].Start]
	return 'A' <= c && c <= 'Z' && !determiners[np[0].Norm]
}

// antecedent is what "who" or "that" at word i stands for.
func (r *reader) antecedent(i int) Subject {
	np := r.phrase(i)
	if len(np) == 0 {
		return r.implied
	}
	s := phraseSubject(np, false)
	if s == Candidates {
		return Role // "someone who leads"
	}
	return s
}

// agent is whoever stands after "by" behind word head.
func (r *reader) agent(head int) (Subject, bool) {
	for i := head + 1; i <= head+2; i++ {
		if r.norm(i) != "by" {
			continue
		}
		end := i + 1
		for end < len(r.words) && end < i+7 && !r.opens(end) && !r.comma(end) && !prepositions[r.norm(end)] &&
			!relatives[r.norm(end)] && r.norm(end) != "and" {
			end++
		}
		return phraseSubject(r.words[i+1:end], true), true
	}
	return Unknown, false
}

// phrase returns the words of the noun phrase that ends before word end.
func (r *reader) phrase(end int) []Word {
	i := end
	for i > 0 && end-i < 7 {
		w := r.norm(i - 1)
		if i < end && (r.comma(i) || r.opens(i)) || w == "to" || relatives[w] || conjunctions[w] || auxiliaries[w] ||
			prepositions[w] && w != "of" && w != "for" && w != "in" || r.headed(i-1) {
			break
		}
		i--
		if determiners[w] {
			if i > 1 && (r.norm(i-1) == "of" || r.norm(i-1) == "for") {
				continue
			}
			break
		}
		if _, ok := pronouns[w]; ok {
			break
		}
	}
	return r.words[i:end]
}

// headed reports whether word i is the head of a group.
func (r *reader) headed(i int) bool {
	for _, g := range r.groups {
		if g.head == i {
			return true
		}
	}
	return false
}

func orImplied(s, implied Subject) Subject {
	if s == Unknown {
		return implied
	}
	return s
}
