package gold_test

import (
	"fmt"
	"strings"

	"rung/corpus/gold"
)

func ExampleDecode() {
	file := `{"id":"x1","title":"Head of Product","body":"You are our first product hire and write the stories.","label":{"on_ladder":true,"duties":"senior","rung":"senior","title_says":"director","mismatch":"title above duties"},"trap":"startup-head"}
{"id":"x2","title":"Product Manager"}`
	for row, err := range gold.Decode(strings.NewReader(file)) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		gap, _ := row.Label.Gap()
		fmt.Printf("%s: %s, by its duties %s, title %+d\n", row.ID, row.Title, row.Label.Duties, gap)
	}
	// Output:
	// x1: Head of Product, by its duties senior, title +2
	// gold file: line 2: x2: no body
}
