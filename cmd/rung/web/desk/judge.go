package desk

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"

	"rung/classify"
	"rung/corpus"
)

// An Ad is a posting to be judged: its words, or the address they are at.
type Ad struct {
	ID    string `json:"id,omitempty" maxLength:"512" doc:"Given back with the verdict" jsonschema:"given back with the verdict"`
	Title string `json:"title,omitempty" maxLength:"1000" doc:"The title as advertised" example:"Senior Product Manager, Payments" jsonschema:"the title as advertised"`
	Text  string `json:"text,omitempty" doc:"The description, plain text or HTML" example:"You own the roadmap of checkout and mentor two product managers." jsonschema:"the description, plain text or HTML"`
	URL   string `json:"url,omitempty" maxLength:"2048" doc:"Address of one public posting, read in place of title and text" jsonschema:"address of one public posting, read in place of title and text"`
}

// Judge places an ad on the ladder. Offsets in the verdict refer to the text
// of the posting it returns.
func (d *Desk) Judge(ctx context.Context, ad Ad) (corpus.Posting, classify.Verdict, error) {
	p, err := d.read(ctx, ad)
	if err != nil {
		return p, classify.Verdict{}, err
	}
	if ad.ID != "" {
		p.ID = ad.ID
	}
	return p, d.Classifier.Classify(p), nil
}

func (d *Desk) read(ctx context.Context, ad Ad) (corpus.Posting, error) {
	title, text := strings.TrimSpace(ad.Title), strings.TrimSpace(ad.Text)
	switch {
	case ad.URL != "" && title+text != "":
		return corpus.Posting{}, &Refused{Field: "url", Reason: "give either a url or a title and text, not both"}
	case ad.URL != "":
		return d.Fetch(ctx, ad.URL)
	case title+text == "":
		return corpus.Posting{}, &Refused{Field: "text", Reason: "there is neither a text nor a title nor a url to judge"}
	case text == "":
		return corpus.Posting{Title: title}, nil
	}
	return d.Read(title, text)
}

// JudgeAll judges ads one after the other: one verdict each, in their order,
// with the reason in the place of one that cannot be judged. It fetches
// nothing.
func (d *Desk) JudgeAll(ctx context.Context, ads []Ad) ([]classify.Verdict, error) {
	out := make([]classify.Verdict, 0, len(ads))
	for _, ad := range ads {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v, err := d.judgeRow(ctx, ad)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func (d *Desk) judgeRow(ctx context.Context, ad Ad) (classify.Verdict, error) {
	if ad.URL != "" {
		return classify.Unjudged(ad.ID, "a url is read alone, not in a batch"), nil
	}
	_, v, err := d.Judge(ctx, ad)
	var refused *Refused
	if errors.As(err, &refused) {
		return classify.Unjudged(ad.ID, refused.Error()), nil
	}
	return v, err
}

// JudgeRows judges the postings of a stream of JSON lines as they come: one
// verdict a line, in order, with the reason in the place of a line that
// cannot be judged. An error ends it.
func (d *Desk) JudgeRows(ctx context.Context, r io.Reader) iter.Seq2[classify.Verdict, error] {
	return func(yield func(classify.Verdict, error) bool) {
		for p, err := range d.Rows(r) {
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			var row *corpus.RowError
			switch {
			case errors.As(err, &row):
				if !yield(classify.Unjudged(row.ID, row.Reason), nil) {
					return
				}
			case err != nil:
				yield(classify.Verdict{}, err)
				return
			case p.Title == "" && p.Text == "":
				if !yield(classify.Unjudged(p.ID, "it has neither title nor text"), nil) {
					return
				}
			default:
				if !yield(d.Classifier.Classify(p), nil) {
					return
				}
			}
		}
	}
}
