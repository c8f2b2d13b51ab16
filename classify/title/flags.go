package title

// flags gathers what the title says beside kind and rung. Only flags that
// stand in no other role's clause count, which is every clause before a cut.
func (p *parser) flags() {
	for i := range p.clauses {
		for _, it := range p.clauses[i].items {
			if it.class == cut {
				break
			}
			p.itemFlag(it)
		}
	}
	if p.t.Has(FlagIC) && p.t.Rank >= rankOf("lead") {
		p.t.Track = "ic"
	}
	if rankOf(p.t.High) >= rankOf("director") && p.bankBusiness() {
		p.flag(FlagBank)
	}
}

func (p *parser) itemFlag(it item) {
	switch {
	case it.flag == "" || it.flag == "bank" || it.flag == "bankword":
	case (it.class == intern || it.flag == FlagProgramme) && p.t.Rung != "associate":
		// An intake word that is no rank here.
	default:
		p.flag(it.flag)
	}
}

func (p *parser) flag(name string) { p.t.Flags = append(p.t.Flags, name) }

// bankBusiness reports whether a line of business is named in which banks
// give the grade "vice president" and the title holds such a grade.
func (p *parser) bankBusiness() bool {
	grade, business := false, false
	for i := range p.clauses {
		for _, it := range p.clauses[i].items {
			grade = grade || it.flag == "bankword" || it.flag == "bank"
		}
	}
	for i := range p.words {
		if !grade {
			return false
		}
		index := [4]int{i, i + 1, i + 2, i + 3}
		e, _ := p.match(&lex.bank, index[:min(4, len(p.words)-i)])
		business = business || e != nil
	}
	return business
}
