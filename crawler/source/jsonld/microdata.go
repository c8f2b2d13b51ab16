package jsonld

import (
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// microdata finds postings in itemscope markup.
func microdata(doc *goquery.Document) []object {
	var out []object
	doc.Find("[itemscope][itemtype]").Each(func(_ int, s *goquery.Selection) {
		if strings.HasSuffix(strings.TrimRight(s.AttrOr("itemtype", ""), "/"), "schema.org/JobPosting") {
			out = append(out, scope(s, 0))
		}
	})
	return out
}

// scope reads the properties of one item; items nested in it are objects.
func scope(s *goquery.Selection, depth int) object {
	o := object{"@type": s.AttrOr("itemtype", "")}
	if depth > maxDepth {
		return o
	}
	s.Find("[itemprop]").Each(func(_ int, p *goquery.Selection) {
		if owner := p.Parent().Closest("[itemscope]"); owner.Length() == 0 || owner.Get(0) != s.Get(0) {
			return // belongs to an item inside this one
		}
		var v any = value(p)
		if _, nested := p.Attr("itemscope"); nested {
			v = map[string]any(scope(p, depth+1))
		}
		for key := range strings.FieldsSeq(p.AttrOr("itemprop", "")) {
			o.add(key, v)
		}
	})
	return o
}

// add keeps several values of one property as a list.
func (o object) add(key string, v any) {
	switch have := o[key].(type) {
	case nil:
		o[key] = v
	case []any:
		o[key] = append(have, v)
	default:
		o[key] = []any{have, v}
	}
}

// value is what a property says: an attribute where there is one, the markup
// of a description, else the text.
func value(p *goquery.Selection) string {
	for _, attribute := range []string{"content", "datetime"} {
		if v, ok := p.Attr(attribute); ok {
			return v
		}
	}
	if p.Is("a, link") {
		if v, ok := p.Attr("href"); ok {
			return v
		}
	}
	if p.Children().Length() > 0 {
		if inner, err := p.Html(); err == nil {
			return inner
		}
	}
	return strings.TrimSpace(p.Text())
}
