package replay

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
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
		for _, l := range placesOf(p) {
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

// workdaySite answers the list twenty at a time, the total on the first page
// alone, or one posting.
func workdaySite(r *http.Request, b corpus.Board, open []corpus.Posting) answer {
	if r.Method == http.MethodGet {
		id := r.PathValue("id")
		for _, p := range open {
			if id == workdayTail(p) {
				return jsonAnswer(workdayDetail(p))
			}
		}
		return answer{status: http.StatusNotFound}
	}
	var ask struct {
		Limit  int `json:"limit"`
		Offset int `json:"offset"`
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<16)).Decode(&ask); err != nil || ask.Limit < 1 || ask.Limit > 20 || ask.Offset < 0 {
		return answer{status: http.StatusBadRequest, contentType: jsonType, body: []byte(`{"errorCode":"HTTP_400"}`)}
	}
	total := len(open)
	if ask.Offset > 0 {
		total = 0
	}
	open = open[min(ask.Offset, len(open)):]
	open = open[:min(ask.Limit, len(open))]
	return jsonAnswer(object{"total": total, "facets": []any{}, "userAuthenticated": false, "jobPostings": each(open, func(p corpus.Posting) any {
		return object{
			"title": p.Title, "externalPath": "/job/" + url.PathEscape(strings.ReplaceAll(first(p).Raw, " ", "-")) + "/" + workdayTail(p),
			"locationsText": first(p).Raw, "postedOn": "Posted 30+ Days Ago", "bulletFields": []string{native(p)},
		}
	})})
}

func workdayTail(p corpus.Posting) string { return "Role_" + native(p) }

func workdayDetail(p corpus.Posting) any {
	more := []string{}
	for i, l := range p.Locations {
		if i > 0 {
			more = append(more, l.Raw)
		}
	}
	return object{
		"jobPostingInfo": object{
			"id": native(p), "title": p.Title, "jobDescription": markup(p), "location": first(p).Raw, "additionalLocations": more,
			"startDate": date(p.Posted, time.DateOnly), "timeType": label(p, map[corpus.Employment]string{corpus.FullTime: "Full time", corpus.PartTime: "Part time"}, "Full time"),
			"remoteType": map[corpus.Workplace]any{corpus.Remote: "Remote", corpus.Hybrid: "Hybrid", corpus.Onsite: "On-site"}[p.Workplace],
			"jobReqId":   native(p), "canApply": true, "country": object{"descriptor": first(p).Country},
		},
		"hiringOrganization": object{"name": p.Company},
	}
}
