package replay

import (
	"encoding/json"
	"hash/fnv"
	"html"
	"net/url"

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
