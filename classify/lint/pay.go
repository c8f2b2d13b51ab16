package lint

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"rung/corpus"
)

//go:embed disclosure.yaml
var disclosureData []byte

// A Law asks that pay be told to those who apply.
type Law struct {
	// Where is the place in words, Country its ISO code, Region its name in
	// English, "" for the whole country.
	Where   string `yaml:"where"`
	Country string `yaml:"country"`
	Region  string `yaml:"region"`
	// Since is the first day it is in force, YYYY-MM-DD.
	Since string `yaml:"since"`
	// Employees is the least number of them that bind an employer, 0 where
	// the law has no such line.
	Employees int `yaml:"employees"`
	// InAd is true where the pay must stand in the advertisement itself,
	// false where telling it before the interview will do.
	InAd bool `yaml:"in_ad"`
	// Unconfirmed is true where the day, the size or the section rests on one
	// source.
	Unconfirmed bool   `yaml:"unconfirmed"`
	Citation    string `yaml:"citation"`
}

type lawTable struct {
	// Checked is the day somebody last looked the table up.
	Checked string `yaml:"checked"`
	Laws    []Law  `yaml:"laws"`
	// Union are the countries an entry with country EU stands for.
	Union []string `yaml:"union"`
}

var laws = sync.OnceValue(func() lawTable {
	var t lawTable
	mustYAML("disclosure.yaml", disclosureData, &t)
	return t
})

// pay looks for an ad without pay in a place whose law asks for it.
func (c *check) pay() {
	if c.opt.On.IsZero() || c.measures.Words == 0 || slices.ContainsFunc(c.p.Salaries, stated) {
		return
	}
	bound, maybe := c.laws()
	if len(bound) == 0 && len(maybe) == 0 {
		return
	}
	at := nowhere
	for _, m := range c.matches {
		if m.Rule.Name == "pay-promise" {
			at = c.span(m.Start, m.End)
			break
		}
	}
	var why []string
	if len(bound) > 0 {
		why = append(why, "It names no pay, and "+lawsText(bound)+".")
	}
	if len(maybe) > 0 {
		why = append(why, c.perhaps(bound, maybe))
	}
	why = append(why, "Table of "+laws().Checked+": check the law; this is no legal advice.")
	f := c.add("pay-missing", at, "%s", strings.Join(why, " "))
	for _, l := range append(bound, maybe...) {
		if len(maybe) == 0 || l.Country != "US" || len(f.Cite) < len(bound)+mostBecause {
			f.Cite = append(slices.Clip(f.Cite), l.Citation)
		}
	}
	if !slices.ContainsFunc(bound, func(l Law) bool { return l.InAd }) {
		f.Severity = Note
	}
}

// perhaps words the laws that only bind where the work may be done there.
func (c *check) perhaps(bound, maybe []Law) string {
	var names []string
	for _, l := range maybe {
		names = append(names, l.Where)
	}
	lead := "It names no pay; work that may be done"
	if len(bound) > 0 {
		lead = "Work that may be done"
	}
	return fmt.Sprintf("%s in %s falls under laws that ask for it in the ad.", lead, oneOf(names))
}

// stated reports whether a figure is given. What an aggregator guesses is not
// the employer's word.
func stated(s corpus.Salary) bool {
	return s.Origin != corpus.SalaryEstimated && (s.Min > 0 || s.Max > 0 || strings.ContainsAny(s.Raw, "123456789"))
}

// laws returns those of the places that the posting names, and those of regions
// that a country-wide or remote posting may reach. Each stands once.
func (c *check) laws() (bound, maybe []Law) {
	for _, l := range laws().Laws {
		if !l.inForce(c.opt.On) {
			continue
		}
		for _, place := range c.p.Locations {
			if l.covers(place) {
				bound = append(bound, l)
				break
			}
			if l.Region != "" && place.City == "" && place.Region == "" && l.in(place.Country) {
				maybe = append(maybe, l)
				break
			}
		}
	}
	return bound, maybe
}

func (l Law) inForce(on time.Time) bool { return l.Since <= on.Format(time.DateOnly) }

func (l Law) in(country string) bool {
	return l.Country == country || l.Country == "EU" && slices.Contains(laws().Union, country)
}

func (l Law) covers(place corpus.Location) bool {
	return l.in(place.Country) && (l.Region == "" || l.Region == place.Region)
}

// lawsText says what the laws ask, in one clause each.
func lawsText(bound []Law) string {
	var out []string
	for _, l := range bound {
		asks := "asks for it in the ad"
		if !l.InAd {
			asks = "asks that applicants are told before the interview"
		}
		size := ""
		if l.Employees > 1 {
			size = fmt.Sprintf(" of employers with %d employees or more", l.Employees)
		}
		doubt := ""
		if l.Unconfirmed {
			doubt = " (unconfirmed)"
		}
		out = append(out, fmt.Sprintf("%s %s%s since %s%s", l.Where, asks, size, l.Since, doubt))
	}
	return strings.Join(out, "; ")
}

// oneOf lists names with "or", the first few of many.
func oneOf(names []string) string {
	const most = 4
	if len(names) > most {
		return fmt.Sprintf("%s or %d other places", strings.Join(names[:most], ", "), len(names)-most)
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
