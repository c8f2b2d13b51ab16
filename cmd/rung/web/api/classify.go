package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"rung/classify"
	"rung/cmd/rung/web/desk"
)

// A Judged is a verdict and, where asked for, what separates its rung from
// its neighbours.
type Judged struct {
	classify.Verdict
	Contrast *classify.Contrast `json:"contrast,omitempty" doc:"What is missing for the rung above, and what holds the ad above the rung below"`
	Notice   string             `json:"notice,omitempty"`
}

type classifyInput struct {
	WithText bool `query:"with_text" doc:"Give back the text that offsets refer to"`
	Contrast bool `query:"contrast" doc:"Say what separates the rung from its neighbours"`
	Body     desk.Ad
}

type classifyOutput struct{ Body Judged }

func (s *server) classify(ctx context.Context, in *classifyInput) (*classifyOutput, error) {
	p, v, err := s.Desk.Judge(ctx, in.Body)
	if err != nil {
		return nil, s.problem("classify", "body", err)
	}
	s.judgedAs(v.Rung)
	out := Judged{Verdict: v}
	if in.WithText {
		out.Text = p.Text
	}
	if in.Contrast {
		c := s.Desk.Classifier.Contrast(v)
		out.Contrast = &c
	}
	return &classifyOutput{out}, nil
}

type batchInput struct {
	Body struct {
		Postings []desk.Ad `json:"postings" minItems:"1" maxItems:"500" nullable:"false"`
	}
}

type batchOutput struct {
	Body struct {
		Model    string             `json:"model"`
		Verdicts []classify.Verdict `json:"verdicts"`
	}
}

func (s *server) classifyBatch(ctx context.Context, in *batchInput) (*batchOutput, error) {
	verdicts, err := s.Desk.JudgeAll(ctx, in.Body.Postings)
	if err != nil {
		return nil, s.problem("classify-batch", "body", err)
	}
	for _, v := range verdicts {
		s.judgedAs(v.Rung)
	}
	out := &batchOutput{}
	out.Body.Model, out.Body.Verdicts = s.Desk.Model, verdicts
	return out, nil
}

const (
	streamID   = "classify-stream"
	streamKind = "application/x-ndjson"
)

// streamOperation is described by hand: neither body is one JSON value.
func (s *server) streamOperation() huma.Operation {
	lines := func(of, description string) map[string]*huma.MediaType {
		return map[string]*huma.MediaType{streamKind: {Schema: &huma.Schema{Type: huma.TypeString, Title: of, Description: description}}}
	}
	return huma.Operation{
		OperationID: streamID, Method: http.MethodPost, Path: "/classify/stream", Tags: []string{"classify"},
		Summary:     "Place a stream of postings on the ladder, as they come",
		Description: "One posting a line, with the fields that rung import reads (id, title, company, text or html, location, posted …); one verdict a line, in order, as soon as it is known. A line that cannot be judged has a verdict that abstains and says why.",
		RequestBody: &huma.RequestBody{Required: true, Content: lines("Postings", "JSON lines, each a posting")},
		Responses:   map[string]*huma.Response{"200": {Description: "Verdicts, one a line", Content: lines("Verdicts", "JSON lines, each a Verdict")}},
		Errors:      problems(415),
	}
}

type streamInput struct {
	Kind string `header:"Content-Type" hidden:"true"`
}

func (s *server) classifyStream(_ context.Context, in *streamInput) (*huma.StreamResponse, error) {
	switch mediaType(in.Kind) {
	case streamKind, "application/jsonl", "application/ndjson":
	default:
		return nil, huma.Error415UnsupportedMediaType("a stream is " + streamKind)
	}
	return &huma.StreamResponse{Body: s.stream}, nil
}

// stream answers each line as it comes. Once it has begun, an error can only
// be told as a last line.
func (s *server) stream(ctx huma.Context) {
	r, w := humago.Unwrap(ctx)
	control := http.NewResponseController(w)
	// Without full duplex, and where deadlines cannot be set, the server's own
	// rules hold: all is read before anything is written.
	_ = control.EnableFullDuplex()
	ctx.SetHeader("Content-Type", streamKind)
	ctx.SetStatus(http.StatusOK)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	more := func() {
		_ = control.SetReadDeadline(time.Now().Add(linePatience))
		_ = control.SetWriteDeadline(time.Now().Add(linePatience))
	}
	more()
	for v, err := range s.Desk.JudgeRows(r.Context(), r.Body) {
		if err != nil {
			v = classify.Unjudged("", "the stream ends here: "+s.streamProblem(err))
		} else {
			s.judgedAs(v.Rung)
		}
		if enc.Encode(v) != nil {
			return // the client has gone
		}
		_ = control.Flush()
		more()
	}
}

func (s *server) streamProblem(err error) string {
	var status huma.StatusError
	if errors.As(s.problem(streamID, "body", err), &status) {
		return status.Error()
	}
	return "that did not work"
}
