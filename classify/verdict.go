package classify

// A Verdict is where a posting stands on the ladder, and why.
//
// It is the sum of its evidence: Score = Prior + Σ Evidence[i].Weight to
// 1e-9, and Probabilities follow from Score and Thresholds through the
// calibration the model file names. Weights lie on one ordinal axis:
// positive pulls to a higher rung. The JSON form is a contract; changes only
// add to it.
type Verdict struct {
	ID string `json:"id"`
	// OnLadder is the gate's answer; OnLadderProbability its calibrated
	// probability.
	OnLadder            bool    `json:"on_ladder"`
	OnLadderProbability float64 `json:"on_ladder_probability"`
	// Rung is "" off the ladder, Rank then 0.
	Rung string `json:"rung"`
	Rank int    `json:"rank"`
	// Beside is "designer", "developer" or "other" off the ladder, else "".
	Beside string `json:"beside"`
	// Track is "ic" or "manager" from lead up, else "".
	Track string `json:"track"`
	// Confidence is the probability that Rung is right given that the
	// posting is on the ladder.
	Confidence    float64            `json:"confidence"`
	Probabilities map[string]float64 `json:"probabilities"`
	// Rungs is the smallest contiguous set of rungs holding at least 90 % of
	// the probability, in ladder order.
	Rungs      []string   `json:"rungs"`
	Score      float64    `json:"score"`
	Prior      float64    `json:"prior"`
	Thresholds []float64  `json:"thresholds"`
	Title      TitleClaim `json:"title"`
	Duties     Duties     `json:"duties"`
	// Gap is the title's rank minus the duties' rank, nil when either is
	// unknown.
	Gap  *int `json:"gap"`
	Gate Gate `json:"gate"`
	// Abstained verdicts keep their best rung; Reason says why they abstain:
	// "title only", "too short", "language", "conflicting", or for a row
	// that cannot be judged at all, what is wrong with it.
	Abstained bool       `json:"abstained"`
	Reason    string     `json:"reason"`
	Years     Years      `json:"years"`
	Reports   bool       `json:"reports"`
	Language  string     `json:"language"`
	Model     string     `json:"model"`
	Evidence  []Evidence `json:"evidence"`
	// Text is the text offsets refer to, given only when asked for.
	Text string `json:"text,omitempty"`
}

// TitleClaim is what the head of the title claims.
type TitleClaim struct {
	Text string `json:"text"`
	Head string `json:"head"`
	// Rung is "pm" for a product title without rank (Ranked false) and ""
	// for a title off the ladder.
	Rung   string `json:"rung"`
	Rank   int    `json:"rank"`
	Ranked bool   `json:"ranked"`
}

// Duties is the verdict of the model that never sees the title.
type Duties struct {
	Rung       string  `json:"rung"`
	Rank       int     `json:"rank"`
	Confidence float64 `json:"confidence"`
	Score      float64 `json:"score"`
	Prior      float64 `json:"prior"`
	// Rungs is the duties model's own level set.
	Rungs []string `json:"rungs,omitempty"`
}

// Gate is the on-ladder decision: Score = Prior + Σ Evidence[i].GateWeight.
type Gate struct {
	Score float64 `json:"score"`
	Prior float64 `json:"prior"`
}

// Years is the minimum experience the posting asks for; nil ends are not
// stated.
type Years struct {
	Min *float64 `json:"min"`
	Max *float64 `json:"max"`
}

// Evidence is one reason: the words, the rule they fired and what they move.
type Evidence struct {
	// Start and End are byte offsets into the posting's plain text, or into
	// the title when Section is "title".
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Text      string `json:"text"`
	Section   string `json:"section"`
	Dimension string `json:"dimension"`
	Rule      string `json:"rule"`
	// Toward names the rung the rule speaks for; a label for people.
	Toward string  `json:"toward"`
	Weight float64 `json:"weight"`
	// Duties marks items the duties model counts, by DutiesWeight where that
	// differs from Weight.
	Duties       bool     `json:"duties"`
	DutiesWeight *float64 `json:"duties_weight,omitempty"`
	// GateWeight is what the item adds to the gate's score, nil for nothing.
	GateWeight *float64 `json:"gate_weight,omitempty"`
	Cite       []string `json:"cite"`
}

// Unjudged is the verdict on a row that cannot be judged at all; reason says
// why.
func Unjudged(id, reason string) Verdict {
	return Verdict{
		ID: id, Beside: "", Abstained: true, Reason: reason,
		Probabilities: map[string]float64{}, Rungs: []string{}, Thresholds: []float64{}, Evidence: []Evidence{},
	}
}
