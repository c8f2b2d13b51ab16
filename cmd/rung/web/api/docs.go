package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs.html
var docsText string

//go:embed docs.css
var docsStyleText string

var docsTemplate = template.Must(template.New("docs").Parse(docsText))

func docsStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write([]byte(docsStyleText)) // the client may be gone
}

// docsPage is the OpenAPI document for people.
type docsPage struct {
	Info       *huma.Info
	Prefix     string
	Operations []docsOperation
	Schemas    []docsSchema
}

type docsOperation struct {
	*huma.Operation
	Parameters []docsParam
	Body, Curl string
	Answers    []docsAnswer
}

type docsParam struct {
	*huma.Param
	Kind string
}

type docsAnswer struct {
	Status, Description, Kind, Schema string
}

type docsSchema struct {
	Name    string
	Members []docsMember
}

type docsMember struct{ Name, Kind, Doc string }

func (s *server) docs(w http.ResponseWriter, _ *http.Request) {
	o := s.api.OpenAPI()
	page := docsPage{Info: o.Info, Prefix: Prefix, Operations: docsOperations(o), Schemas: docsSchemas(o.Components.Schemas)}
	var b bytes.Buffer
	if err := docsTemplate.Execute(&b, page); err != nil {
		http.Error(w, "the page cannot be shown", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // the client may be gone
}

func docsOperations(o *huma.OpenAPI) []docsOperation {
	var out []docsOperation
	for _, item := range o.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op != nil {
				out = append(out, docsOperationOf(op))
			}
		}
	}
	order := []string{"classify", "postings", "demand", "ladder", "boards", "itself"}
	slices.SortFunc(out, func(a, b docsOperation) int {
		if d := slices.Index(order, a.Tags[0]) - slices.Index(order, b.Tags[0]); d != 0 {
			return d
		}
		return strings.Compare(a.Path, b.Path)
	})
	return out
}

func docsOperationOf(op *huma.Operation) docsOperation {
	d := docsOperation{Operation: op, Curl: curl(op)}
	for _, p := range op.Parameters {
		d.Parameters = append(d.Parameters, docsParam{p, kindOf(p.Schema)})
	}
	if op.RequestBody != nil {
		for kind, m := range op.RequestBody.Content {
			d.Body = kind + ": " + kindOf(m.Schema)
		}
	}
	for status, r := range op.Responses {
		a := docsAnswer{Status: status, Description: r.Description}
		for kind, m := range r.Content {
			a.Kind, a.Schema = kind, kindOf(m.Schema)
		}
		d.Answers = append(d.Answers, a)
	}
	slices.SortFunc(d.Answers, func(a, b docsAnswer) int { return strings.Compare(a.Status, b.Status) })
	return d
}

// curl is a command that asks the operation.
func curl(op *huma.Operation) string {
	at := "http://127.0.0.1:8080" + Prefix + op.Path
	switch op.OperationID {
	case "classify":
		return `curl -H 'Content-Type: application/json' -d '{"title":"Senior Product Manager","text":"You own …"}' ` + at
	case "classify-batch":
		return `curl -H 'Content-Type: application/json' -d '{"postings":[{"id":"1","title":"Product Manager"}]}' ` + at
	case streamID:
		return `curl -H 'Content-Type: ` + streamKind + `' --data-binary @postings.jsonl ` + at
	case "search":
		return `curl '` + at + `?q=payments&rung=senior..director&fields=hits.id,hits.title'`
	case "report-postings":
		return `curl '` + at + `?key=mix/senior'`
	}
	return "curl " + at
}

// kindOf is a schema in a word.
func kindOf(s *huma.Schema) string {
	switch {
	case s == nil:
		return "anything"
	case s.Ref != "":
		return strings.TrimPrefix(s.Ref, refPrefix)
	case s.Type == huma.TypeArray:
		return "list of " + kindOf(s.Items)
	case len(s.Enum) > 0:
		data, err := json.Marshal(s.Enum)
		if err == nil {
			return "one of " + strings.Trim(string(data), "[]")
		}
	case s.Type == "":
		return "anything"
	case s.Format != "":
		return s.Type + " (" + s.Format + ")"
	}
	return s.Type
}

func docsSchemas(r huma.Registry) []docsSchema {
	var out []docsSchema
	for name, s := range r.Map() {
		if strings.HasPrefix(name, someOf) {
			continue // the same with nothing required
		}
		d := docsSchema{Name: name}
		for member, of := range s.Properties {
			kind := kindOf(of)
			if !slices.Contains(s.Required, member) {
				kind += ", optional"
			}
			d.Members = append(d.Members, docsMember{member, kind, of.Description})
		}
		slices.SortFunc(d.Members, func(a, b docsMember) int { return strings.Compare(a.Name, b.Name) })
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b docsSchema) int { return strings.Compare(a.Name, b.Name) })
	return out
}
