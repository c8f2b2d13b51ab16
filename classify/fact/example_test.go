package fact_test

import (
	"fmt"

	"rung/classify/fact"
	"rung/classify/text"
)

func ExampleRead() {
	doc := text.Parse(`What you will do
- Manage a team of four product managers, reporting to the VP of Product
- Own the P&L and the multi-year roadmap

Requirements
- 8+ years of product management experience, including 3+ years managing PMs`)
	facts := fact.Read(doc)
	years, _ := fact.Best(facts.Years)
	fmt.Println("years:", years.Min, years.Object)
	fmt.Println("reports:", fact.Leads(facts.Reports), facts.Reports[0].Count, facts.Reports[0].Whom)
	fmt.Println("money:", facts.Money[0].Kind, facts.Money[0].Own)
	fmt.Println("horizon:", facts.Horizon[0].Span)
	fmt.Println("line:", facts.Line.To)
	// Output:
	// years: 8 pm
	// reports: true 4 pms
	// money: pnl true
	// horizon: multi-year
	// line: vp
}
