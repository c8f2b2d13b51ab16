package replay

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
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

// smartRecruiters answers one page of the list, or one posting.
func smartRecruiters(r *http.Request, b corpus.Board, open []corpus.Posting, w window) answer {
	if id := r.PathValue("id"); id != "" {
		return find(open, id, func(p corpus.Posting) answer { return jsonAnswer(smartRecruitersPage(b, p)) })
	}
	offset := count(r, "offset", 0)
	rows := each(w.page(open, offset, min(count(r, "limit", 10), 100)), func(p corpus.Posting) any { return smartRecruitersRow(b, p) })
	return jsonAnswer(object{"offset": offset, "limit": len(rows), "totalFound": w.total(len(open)), "content": rows})
}

func smartRecruitersRow(b corpus.Board, p corpus.Posting) object {
	l := first(p)
	return object{
		"id": native(p), "name": p.Title, "refNumber": p.RequisitionID, "company": object{"identifier": b.Token, "name": p.Company},
		"releasedDate": date(p.Posted, millis), "department": object{"label": p.Department}, "typeOfEmployment": object{"label": label(p, employmentLabels, "Full-time")},
		"location": object{"city": l.City, "region": l.Region, "country": strings.ToLower(l.Country), "remote": p.Workplace == corpus.Remote, "hybrid": p.Workplace == corpus.Hybrid, "fullLocation": l.Raw},
		"language": object{"code": p.Language}, "ref": "https://api.smartrecruiters.com/v1/companies/" + url.PathEscape(b.Token) + "/postings/" + native(p),
	}
}

func smartRecruitersPage(b corpus.Board, p corpus.Posting) any {
	row := smartRecruitersRow(b, p)
	page := "https://jobs.smartrecruiters.com/" + url.PathEscape(b.Token) + "/" + native(p)
	row["postingUrl"], row["applyUrl"], row["active"] = page, page+"?oga=true", true
	row["jobAd"] = object{"sections": object{"jobDescription": object{"title": "", "text": markup(p)}}}
	return row
}

// find answers about one posting of those that are open.
func find(open []corpus.Posting, id string, encode func(corpus.Posting) answer) answer {
	for _, p := range open {
		if native(p) == id {
			return encode(p)
		}
	}
	return answer{status: http.StatusNotFound}
}

// breezyBoard answers the list, or the page of one position.
func breezyBoard(r *http.Request, b corpus.Board, open []corpus.Posting) answer {
	if id := r.PathValue("id"); id != "" {
		return find(open, id, markedPage)
	}
	return jsonAnswer(each(open, func(p corpus.Posting) any {
		l, pay := first(p), ""
		if all := structured(p); len(all) > 0 {
			pay = fmt.Sprintf("%s %.0f - %.0f per %s", all[0].Currency, all[0].Min, all[0].Max, all[0].Period)
		}
		return object{
			"id": native(p), "friendly_id": native(p), "name": p.Title, "url": "https://" + b.Token + ".breezy.hr/p/" + native(p),
			"published_date": date(p.Posted, millis), "type": object{"name": label(p, employmentLabels, "Full-Time")}, "department": p.Department,
			"salary": pay, "company": object{"name": p.Company},
			"location": object{"name": l.Raw, "city": l.City, "state": object{"name": l.Region}, "country": object{"name": l.Country, "id": l.Country}, "is_remote": p.Workplace == corpus.Remote},
		}
	}))
}

// jazzBoard answers the table, or the page of one opening.
func jazzBoard(r *http.Request, _ corpus.Board, open []corpus.Posting) answer {
	if id := r.PathValue("id"); id != "" {
		return find(open, id, markedPage)
	}
	var s strings.Builder
	s.WriteString(`<!doctype html><html><head><title>Jobs</title></head><body><div id="job_listings_wrapper"><table id="jobs_table"><tbody>`)
	for _, p := range open {
		where := first(p).Raw
		if p.Workplace == corpus.Remote {
			where = "Remote - " + where
		}
		fmt.Fprintf(&s, `<tr id="row_job_%[1]s"><td><a class="job_title_link" href="/apply/jobs/details/%[1]s?&amp;">%[2]s</a><br><span class="resumator_department">%[3]s</span></td><td>%[4]s</td></tr>`,
			url.PathEscape(native(p)), html.EscapeString(p.Title), html.EscapeString(p.Department), html.EscapeString(where))
	}
	s.WriteString(`</tbody></table></div></body></html>`)
	return answer{contentType: htmlType, body: []byte(s.String())}
}

// markedPage is the page of one posting with schema.org markup.
func markedPage(p corpus.Posting) answer {
	l := first(p)
	ld := object{
		"@context": "https://schema.org", "@type": "JobPosting", "title": p.Title, "description": markup(p),
		"datePosted": date(p.Posted, time.DateOnly), "employmentType": label(p, map[corpus.Employment]string{corpus.FullTime: "FULL_TIME", corpus.PartTime: "PART_TIME", corpus.Contract: "CONTRACTOR", corpus.Temporary: "TEMPORARY", corpus.Internship: "INTERN"}, "FULL_TIME"),
		"hiringOrganization": object{"@type": "Organization", "name": p.Company},
		"jobLocation":        object{"@type": "Place", "address": object{"@type": "PostalAddress", "addressLocality": l.City, "addressRegion": l.Region, "addressCountry": l.Country}},
	}
	if p.ValidThrough != nil {
		ld["validThrough"] = date(p.ValidThrough, rfc3339)
	}
	if p.Workplace == corpus.Remote {
		ld["jobLocationType"] = "TELECOMMUTE"
	}
	if pay := structured(p); len(pay) > 0 {
		ld["baseSalary"] = object{"@type": "MonetaryAmount", "currency": pay[0].Currency, "value": object{"minValue": amount(pay[0].Min), "maxValue": amount(pay[0].Max), "unitText": strings.ToUpper(string(pay[0].Period))}}
	}
	script, err := json.Marshal(ld)
	if err != nil {
		panic(fmt.Sprintf("replay: %v", err)) // maps, texts and numbers cannot fail
	}
	body := fmt.Sprintf(`<!doctype html><html><head><title>%s</title><script type="application/ld+json">%s</script></head><body><h1>%[1]s</h1></body></html>`, html.EscapeString(p.Title), script)
	return answer{contentType: htmlType, body: []byte(body)}
}

// workdaySite answers the list twenty at a time, the total on the first page
// alone, or one posting.
func workdaySite(r *http.Request, b corpus.Board, open []corpus.Posting, w window) answer {
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
		Applied map[string][]string `json:"appliedFacets"`
		Limit   int                 `json:"limit"`
		Offset  int                 `json:"offset"`
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<16)).Decode(&ask); err != nil || ask.Limit < 1 || ask.Limit > 20 || ask.Offset < 0 || ask.Applied == nil {
		return answer{status: http.StatusBadRequest, contentType: jsonType, body: []byte(`{"errorCode":"HTTP_400"}`)}
	}
	if ids := ask.Applied[workdayFamily]; len(ids) > 0 {
		open = slices.DeleteFunc(slices.Clone(open), func(p corpus.Posting) bool { return !slices.Contains(ids, p.Department) })
	}
	facets := workdayFacets(open)
	if len(open) > workdayShows {
		open, w.fault = open[:workdayShows], FaultWrap
	}
	total := min(w.total(len(open)), workdayShows)
	if ask.Offset > 0 {
		total = 0
	}
	rows := each(w.page(open, ask.Offset, ask.Limit), func(p corpus.Posting) any {
		return object{
			"title": p.Title, "externalPath": "/job/" + workdayPlace(p) + "/" + workdayTail(p),
			"locationsText": first(p).Raw, "postedOn": "Posted 30+ Days Ago", "bulletFields": []string{native(p)},
		}
	})
	return jsonAnswer(object{"total": total, "facets": facets, "userAuthenticated": false, "jobPostings": rows})
}

const (
	// workdayShows is how many postings of one question a site shows before it
	// begins again from the front.
	workdayShows  = 2000
	workdayFamily = "jobFamilyGroup"
)

// workdayFacets is the filter by department.
func workdayFacets(open []corpus.Posting) []any {
	counts := map[string]int{}
	for _, p := range open {
		counts[p.Department]++
	}
	values := []any{}
	for _, d := range slices.Sorted(maps.Keys(counts)) {
		values = append(values, object{"descriptor": d, "id": d, "count": counts[d]})
	}
	return []any{object{"facetParameter": workdayFamily, "values": values}}
}

// workdayPlace is the element of a posting's path that names where it is.
func workdayPlace(p corpus.Posting) string {
	if first(p).Raw == "" {
		return "Anywhere"
	}
	return url.PathEscape(strings.ReplaceAll(first(p).Raw, " ", "-"))
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
