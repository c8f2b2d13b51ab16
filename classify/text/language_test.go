package text

import (
	"strings"
	"testing"
)

func TestLanguage(t *testing.T) {
	tests := []struct {
		name     string
		text     string
		want     string
		reliable bool
	}{
		{"English", "You will own the roadmap of our ordering app and work with engineers and designers on the next release.", "en", true},
		{"English with German words", "You will own the Brötchen roadmap for our Bäckerei customers and you will talk to the teams in Köln and Bonn.", "en", true},
		{"German", "Du verantwortest die Roadmap unserer Bestell-App und arbeitest eng mit der Entwicklung und dem Design zusammen, damit wir die richtigen Dinge bauen.", "de", true},
		{"French", "Vous définissez la vision du produit avec les équipes techniques et vous suivez les indicateurs pour améliorer notre application chaque trimestre.", "fr", true},
		{"Spanish", "Serás responsable de la hoja de ruta del producto y trabajarás con los equipos de diseño para mejorar la experiencia de nuestros clientes.", "es", true},
		{"Dutch", "Je bent verantwoordelijk voor de roadmap van onze app en werkt nauw samen met het team om de beste ervaring voor klanten te bouwen.", "nl", true},
		{"Portuguese", "Você será responsável pela estratégia do produto e vai trabalhar com as equipes de engenharia para melhorar a experiência dos nossos clientes.", "pt", true},
		{"Italian", "Sarai responsabile della strategia di prodotto e lavorerai con i team di sviluppo per migliorare l'esperienza dei nostri clienti.", "it", true},
		{"short English", "Own the roadmap of the app", "en", false},
		{"nothing", " \n ", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tag, reliable := Language(tt.text)
			if tag != tt.want || reliable != tt.reliable {
				t.Errorf("Language(%q) = %q, %t, want %q, %t", tt.text, tag, reliable, tt.want, tt.reliable)
			}
		})
	}
}

// An English text stays English whatever list of names it carries.
func TestLanguageIgnoresNames(t *testing.T) {
	text := "You will lead the product team of our offices. " + strings.Repeat("München, Zürich, São Paulo. ", 3) +
		"We are looking for a person with experience in the market and a passion for the craft of bread."
	if tag, _ := Language(text); tag != "en" {
		t.Errorf("Language = %q, want en", tag)
	}
}
