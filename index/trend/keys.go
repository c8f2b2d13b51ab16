package trend

import (
	"reflect"
	"slices"
	"strings"
)

// Keys lists the keys of every number in the report, sorted, each once: what
// Postings answers to.
func (r *Report) Keys() []string {
	found := map[string]bool{}
	collectKeys(reflect.ValueOf(r).Elem(), found)
	out := make([]string, 0, len(found))
	for k := range found {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// collectKeys finds the fields whose name in JSON is "key" or ends in "_key":
// a number added to the report cannot be forgotten here.
func collectKeys(v reflect.Value, found map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			collectKeys(v.Elem(), found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			collectKeys(v.Index(i), found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if x := v.Field(i); x.Kind() != reflect.String {
				collectKeys(x, found)
			} else if (name == "key" || strings.HasSuffix(name, "_key")) && x.String() != "" {
				found[x.String()] = true
			}
		}
	}
}

// Behind returns the postings behind every number, by its key.
func (r *Report) Behind() (map[string][]string, error) {
	out := map[string][]string{}
	for _, k := range r.Keys() {
		ids, err := r.Postings(k)
		if err != nil {
			return nil, err
		}
		out[k] = ids
	}
	return out, nil
}
