package jsonld_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler/source/jsonld"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const at = "https://jobs.brightwater.example/roles/8812?utm_campaign=x"

func read(t testing.TB, path string) []byte {
	t.Helper()
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// TestRead shows every field of every posting of the fixtures.
func TestRead(t *testing.T) {
	for _, name := range []string{"career", "microdata"} {
		postings, rejected, err := jsonld.Read(read(t, "testdata/"+name+".html"), at)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		wiretest.Golden(t, "testdata/"+name+".golden", postings, rejected)
	}
}

// TestRepairs breaks one block in each way the wild does.
func TestRepairs(t *testing.T) {
	tests := []struct{ name, block string }{
		{"whole", `{"@type":"JobPosting","title":"PM","description":"Own it."}`},
		{"list", `[{"@type":"WebPage"},{"@type":"http://schema.org/JobPosting","title":"PM","description":"Own it."}]`},
		{"nested", `{"@type":"ItemList","itemListElement":[{"item":{"@type":"JobPosting","title":"PM","description":"Own it."}}]}`},
		{"comment", "<!-- {\"@type\":\"JobPosting\",\"title\":\"PM\",\"description\":\"Own it.\"} -->"},
		{"cdata", "//<![CDATA[\n{\"@type\":\"JobPosting\",\"title\":\"PM\",\"description\":\"Own it.\"}\n//]]>"},
		{"escaped whole", `{&quot;@type&quot;:&quot;JobPosting&quot;,&quot;title&quot;:&quot;PM&quot;,&quot;description&quot;:&quot;Own it.&quot;}`},
		{"line break in a string", "{\"@type\":\"JobPosting\",\"title\":\"PM\",\"description\":\"Own\nit.\"}"},
		{"invalid escapes", `{"@type":"JobPosting","title":"P\M","description":"Own it\u."}`},
		{"trailing comma", `{"@type":"JobPosting","title":"PM","description":"Own it.",}`},
		{"missing comma", `{"@type":"JobPosting" "title":"PM" "hiringOrganization":{"name":"x"} "description":"Own it."}`},
		{"all at once", "<!--{\"@type\":\"JobPosting\" \"title\":\"P\\M\",\"description\":\"Own\nit.\",}-->"},
		{"literal line breaks", `{"@type":"JobPosting","title":"PM","description":"Own\\nit."}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			postings, _, err := jsonld.Read([]byte(`<script type="application/LD+JSON">`+tt.block+`</script>`), at)
			if err != nil || len(postings) != 1 {
				t.Fatalf("%d postings, error %v", len(postings), err)
			}
			if p := postings[0]; p.Title != "PM" || !strings.HasPrefix(p.Text, "Own") || strings.Contains(p.Text, `\`) {
				t.Errorf("title %q, text %q", p.Title, p.Text)
			}
		})
	}
}

// TestNone holds that a page without a readable posting is never zero
// postings.
func TestNone(t *testing.T) {
	for _, page := range []string{
		"", "<p>We are hiring!", `<script type="application/ld+json">{"@type":"Organization"}</script>`,
		`<script type="application/ld+json">{{{</script>`, `<script type="application/ld+json">{"@type":"JobPosting"}</script>`,
		strings.Repeat("<div>", 2000),
	} {
		postings, _, err := jsonld.Read([]byte(page), at)
		var shape *wire.ShapeError
		if len(postings) > 0 || !errors.As(err, &shape) {
			t.Errorf("Read(%.40q) = %d postings, %v", page, len(postings), err)
		}
	}
}

// TestSalary reads the forms baseSalary takes.
func TestSalary(t *testing.T) {
	tests := []struct {
		salary string
		want   corpus.Salary
	}{
		{`{"currency":"USD","value":{"minValue":100000,"maxValue":120000,"unitText":"YEAR"}}`, corpus.Salary{Min: 100000, Max: 120000, Currency: "USD", Period: corpus.PerYear}},
		{`{"currency":"USD","unitText":"HOUR","value":"42.50"}`, corpus.Salary{Min: 42.5, Max: 42.5, Currency: "USD", Period: corpus.PerHour}},
		{`{"currency":"€","value":{"minValue":90000,"maxValue":80000,"unitText":"YEAR"}}`, corpus.Salary{Min: 80000, Max: 90000, Currency: "EUR", Period: corpus.PerYear}},
		{`"85000","salaryCurrency":"GBP"`, corpus.Salary{Min: 85000, Max: 85000, Currency: "GBP"}},
		{`{"currency":"USD","value":{"value":"0.00","unitText":"YEAR"}}`, corpus.Salary{}},
	}
	for _, tt := range tests {
		postings, _, err := jsonld.Read([]byte(`<script type="application/ld+json">{"@type":"JobPosting","title":"PM","baseSalary":`+tt.salary+`}</script>`), at)
		if err != nil {
			t.Fatal(err)
		}
		var got corpus.Salary
		if len(postings[0].Salaries) > 0 {
			got = postings[0].Salaries[0]
			tt.want.Origin = corpus.SalaryStructured
		}
		if got != tt.want {
			t.Errorf("%s gives %+v, want %+v", tt.salary, got, tt.want)
		}
	}
}

// TestPlaces reads the forms jobLocation and its companions take.
func TestPlaces(t *testing.T) {
	tests := []struct{ name, fields, want string }{
		{"an object", `"jobLocation":{"address":{"addressLocality":"Oslo","addressCountry":{"name":"Norway"}}}`, "Oslo NO"},
		{"several", `"jobLocation":[{"address":{"addressLocality":"Oslo","addressCountry":"NO"}},{"address":[{"addressLocality":"Rome","addressCountry":"IT"},"Paris, France"]}]`, "Oslo NO; Rome IT; Paris FR"},
		{"told again", `"jobLocation":["Oslo, Norway",{"address":"Oslo, Norway"}]`, "Oslo NO"},
		{"one address under several names", `"jobLocation":[{"name":"Oslo, Norway","address":{"addressLocality":"Oslo","addressCountry":"NO"}},{"name":"Rome, Italy","address":{"addressLocality":"Oslo","addressCountry":"NO"}}]`, "Oslo NO; Rome IT"},
		{"a text", `"jobLocation":"Berlin, Germany"`, "Berlin DE"},
		{"a name", `"jobLocation":{"name":"Berlin, Germany"}`, "Berlin DE"},
		{"the employer's name", `"hiringOrganization":"Paris Bank","jobLocation":{"name":"Paris Bank"}`, ""},
		{"remote in a scope", `"jobLocationType":"telecommute","applicantLocationRequirements":{"@type":"Country","name":"USA"}`, " US [US] remote"},
		{"remote and a place", `"jobLocationType":["TELECOMMUTE"],"jobLocation":{"address":{"addressLocality":"Oslo","addressCountry":"NO"}},"applicantLocationRequirements":[{"name":"NO"},{"name":"EMEA"}]`, "Oslo NO;   [NO EMEA] remote"},
		{"a scope without remote work", `"applicantLocationRequirements":{"name":"USA"}`, ""},
	}
	for _, tt := range tests {
		postings, _, err := jsonld.Read([]byte(`<script type="application/ld+json">{"@type":"JobPosting","title":"PM",`+tt.fields+`}</script>`), at)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, l := range postings[0].Locations {
			said := l.City + " " + l.Country
			if len(l.RemoteScope) > 0 {
				said += fmt.Sprint(" ", l.RemoteScope)
			}
			all = append(all, said)
		}
		got := strings.Join(all, "; ")
		if w := postings[0].Workplace; w != "" {
			got += " " + string(w)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestPostings holds what an import needs: nothing of a page without markup,
// and no invented identity where nobody knows where the page was.
func TestPostings(t *testing.T) {
	if got := jsonld.Postings([]byte("<p>We are hiring."), at); got != nil {
		t.Errorf("%d postings of a page without markup", len(got))
	}
	page := []byte(`<script type="application/ld+json">[{"@type":"JobPosting","title":"R&amp;D Product Manager","identifier":"7","url":"https://acme.example/jobs/7"},{"@type":"JobPosting","title":"PO"}]</script>`)
	got := jsonld.Postings(page, "")
	if len(got) != 2 || got[0].ID != "" || got[0].NativeID != "7" || got[0].URL != "https://acme.example/jobs/7" || got[0].Title != "R&D Product Manager" || got[1].ID != "" || got[1].URL != "" {
		t.Errorf("without an address: %+v", got)
	}
	got = jsonld.Postings(page, "https://acme.example/jobs")
	if len(got) != 2 || got[0].ID != "jsonld:acme.example:jobs/7" || got[1].ID != "jsonld:acme.example:jobs#2" {
		t.Errorf("with an address: %+v", got)
	}
}

// TestHostile holds that markup made to be slow is not.
func TestHostile(t *testing.T) {
	start := time.Now()
	for _, block := range []string{strings.Repeat(`{"a":`, 50_000), strings.Repeat(" ", 1<<19) + `"`, `{"@type":"JobPosting","title":"` + strings.Repeat(`\\`, 1<<16), strings.Repeat(`" " `, 1<<16), strings.Repeat("{\"@graph\":[", 20_000)} {
		if _, _, err := jsonld.Read([]byte(`<script type="application/ld+json">`+block+`</script>`), at); err == nil {
			t.Errorf("%.20q is read", block)
		}
	}
	if spent := time.Since(start); spent > 30*time.Second {
		t.Errorf("%s for a few megabytes", spent)
	}
}

// TestRecorded reads pages of real sites.
func TestRecorded(t *testing.T) {
	for _, name := range []string{"jobseek_jsonld_meta_software_engineer.html", "jobseek_jsonld_neura_robotics_manager.html"} {
		path := corpustest.Shared(t, "recorded/payloads/"+name)
		postings, _, err := jsonld.Read(read(t, path), at)
		if err != nil || len(postings) != 1 {
			t.Errorf("%s: %d postings, %v", name, len(postings), err)
			continue
		}
		if p := postings[0]; p.Title == "" || p.Text == "" || strings.Contains(p.Text, `\n`) || strings.Contains(p.Text, "<p>") {
			t.Errorf("%s: title %q, text %.200q", name, p.Title, p.Text)
		}
	}
}

// FuzzRead holds that any page gives an error or postings that can be stored.
func FuzzRead(f *testing.F) {
	f.Add(read(f, "testdata/career.html"))
	f.Add(read(f, "testdata/microdata.html"))
	f.Add([]byte(`<script type="application/ld+json">{"@type":"JobPosting","title":["a",{"name":"b"}],"jobLocation":"x",}`))
	f.Fuzz(func(t *testing.T, page []byte) {
		postings, rejected, err := jsonld.Read(page, at)
		wiretest.Parsed(t, "jsonld", postings, rejected, err)
	})
}
