// Package extract turns markup into text and loose strings into dates, places,
// pay and kinds of work. Everything in it is a pure function: no network, no
// clock, no state, the same bytes in give the same values out.
//
//	text := extract.Text("<h2>The role</h2><ul><li>Own the roadmap</ul>")
//	// "The role\n\n- Own the roadmap"
//	pay := extract.Pay("Base salary: $120K–150K per year")
//	// one range, 120000 to 150000 USD a year
//	places := extract.Places("Berlin, Germany; Remote - US")
//	// two: Berlin in DE, and a remote one open to US
//
// # The form of text
//
// Text and Plain both give what corpus.Posting.Text promises: valid UTF-8,
// "\n" line ends, one blank line between paragraphs and around headings,
// list items as lines that begin with "- ", table cells joined by " | ", no
// leading or trailing space on a line. Plain of a text in this form is that
// text.
//
// # What is not guessed
//
// A fact that is not stated is absent: no word about the workplace is not
// "onsite", a bare number is not a salary, a figure is never converted to
// another currency or period, a city is given a country only where the posting
// or the table of well-known cities decides it.
//
// # Data files
//
// currencies.txt, regions.txt and cities.txt hold what is known of the world.
// Country names and codes come from github.com/biter777/countries. Beside
// cities.txt stands a table of 33,000 cities, geonames.txt.gz, from GeoNames
// (https://www.geonames.org), used under CC BY 4.0; gencities.go makes it and
// says of what. It is read when a place is first looked for.
//
// A name that several cities share means the one in the country or region that
// stands beside it, else the best known: that of cities.txt first, then the
// most populous. A name that is also a state's or a country's ("Wyoming",
// "Lebanon") is the city only where something beside it says so.
//
// # Limits
//
// A city that only its state tells apart from a larger one of its name is the
// larger one where no state is given. Markup beyond 8 MiB is cut. Pay is read in the notations of English, and of
// German, French, Polish and Indian ads as far as they use digits; amounts in
// words are not read.
package extract
