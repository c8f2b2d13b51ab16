package title_test

import (
	"fmt"

	"rung/classify/title"
)

func ExampleParse() {
	for _, s := range []string{
		"Sr. Director, Product Management (Remote) - Reports to VP",
		"Product Manager, Office of the CPO",
		"(Senior) Product Manager, Growth (m/f/d)",
		"Director, Product Marketing",
	} {
		t := title.Parse(s)
		fmt.Printf("%s | %s %s ranked=%v %s..%s\n", t.Head, t.Kind, t.Rung, t.Ranked, t.Low, t.High)
	}
	// Output:
	// Sr. Director, Product Management | ladder director ranked=true director..director
	// Product Manager | ladder pm ranked=false pm..pm
	// (Senior) Product Manager | ladder pm ranked=false pm..senior
	// Director, Product Marketing | other  ranked=false ..
}

func ExampleTitle_Core() {
	fmt.Println(title.Parse("Sr. Product Manager, Growth (m/f/d) - Berlin").Core())
	// Output: senior product manager growth
}
