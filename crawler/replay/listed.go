package replay

import (
	"fmt"
	"net/url"
	"time"

	"rung/corpus"
)

// Systems that answer with a list, and with a page for each posting.

func bambooList(_ corpus.Board, open []corpus.Posting) any {
	rows := each(open, func(p corpus.Posting) any {
		return object{
			"id": native(p), "jobOpeningName": p.Title, "departmentLabel": p.Department,
			"employmentStatusLabel": label(p, map[corpus.Employment]string{corpus.FullTime: "Full Time", corpus.PartTime: "Part Time", corpus.Internship: "Internship", corpus.Contract: "Contractor", corpus.Temporary: "Temporary"}, ""),
			"location":              object{"city": first(p).City, "state": first(p).Region},
			"atsLocation":           object{"country": emptyNull(first(p).Country), "state": emptyNull(first(p).Region), "province": nil, "city": emptyNull(first(p).City)},
			"isRemote":              nil,
			"locationType":          map[corpus.Workplace]any{corpus.Onsite: "0", corpus.Remote: "1", corpus.Hybrid: "2"}[p.Workplace],
		}
	})
	return object{"meta": object{"totalCount": len(rows)}, "result": rows}
}

func bambooDetail(b corpus.Board, p corpus.Posting) any {
	compensation := ""
	if pay := structured(p); len(pay) > 0 {
		compensation = fmt.Sprintf("%s %.0f - %.0f per %s", pay[0].Currency, pay[0].Min, pay[0].Max, pay[0].Period)
	}
	return object{"result": object{"jobOpening": object{
		"jobOpeningName": p.Title, "description": markup(p), "datePosted": date(p.Posted, time.DateOnly), "compensation": compensation,
		"jobOpeningShareUrl": "https://" + b.Token + ".bamboohr.com/careers/" + native(p), "location": object{"city": first(p).City, "state": first(p).Region, "addressCountry": first(p).Country},
	}}}
}

// ripplingList repeats a job for each of its places.
func ripplingList(b corpus.Board, open []corpus.Posting) any {
	rows := []any{}
	for _, p := range open {
		for _, l := range p.Locations {
			where := l.Raw
			if p.Workplace == corpus.Remote {
				where = "Remote (" + where + ")"
			}
			rows = append(rows, object{
				"uuid": native(p), "name": p.Title, "department": object{"id": p.Department, "label": p.Department},
				"url": "https://ats.rippling.com/" + url.PathEscape(b.Token) + "/jobs/" + native(p), "workLocation": object{"label": where, "id": where},
			})
		}
	}
	return rows
}

func ripplingDetail(_ corpus.Board, p corpus.Posting) any {
	pay := []any{}
	for _, s := range structured(p) {
		pay = append(pay, object{"rangeStart": amount(s.Min), "rangeEnd": amount(s.Max), "currency": s.Currency, "frequency": string(s.Period), "location": s.Label})
	}
	places := []string{}
	for _, l := range p.Locations {
		places = append(places, l.Raw)
	}
	return object{
		"uuid": native(p), "name": p.Title, "companyName": p.Company, "description": object{"company": "", "role": markup(p)},
		"employmentType": object{"label": label(p, employmentLabels, ""), "id": ""}, "createdOn": date(p.Posted, rfc3339),
		"workLocations": places, "payRangeDetails": pay,
	}
}
