package api

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Fields is the parameter that narrows an answer to some of its members.
type Fields struct {
	Names string `query:"fields" maxLength:"2000" doc:"Members wanted, by their paths, between commas; all where there are none" example:"verdict.rung,verdict.evidence.text"`
}

// picker returns what cuts a value of type t down to the fields asked for. A
// path that the type does not have is an error that names those it has.
func (f Fields) picker(t reflect.Type) (func(v any) (any, error), error) {
	if strings.TrimSpace(f.Names) == "" {
		return func(v any) (any, error) { return v, nil }, nil
	}
	want := tree{}
	for path := range strings.SplitSeq(f.Names, ",") {
		names := strings.Split(strings.TrimSpace(path), ".")
		if err := knownPath(t, names); err != nil {
			return nil, err
		}
		want.add(names)
	}
	return func(v any) (any, error) {
		data, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		var whole any
		if err := d.Decode(&whole); err != nil {
			return nil, err
		}
		return want.of(whole), nil
	}, nil
}

// A tree is the members wanted; one without branches is wanted whole.
type tree map[string]tree

func (t tree) add(names []string) {
	for i, n := range names {
		next, ok := t[n]
		if ok && len(next) == 0 {
			return // already wanted whole
		}
		if !ok || i == len(names)-1 {
			next = tree{}
			t[n] = next
		}
		t = next
	}
}

func (t tree) of(v any) any {
	if len(t) == 0 {
		return v
	}
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = t.of(v[i])
		}
	case map[string]any:
		maps.DeleteFunc(v, func(name string, _ any) bool { _, wanted := t[name]; return !wanted })
		for name := range v {
			v[name] = t[name].of(v[name])
		}
	}
	return v
}

func knownPath(t reflect.Type, names []string) error {
	for i, n := range names {
		members := membersOf(t)
		if members == nil {
			return nil // a map or a free value: any name may be in it
		}
		next, ok := members[n]
		if !ok {
			return huma.Error422UnprocessableEntity("there is no such field", &huma.ErrorDetail{
				Location: "query.fields", Value: strings.Join(names[:i+1], "."),
				Message: "the fields here are " + strings.Join(slices.Sorted(maps.Keys(members)), ", ")})
		}
		t = next
	}
	return nil
}

// membersOf are the members of a struct by their JSON names, nil for what is
// none.
func membersOf(t reflect.Type) map[string]reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	out := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" && f.IsExported() {
			out[name] = f.Type
		}
	}
	return out
}
