package eval

// Figures are the metrics of one set of calls.
type Figures struct {
	N         int       `json:"n"`
	Exact     Share     `json:"exact"`
	WithinOne Share     `json:"within_one"`
	TwoOff    int       `json:"two_off"`
	Kappa     float64   `json:"kappa"`
	MacroF1   float64   `json:"macro_f1"`
	Thin      []int     `json:"thin,omitempty"`
	PerRung   [8]PRF    `json:"per_rung"`
	Confusion [8][8]int `json:"confusion"`

	ECE        float64 `json:"ece"`
	NoiseFloor float64 `json:"noise_floor"`
	Selective  Share   `json:"selective"`
	Covered    Share   `json:"covered"`
	SetSize    float64 `json:"set_size"`
	Abstained  int     `json:"abstained"`
}

// NewFigures measures calls; rows whose label is no rung do not count.
func NewFigures(calls []Call) Figures {
	rows := onLabel(calls)
	f := Figures{
		N:          len(rows),
		Exact:      Exact(rows),
		WithinOne:  WithinOne(rows),
		TwoOff:     TwoOff(rows),
		Kappa:      Kappa(rows),
		PerRung:    PerRung(rows),
		Confusion:  Confusion(rows),
		ECE:        ECE(rows),
		NoiseFloor: NoiseFloor(rows),
		Selective:  Selective(rows),
	}
	f.MacroF1, f.Thin = MacroF1(rows)
	f.Covered, f.SetSize = LevelSets(rows)
	for _, c := range rows {
		if c.Abstained {
			f.Abstained++
		}
	}
	return f
}
