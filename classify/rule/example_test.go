package rule_test

import (
	"fmt"

	"rung/classify/rule"
	"rung/classify/text"
)

func Example() {
	file, err := rule.ParseFile("people.yaml", []byte(`
lists:
  pms: [pm, product manager]
rules:
  - name: mentors-pms
    phrases: ["mentor|coach ..2 {pms}"]
    when: {subject: [role]}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	set, err := rule.Compile(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	body := "You will be mentored by a product manager. Later you mentor two junior PMs."
	for _, m := range set.Match(text.Parse(body), text.Prose{}) {
		fmt.Printf("%s: %q by the %s\n", m.Rule.Name, body[m.Start:m.End], m.Clause.Subject)
	}
	// Output: mentors-pms: "mentor two junior PMs" by the role
}
