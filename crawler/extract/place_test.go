package extract_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rung/corpus"
	"rung/crawler/extract"
)

func TestPlaces(t *testing.T) {
	loc := func(raw, city, region, country string, scope ...string) corpus.Location {
		return corpus.Location{Raw: raw, City: city, Region: region, Country: country, RemoteScope: scope}
	}
	tests := []struct {
		in   string
		want []corpus.Location
	}{
		{"", nil},
		{"3 Locations", nil},
		{"Berlin, Germany", []corpus.Location{loc("Berlin, Germany", "Berlin", "", "DE")}},
		{"Germany, Berlin", []corpus.Location{loc("Germany, Berlin", "Berlin", "", "DE")}},
		{"Darmstadt, DE", []corpus.Location{loc("Darmstadt, DE", "Darmstadt", "Hesse", "DE")}},
		{"Ulm, DE", []corpus.Location{loc("Ulm, DE", "Ulm", "Baden-Württemberg", "DE")}},
		{"Dover, DE", []corpus.Location{loc("Dover, DE", "Dover", "Delaware", "US")}},
		{"Fresno, CA", []corpus.Location{loc("Fresno, CA", "Fresno", "California", "US")}},
		{"Toronto, CA", []corpus.Location{loc("Toronto, CA", "Toronto", "Ontario", "CA")}},
		{"London, ON", []corpus.Location{loc("London, ON", "London", "Ontario", "CA")}},
		{"London", []corpus.Location{loc("London", "London", "England", "GB")}},
		{"Bangalore, IN", []corpus.Location{loc("Bangalore, IN", "Bangalore", "Karnataka", "IN")}},
		{"Gary, IN", []corpus.Location{loc("Gary, IN", "Gary", "Indiana", "US")}},
		{"Atlanta, Georgia", []corpus.Location{loc("Atlanta, Georgia", "Atlanta", "Georgia", "US")}},
		{"Macon, Georgia", []corpus.Location{loc("Macon, Georgia", "Macon", "Georgia", "US")}},
		{"Tbilisi, Georgia", []corpus.Location{loc("Tbilisi, Georgia", "Tbilisi", "", "GE")}},
		{"Georgia", []corpus.Location{loc("Georgia", "", "Georgia", "")}},
		{"Wyoming", []corpus.Location{loc("Wyoming", "", "Wyoming", "US")}},
		{"Wyoming, MI", []corpus.Location{loc("Wyoming, MI", "Wyoming", "Michigan", "US")}},
		{"Delaware, Ohio", []corpus.Location{loc("Delaware, Ohio", "Delaware", "Ohio", "US")}},
		{"Lebanon", []corpus.Location{loc("Lebanon", "", "", "LB")}},
		{"Lebanon, PA", []corpus.Location{loc("Lebanon, PA", "Lebanon", "Pennsylvania", "US")}},
		{"Norfolk, VA", []corpus.Location{loc("Norfolk, VA", "Norfolk", "Virginia", "US")}},
		{"Cambridge", []corpus.Location{loc("Cambridge", "Cambridge", "England", "GB")}},
		{"Cambridge, MA", []corpus.Location{loc("Cambridge, MA", "Cambridge", "Massachusetts", "US")}},
		{"Cambridge, ON", []corpus.Location{loc("Cambridge, ON", "Cambridge", "Ontario", "CA")}},
		{"San Jose", []corpus.Location{loc("San Jose", "San Jose", "California", "US")}},
		{"San José, Costa Rica", []corpus.Location{loc("San José, Costa Rica", "San Jose", "", "CR")}},
		{"Portland", []corpus.Location{loc("Portland", "Portland", "Oregon", "US")}},
		{"Portland, ME", []corpus.Location{loc("Portland, ME", "Portland", "Maine", "US")}},
		{"London, KY", []corpus.Location{loc("London, KY", "London", "Kentucky", "US")}},
		{"Vancouver, WA", []corpus.Location{loc("Vancouver, WA", "Vancouver", "Washington", "US")}},
		{"Richmond, CA", []corpus.Location{loc("Richmond, CA", "Richmond", "California", "US")}},
		{"Surrey, CA", []corpus.Location{loc("Surrey, CA", "Surrey", "British Columbia", "CA")}},
		{"Lombardy, Italy", []corpus.Location{loc("Lombardy, Italy", "", "Lombardy", "IT")}},
		{"Milan, Lombardy, Italy", []corpus.Location{loc("Milan, Lombardy, Italy", "Milan", "", "IT")}},
		{"Utrecht, Netherlands", []corpus.Location{loc("Utrecht, Netherlands", "Utrecht", "", "NL")}},
		{"Halle", []corpus.Location{loc("Halle", "Halle (Saale)", "Saxony-Anhalt", "DE")}},
		{"Luebeck", []corpus.Location{loc("Luebeck", "Lübeck", "Schleswig-Holstein", "DE")}},
		{"Gdynia", []corpus.Location{loc("Gdynia", "Gdynia", "Pomerania", "PL")}},
		{"Kaohsiung, Taiwan", []corpus.Location{loc("Kaohsiung, Taiwan", "Kaohsiung", "Takao", "TW")}},
		{"Columbia, Medellín", []corpus.Location{loc("Columbia, Medellín", "Medellín", "", "CO")}},
		{"Bay Area", []corpus.Location{loc("Bay Area", "San Francisco", "California", "US")}},
		{"Paris, TX", []corpus.Location{loc("Paris, TX", "Paris", "Texas", "US")}},
		{"New York, New York", []corpus.Location{loc("New York, New York", "New York", "New York", "US")}},
		{"NYC Headquarters", []corpus.Location{loc("NYC Headquarters", "New York", "New York", "US")}},
		{"USA - New York NY", []corpus.Location{loc("USA - New York NY", "New York", "New York", "US")}},
		{"Washington, DC", []corpus.Location{loc("Washington, DC", "Washington", "District of Columbia", "US")}},
		{"SF / NY", []corpus.Location{loc("SF", "San Francisco", "California", "US"), loc("NY", "", "New York", "US")}},
		{"San Francisco or New York", []corpus.Location{loc("San Francisco", "San Francisco", "California", "US"), loc("New York", "New York", "New York", "US")}},
		{"Boston, MA; Remote - US", []corpus.Location{loc("Boston, MA", "Boston", "Massachusetts", "US"), loc("Remote - US", "", "", "US", "US")}},
		{"Fremont, CA and Reno, NV", []corpus.Location{loc("Fremont, CA", "Fremont", "California", "US"), loc("Reno, NV", "Reno", "Nevada", "US")}},
		{"Alabama, Florida, Texas", []corpus.Location{loc("Alabama", "", "Alabama", "US"), loc("Florida", "", "Florida", "US"), loc("Texas", "", "Texas", "US")}},
		{"Anywhere in France, Belgium, Spain", []corpus.Location{loc("Anywhere in France", "", "", "FR"), loc("Belgium", "", "", "BE"), loc("Spain", "", "", "ES")}},
		{"Boston (MA), Denver (CO)", []corpus.Location{loc("Boston (MA)", "Boston", "Massachusetts", "US"), loc("Denver (CO)", "Denver", "Colorado", "US")}},
		{"US + Canada", []corpus.Location{loc("US", "", "", "US"), loc("Canada", "", "", "CA")}},
		{"Remote", []corpus.Location{loc("Remote", "", "", "")}},
		{"Remote (EMEA)", []corpus.Location{loc("Remote (EMEA)", "", "EMEA", "", "EMEA")}},
		{"Remote - US & Canada", []corpus.Location{loc("Remote - US & Canada", "", "", "", "US", "CA")}},
		{"US-Remote", []corpus.Location{loc("US-Remote", "", "", "US", "US")}},
		{"Anywhere in Belgium (remote)", []corpus.Location{loc("Anywhere in Belgium (remote)", "", "", "BE", "BE")}},
		{"Remote - Alberta, Canada", []corpus.Location{loc("Remote - Alberta, Canada", "", "Alberta", "CA", "CA")}},
		{"US-CA-Monrovia", []corpus.Location{loc("US-CA-Monrovia", "Monrovia", "California", "US")}},
		{"IL-Chicago", []corpus.Location{loc("IL-Chicago", "Chicago", "Illinois", "US")}},
		{"Headquarters", []corpus.Location{loc("Headquarters", "", "", "")}},
		{"Münster", []corpus.Location{loc("Münster", "Münster", "North Rhine-Westphalia", "DE")}},
		{"Hybrid – Berlin (3 days)", []corpus.Location{loc("Hybrid – Berlin (3 days)", "Berlin", "", "DE")}},
		{"São Paulo", []corpus.Location{loc("São Paulo", "São Paulo", "", "BR")}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, extract.Places(tt.in)); diff != "" {
			t.Errorf("Places(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestPlace(t *testing.T) {
	tests := []struct {
		raw, city, region, country string
		want                       corpus.Location
	}{
		{"", "Boston", "MA", "United States", corpus.Location{Raw: "Boston, MA, United States", City: "Boston", Region: "Massachusetts", Country: "US"}},
		{"Berlin", "Berlin", "", "de", corpus.Location{Raw: "Berlin", City: "Berlin", Country: "DE"}},
		{"", "", "", "Deutschland", corpus.Location{Raw: "Deutschland", Country: "DE"}},
		{"", "Springfield", "Sangamon", "", corpus.Location{Raw: "Springfield, Sangamon", City: "Springfield", Region: "Sangamon"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, extract.Place(tt.raw, tt.city, tt.region, tt.country)); diff != "" {
			t.Errorf("Place(%q, %q, %q, %q) (-want +got):\n%s", tt.raw, tt.city, tt.region, tt.country, diff)
		}
	}
}

func TestCountry(t *testing.T) {
	for in, want := range map[string]string{
		"Germany": "DE", "de": "DE", "DEU": "DE", "USA": "US", "U.S.": "US", "uk": "GB", "Korea": "KR",
		"Österreich": "AT", "Czech Republic": "CZ", "Hong Kong": "HK", "DG": "", "RA": "", "Remote": "", "": "", "Mordor": "",
	} {
		if got := extract.Country(in); got != want {
			t.Errorf("Country(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzPlaces holds that any text gives at most a bounded number of places,
// each with words of its own and codes of two letters.
func FuzzPlaces(f *testing.F) {
	for _, s := range []string{"Berlin, Germany; Remote - US", "US & Canada", "IL-Chicago", "(;(", "Remote - , CA"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range extract.Places(s) {
			if l.Raw == "" || (l.Country != "" && len(l.Country) != 2) {
				t.Errorf("Places(%q) gives %+v", s, l)
			}
		}
	})
}
