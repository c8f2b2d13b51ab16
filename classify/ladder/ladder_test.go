package ladder

import (
	"testing"

	"rung/classify/text"
)

func TestLoad(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Rules().CheckExamples(text.Prose{}); err != nil {
		t.Error(err)
	}
	if err := l.Rules().CheckExamples(nil); err != nil {
		t.Error("by word lists", err)
	}
}
