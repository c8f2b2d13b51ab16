package replay

import (
	"encoding/json"
	"hash/fnv"
	"html"
	"net/url"
	"strconv"
	"time"

	"rung/corpus"
)

// Systems that answer with a whole board at once.

func ashbyBoard(b corpus.Board, open []corpus.Posting) any {
	return object{"apiVersion": "1", "jobs": each(open, func(p corpus.Posting) any { return ashbyJob(b, p) })}
}

func ashbyJob(b corpus.Board, p corpus.Posting) any {
	page := "https://jobs.ashbyhq.com/" + url.PathEscape(b.Token) + "/" + url.PathEscape(native(p))
	secondary := []any{}
	for i, l := range p.Locations {
		if i > 0 {
			secondary = append(secondary, object{"location": l.Raw, "address": ashbyAddress(l)})
		}
	}
	return object{
		"id": native(p), "title": p.Title, "department": p.Department, "team": p.Team,
		"employmentType": label(p, map[corpus.Employment]string{corpus.FullTime: "FullTime", corpus.PartTime: "PartTime", corpus.Internship: "Intern", corpus.Contract: "Contract", corpus.Temporary: "Temporary"}, "FullTime"),
		"location":       first(p).Raw, "address": ashbyAddress(first(p)), "secondaryLocations": secondary,
		"isRemote":      p.Workplace == corpus.Remote,
		"workplaceType": map[corpus.Workplace]any{corpus.Remote: "Remote", corpus.Hybrid: "Hybrid", corpus.Onsite: "OnSite"}[p.Workplace],
		"publishedAt":   date(p.Posted, millis), "isListed": true, "jobUrl": page, "applyUrl": page + "/application",
		"descriptionHtml": markup(p), "descriptionPlain": p.Text,
		"shouldDisplayCompensationOnJobPostings": len(structured(p)) > 0, "compensation": ashbyPay(p),
	}
}

func ashbyAddress(l corpus.Location) any {
	return object{"postalAddress": object{"addressLocality": l.City, "addressRegion": l.Region, "addressCountry": l.Country}}
}

func ashbyPay(p corpus.Posting) any {
	tiers := []any{}
	for _, s := range structured(p) {
		interval := map[corpus.Period]string{corpus.PerHour: "1 HOUR", corpus.PerDay: "1 DAY", corpus.PerWeek: "1 WEEK", corpus.PerMonth: "1 MONTH", corpus.PerYear: "1 YEAR"}[s.Period]
		tiers = append(tiers, object{"title": s.Label, "components": []any{
			object{"compensationType": "Salary", "interval": interval, "currencyCode": s.Currency, "minValue": amount(s.Min), "maxValue": amount(s.Max), "summary": s.Raw},
			object{"compensationType": "EquityPercentage", "interval": "NONE", "currencyCode": nil, "minValue": nil, "maxValue": nil, "summary": "Offers Equity"},
		}})
	}
	return object{"compensationTierSummary": nil, "scrapeableCompensationSalarySummary": nil, "compensationTiers": tiers, "summaryComponents": []any{}}
}

// amount is null for an end that is not given.
func amount(f float64) any {
	if f == 0 {
		return nil
	}
	return f
}

func greenhouseBoard(b corpus.Board, open []corpus.Posting) any {
	jobs := each(open, func(p corpus.Posting) any { return greenhouseJob(b, p) })
	return object{"jobs": jobs, "meta": object{"total": len(jobs)}}
}

func greenhouseJob(b corpus.Board, p corpus.Posting) any {
	var where string
	for i, l := range p.Locations {
		if i > 0 {
			where += "; "
		}
		where += l.Raw
	}
	job := object{
		"id": number(native(p)), "internal_job_id": number("job" + native(p)), "title": p.Title, "language": p.Language,
		"absolute_url":   "https://job-boards.greenhouse.io/" + url.PathEscape(b.Token) + "/jobs/" + native(p),
		"requisition_id": p.RequisitionID, "company_name": p.Company, "location": object{"name": where},
		"departments": []any{object{"id": 1, "name": p.Department}}, "offices": []any{},
		"first_published": date(p.Posted, rfc3339), "updated_at": date(p.Updated, rfc3339), "application_deadline": date(p.ValidThrough, rfc3339),
		"content": html.EscapeString(markup(p)), "metadata": greenhouseFields(p), "pay_input_ranges": greenhousePay(p),
	}
	if p.Evergreen {
		job["internal_job_id"] = nil
	}
	return job
}

// number gives a posting the numeric id systems use: digits stay as they
// are, other keys become a number of their own.
func number(key string) any {
	digits := len(key) > 0 && len(key) < 16
	for _, r := range key {
		digits = digits && r >= '0' && r <= '9'
	}
	if digits {
		return json.Number(key)
	}
	h := fnv.New64a()
	h.Write([]byte(key)) // never fails
	return h.Sum64() >> 12
}

func greenhouseFields(p corpus.Posting) any {
	fields := []any{}
	if p.Workplace != "" {
		fields = append(fields, object{"id": 1, "name": "Workplace Type", "value": string(p.Workplace), "value_type": "single_select"})
	}
	if len(p.Employment) > 0 {
		fields = append(fields, object{"id": 2, "name": "Employment Type", "value": string(p.Employment[0]), "value_type": "single_select"})
	}
	return fields
}

func greenhousePay(p corpus.Posting) any {
	ranges := []any{}
	for _, s := range structured(p) {
		ranges = append(ranges, object{"min_cents": int64(s.Min * 100), "max_cents": int64(s.Max * 100), "currency_type": s.Currency, "title": s.Label, "blurb": ""})
	}
	return ranges
}

func leverBoard(b corpus.Board, open []corpus.Posting) any {
	return each(open, func(p corpus.Posting) any {
		page := "https://jobs.lever.co/" + url.PathEscape(b.Token) + "/" + native(p)
		places := []string{}
		for _, l := range p.Locations {
			places = append(places, l.Raw)
		}
		job := object{
			"id": native(p), "text": p.Title, "country": emptyNull(first(p).Country),
			"categories":    object{"location": first(p).Raw, "allLocations": places, "commitment": label(p, employmentLabels, ""), "team": p.Team, "department": p.Department},
			"workplaceType": map[corpus.Workplace]string{corpus.Remote: "remote", corpus.Hybrid: "hybrid", corpus.Onsite: "on-site", "": "unspecified"}[p.Workplace],
			"hostedUrl":     page, "applyUrl": page + "/apply", "lists": []any{}, "additional": "", "additionalPlain": "",
			"description": markup(p), "descriptionPlain": p.Text,
		}
		if p.Posted != nil {
			job["createdAt"] = p.Posted.At.UnixMilli()
		}
		if pay := structured(p); len(pay) > 0 {
			job["salaryRange"] = object{"currency": pay[0].Currency, "interval": "per-" + string(pay[0].Period) + "-salary", "min": amount(pay[0].Min), "max": amount(pay[0].Max)}
		}
		return job
	})
}

// employmentLabels are the words employers choose where a system lets them.
var employmentLabels = map[corpus.Employment]string{
	corpus.FullTime: "Full-time", corpus.PartTime: "Part-time", corpus.Contract: "Contract",
	corpus.Temporary: "Temporary", corpus.Internship: "Intern",
}

func emptyNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func recruiteeBoard(b corpus.Board, open []corpus.Posting) any {
	const layout = "2006-01-02 15:04:05 UTC"
	return object{"offers": each(open, func(p corpus.Posting) any {
		page := "https://" + b.Token + ".recruitee.com/o/" + native(p)
		places := []any{}
		for _, l := range p.Locations {
			places = append(places, object{"name": l.Raw, "city": l.City, "state": l.Region, "country_code": l.Country, "note": nil})
		}
		salary := object{"min": nil, "max": nil, "currency": nil, "period": nil}
		if pay := structured(p); len(pay) > 0 {
			salary = object{"min": decimal(pay[0].Min), "max": decimal(pay[0].Max), "currency": pay[0].Currency, "period": string(pay[0].Period)}
		}
		return object{
			"id": number(native(p)), "slug": native(p), "status": "published", "title": p.Title, "department": p.Department,
			"company_name": p.Company, "careers_url": page, "careers_apply_url": page + "/c/new",
			"description": markup(p), "requirements": "", "locations": places, "location": first(p).Raw,
			"city": first(p).City, "state_name": first(p).Region, "country_code": first(p).Country,
			"remote": p.Workplace == corpus.Remote, "hybrid": p.Workplace == corpus.Hybrid, "on_site": p.Workplace == corpus.Onsite,
			"employment_type_code": label(p, map[corpus.Employment]string{corpus.FullTime: "fulltime_permanent", corpus.PartTime: "parttime_permanent", corpus.Temporary: "fulltime_fixed_term", corpus.Internship: "internship", corpus.Contract: "freelance"}, "fulltime_permanent"),
			"salary":               salary, "tags": []any{},
			"published_at": date(p.Posted, layout), "updated_at": date(p.Updated, layout), "close_at": date(p.ValidThrough, layout),
		}
	})}
}

// decimal writes an amount as the text some systems use, null for none.
func decimal(f float64) any {
	if f == 0 {
		return nil
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func pinpointBoard(b corpus.Board, open []corpus.Posting) any {
	return object{"data": each(open, func(p corpus.Posting) any {
		path := "/en/postings/" + native(p)
		posting := object{
			"id": native(p), "title": p.Title, "path": path, "url": "https://" + b.Token + ".pinpointhq.com" + path,
			"description": markup(p), "key_responsibilities": "", "skills_knowledge_expertise": "", "benefits": "",
			"workplace_type": string(p.Workplace), "employment_type": label(p, employmentLabels, ""),
			"compensation": "", "compensation_visible": false, "deadline_at": date(p.ValidThrough, rfc3339),
			"job":      object{"id": "job-" + native(p), "requisition_id": p.RequisitionID, "department": object{"name": p.Department}},
			"location": object{"name": first(p).Raw},
		}
		if pay := structured(p); len(pay) > 0 {
			posting["compensation_visible"], posting["compensation_currency"], posting["compensation_frequency"] = true, pay[0].Currency, string(pay[0].Period)
			posting["compensation_minimum"], posting["compensation_maximum"] = amount(pay[0].Min), amount(pay[0].Max)
		}
		return posting
	})}
}

// workableBoard repeats a job for each of its places, as the widget does.
func workableBoard(b corpus.Board, open []corpus.Posting) any {
	jobs, company := []any{}, b.Company
	for _, p := range open {
		company = p.Company
		for _, l := range placesOf(p) {
			jobs = append(jobs, workableJob(p, l))
		}
	}
	return object{"name": company, "description": nil, "jobs": jobs}
}

func workableJob(p corpus.Posting, l corpus.Location) any {
	page := "https://apply.workable.com/j/" + native(p)
	return object{
		"shortcode": native(p), "code": nil, "title": p.Title, "employment_type": label(p, employmentLabels, ""),
		"telecommuting": p.Workplace == corpus.Remote, "department": p.Department, "url": page, "shortlink": page, "application_url": page + "/apply",
		"published_on": date(p.Posted, time.DateOnly), "created_at": date(p.Posted, time.DateOnly),
		"country": l.Country, "city": l.City, "state": l.Region,
		"locations":   []any{object{"country": l.Country, "countryCode": l.Country, "city": l.City, "region": emptyNull(l.Region), "hidden": false}},
		"description": markup(p),
	}
}
