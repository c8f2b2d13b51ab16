package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"rung/cmd/rung/report"
	"rung/corpus/corpustest"
	"rung/index/trend"
)

// TestSchemaIsThatOfTheTypes makes the shipped schema of the types and the
// comments on their fields, so that it cannot say anything else.
func TestSchemaIsThatOfTheTypes(t *testing.T) {
	s, err := jsonschema.For[report.Published](nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Schema, s.Title = "https://json-schema.org/draft/2020-12/schema", "A level-demand report of rung"
	comments := map[string]string{}
	for _, dir := range []string{"index/trend", "cmd/rung/report"} {
		fieldComments(t, filepath.Join(corpustest.Root(), dir), comments)
	}
	describe(s, reflect.TypeFor[report.Published](), comments)
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	corpustest.Golden(t, "report.schema.json", append(data, '\n'))
}

// fieldComments collects what is said of "Type.Field" in a package.
func fieldComments(t *testing.T, dir string, into map[string]string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			st, ok := spec.Type.(*ast.StructType)
			if !ok {
				return true
			}
			for _, field := range st.Fields.List {
				said := strings.Join(strings.Fields(field.Doc.Text()+" "+field.Comment.Text()), " ")
				for _, name := range field.Names {
					into[spec.Name.Name+"."+name.Name] = said
				}
			}
			return true
		})
	}
}

// describe puts the comments where the schema has the fields.
func describe(s *jsonschema.Schema, t reflect.Type, comments map[string]string) {
	switch {
	case s == nil:
	case t.Kind() == reflect.Pointer:
		describe(s, t.Elem(), comments)
	case t.Kind() == reflect.Slice || t.Kind() == reflect.Array:
		describe(s.Items, t.Elem(), comments)
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Anonymous {
				describe(s, f.Type, comments)
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if p := s.Properties[name]; p != nil {
				p.Description = comments[t.Name()+"."+f.Name]
				describe(p, f.Type, comments)
			}
		}
	}
}

func TestJSONKeepsToItsSchema(t *testing.T) {
	var s jsonschema.Schema
	if err := json.Unmarshal([]byte(report.Schema), &s); err != nil {
		t.Fatal(err)
	}
	valid, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*trend.Report{
		"market": compute(t, market(), crawls()), "one crawl": compute(t, market()[:19], crawls()[:1]), "nothing": compute(t, nil, nil),
	} {
		var got map[string]any
		data := render(t, func(b *bytes.Buffer) error { return report.JSON(b, r, meta) })
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if err := valid.Validate(got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if name != "market" {
			continue
		}
		got["mix"] = "many"
		if valid.Validate(got) == nil {
			t.Error("the schema takes anything")
		}
	}
}

// TestBehindAgrees holds the lists of JSON against the keys one by one.
func TestBehindAgrees(t *testing.T) {
	r := compute(t, market(), crawls())
	var got struct {
		IDs    []string         `json:"posting_ids"`
		Behind map[string][]int `json:"behind"`
	}
	if err := json.Unmarshal(render(t, func(b *bytes.Buffer) error { return report.JSON(b, r, meta) }), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Behind) < 200 {
		t.Errorf("only %d keys", len(got.Behind))
	}
	for _, key := range r.Keys() {
		want, err := r.Postings(key)
		if err != nil {
			t.Fatal(err)
		}
		ids := []string{}
		for _, i := range got.Behind[key] {
			ids = append(ids, got.IDs[i])
		}
		if strings.Join(ids, " ") != strings.Join(want, " ") {
			t.Errorf("%s has %v, want %v", key, ids, want)
		}
	}
}

// TestDictionaryIsWhole holds that every table and number of the CSV is in
// the dictionary, and no column is missing from it.
func TestDictionaryIsWhole(t *testing.T) {
	read := func(text string) [][]string {
		records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return records
	}
	known := map[string]bool{}
	for _, r := range read(report.Dictionary) {
		known[r[0]+" "+r[1]] = true
	}
	table := read(string(render(t, func(b *bytes.Buffer) error { return report.CSV(b, compute(t, market(), crawls())) })))
	for _, column := range table[0] {
		if !known["column "+column] {
			t.Errorf("the dictionary lacks the column %q", column)
		}
	}
	for _, r := range table[1:] {
		if !known["table "+r[0]] || !known["what "+r[3]] {
			t.Errorf("the dictionary lacks the table %q or the number %q", r[0], r[3])
			known["table "+r[0]], known["what "+r[3]] = true, true
		}
	}
}
