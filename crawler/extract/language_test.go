package extract

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"English", "You will own the roadmap of our payments product and talk to the people who use it every day.", "en"},
		{"German", "Du verantwortest die Roadmap unseres Produkts und sprichst jeden Tag mit den Menschen, die es benutzen.", "de"},
		{"French", "Vous serez responsable de la feuille de route du produit et parlerez chaque jour avec celles et ceux qui l'utilisent.", "fr"},
		{"Spanish", "Serás responsable de la hoja de ruta del producto y hablarás cada día con las personas que lo utilizan.", "es"},
		{"Portuguese", "Você será responsável pelo roteiro do produto e conversará todos os dias com as pessoas que o utilizam.", "pt"},
		{"Dutch", "Je bent verantwoordelijk voor de roadmap van ons product en praat elke dag met de mensen die het gebruiken.", "nl"},
		{"Italian", "Sarai responsabile della roadmap del prodotto e parlerai ogni giorno con le persone che lo usano.", "it"},
		{"Polish", "Będziesz odpowiadać za rozwój naszego produktu i codziennie rozmawiać z ludźmi, którzy go używają.", "pl"},
		{"Japanese", "あなたは製品のロードマップを担当し、毎日それを使う人々と話します。チームと一緒に何を作るかを決めます。", "ja"},
		{"too short", "Product Manager", ""},
		{"nothing", "", ""},
		{"numbers alone", strings.Repeat("12 345 ", 40), ""},
	} {
		if got := Language(c.text); got != c.want {
			t.Errorf("%s: Language = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSampleKeepsRunes(t *testing.T) {
	for n := range 7 {
		if s := sample(strings.Repeat("a", n) + strings.Repeat("語", 4000)); !utf8.ValidString(s) {
			t.Errorf("sample cut through a letter after %d bytes", n)
		}
	}
}
