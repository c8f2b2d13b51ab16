package gold_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rung/corpus/gold"
)

func TestEncodeIsDecodedBack(t *testing.T) {
	rows, err := gold.Load()
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := gold.Encode(&file, rows); err != nil {
		t.Fatal(err)
	}
	i := 0
	for got, err := range gold.Decode(&file) {
		if err != nil {
			t.Fatal(err)
		}
		want := rows[i]
		want.Invented, want.HTML = false, "" // the format's reader decides the one, its writer leaves out the other
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("row %s (-want +got):\n%s", want.ID, diff)
		}
		i++
	}
	if i != len(rows) {
		t.Errorf("%d rows came back, want %d", i, len(rows))
	}
}
