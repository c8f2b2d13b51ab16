package jsonld_test

import (
	"errors"
	"os"
	"strings"
	"testing"

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
