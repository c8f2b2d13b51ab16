package web

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode"

	"rung/classify"
	"rung/cmd/rung/say"
	"rung/corpus"
	"rung/index"
	"rung/index/query"
)

// formPage is the form for an ad: pasted, in a file, or at an address.
type formPage struct {
	AdTitle, AdText, URL string
	// Problem is why there is no verdict, Fix what to do about it.
	Problem, Fix string
	// Example is the text of an ad to try it with, shown as already pasted.
	Example bool
}

// exampleText is an invented ad whose title promises more than its duties
// ask.
//
//go:embed example.txt
var exampleText string

const exampleTitle = "Senior Product Manager, Returns"

func (s *server) form(r *http.Request) (answer, error) {
	var f formPage
	if r.URL.Query().Get("example") != "" {
		f = formPage{AdTitle: exampleTitle, AdText: exampleText, Example: true}
	}
	return answer{page: "form", title: "Classify a job ad", here: "classify", body: f, data: f}, nil
}

type verdictPage struct {
	Form    formPage
	Heading string
	Verdict verdictView
	Similar []hitView
}

func (s *server) classify(r *http.Request) (answer, error) {
	f, p, err := s.given(r)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return answer{}, err
	}
	if err != nil {
		return f.refused(err), nil
	}
	v := s.Classifier.Classify(p)
	similar, err := s.alike(r.Context(), v)
	if err != nil {
		return answer{}, err
	}
	data := v
	data.Text = p.Text
	f.AdTitle, f.AdText = p.Title, p.Text
	return answer{page: "verdict", title: say.Answer(v), here: "classify", data: data,
		body: verdictPage{Form: f, Heading: p.Title, Verdict: s.view(p, v), Similar: similar}}, nil
}

// given reads the ad of the form: a file counts before an address, and both
// before the text, which the form keeps from the time before.
func (s *server) given(r *http.Request) (formPage, corpus.Posting, error) {
	if err := r.ParseForm(); err != nil {
		return formPage{}, corpus.Posting{}, err
	}
	if err := r.ParseMultipartForm(maxBody); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return formPage{}, corpus.Posting{}, err
	}
	defer forget(r)
	f := formPage{AdTitle: strings.TrimSpace(r.PostFormValue("title")), AdText: r.PostFormValue("text"), URL: strings.TrimSpace(r.PostFormValue("url"))}
	name, data, err := dropped(r)
	var p corpus.Posting
	switch {
	case err != nil:
	case len(data) > 0:
		p, err = s.ReadFile(name, f.AdTitle, data)
	case f.URL != "":
		p, err = s.Fetch(r.Context(), f.URL)
	default:
		p, err = s.Read(f.AdTitle, f.AdText)
	}
	if err == nil && p.Title == "" {
		p.Title = f.AdTitle
	}
	return f, p, err
}

// dropped is the file of the form, nothing where none was chosen.
func dropped(r *http.Request) (name string, data []byte, err error) {
	file, header, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, fmt.Errorf("the file: %w", err)
	}
	defer file.Close()
	data, err = io.ReadAll(file)
	if err == nil && header.Filename != "" && len(data) == 0 {
		err = &Refused{"The file is empty.", "Choose another, or paste the text."}
	}
	return header.Filename, data, err
}

// forget drops what a large form left on the disk; what cannot be removed
// there is the system's to clean up.
func forget(r *http.Request) {
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll()
	}
}

// refused is the form again, with what is wrong with what it was given.
func (f formPage) refused(err error) answer {
	f.Problem = err.Error()
	var no *Refused
	if errors.As(err, &no) {
		f.Fix = no.Fix
	}
	return answer{status: http.StatusUnprocessableEntity, page: "form", title: "Classify a job ad", here: "classify", body: f,
		data: &problem{Status: http.StatusUnprocessableEntity, Title: "That cannot be read", Detail: strings.TrimSpace(f.Problem + " " + f.Fix)}}
}

// alikeShown is how many postings stand beside a verdict.
const alikeShown = 5

// alike finds stored postings on the rungs of a verdict that share words of
// its title; an ad that was only pasted is in no index, so there is nothing
// closer to go by.
func (s *server) alike(ctx context.Context, v classify.Verdict) ([]hitView, error) {
	text := likeTitle(v)
	if text == "" {
		return nil, nil
	}
	q, err := query.Parse(text)
	if err != nil {
		return nil, nil // a title too long or too odd to be sought by
	}
	res, err := s.Index.Search(ctx, index.Request{Query: q, Size: alikeShown, Fold: true})
	return viewHits(res.Hits), err
}

// likeTitle asks for any word of a verdict's title on the rungs it may have,
// "" where it has neither.
func likeTitle(v classify.Verdict) string {
	words := strings.FieldsFunc(strings.ToLower(v.Title.Text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if !v.OnLadder || len(words) == 0 || len(v.Rungs) == 0 {
		return ""
	}
	return "(" + strings.Join(words, " OR ") + ") rung:" + v.Rungs[0] + ".." + v.Rungs[len(v.Rungs)-1]
}
