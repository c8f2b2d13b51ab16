package api

import (
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// schemaName names a type in the OpenAPI document. Types of other packages
// have their package's name before their own, because there is more than one
// Spell.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := huma.DefaultSchemaNamer(t, hint)
	switch pkg := path.Base(t.PkgPath()); pkg {
	case ".", "api", "desk", "huma", "v2":
		return name
	default:
		if strings.HasPrefix(strings.ToLower(name), pkg) {
			return name
		}
		return strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
}

// partial gives an operation the answer t of which fields= may leave any
// member out: the schema of t where nothing is required.
func (s *server) partial(op huma.Operation, t reflect.Type, description string) huma.Operation {
	registry := s.api.OpenAPI().Components.Schemas
	whole := registry.Schema(t, true, "")
	cut := optional{registry: registry, done: map[string]bool{}}
	op.Responses = map[string]*huma.Response{"200": {Description: description,
		Content: map[string]*huma.MediaType{"application/json": {Schema: cut.of(whole)}}}}
	return op
}

// optional copies schemas under names of their own, with nothing required.
type optional struct {
	registry huma.Registry
	done     map[string]bool
}

const (
	refPrefix = "#/components/schemas/"
	someOf    = "Some"
)

func (o optional) of(s *huma.Schema) *huma.Schema {
	if s == nil {
		return nil
	}
	c := *s
	if name, ok := strings.CutPrefix(s.Ref, refPrefix); ok {
		c.Ref = refPrefix + someOf + name
		if !o.done[name] {
			o.done[name] = true
			o.registry.Map()[someOf+name] = o.of(o.registry.SchemaFromRef(s.Ref))
		}
		return &c
	}
	c.Required, c.Items = nil, o.of(s.Items)
	if s.Properties != nil {
		c.Properties = make(map[string]*huma.Schema, len(s.Properties))
		for name, p := range s.Properties {
			c.Properties[name] = o.of(p)
		}
	}
	return &c
}
