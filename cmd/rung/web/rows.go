package web

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// writeRows writes hits as CSV, a download.
func writeRows(w http.ResponseWriter, hits []hitView) {
	offer(w, "text/csv; charset=utf-8", "postings.csv")
	out := csv.NewWriter(w)
	out.Write([]string{"id", "title", "company", "rung", "confidence", "gap", "countries", "workplace", "pay", "posted", "first_seen", "closed", "url"}) // errors are the client's going away
	for _, h := range hits {
		gap := ""
		if h.Hit.Gap != nil {
			gap = strconv.Itoa(*h.Hit.Gap)
		}
		rung := h.Rung
		if !h.OnLadder {
			rung = ""
		}
		out.Write([]string{h.ID, h.Title, h.Company, rung, strconv.FormatFloat(h.Confidence, 'f', 3, 64), gap,
			strings.Join(h.Countries, " "), string(h.Workplace), pay(h.Pay), day(h.Posted), day(h.FirstSeen), day(h.Closed), h.URL})
	}
	out.Flush()
}

// offer marks an answer as a file to keep.
func offer(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
