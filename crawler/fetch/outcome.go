package fetch

import (
	"net/http"

	"rung/corpus"
)

// OutcomeOf says what a status code means for a board. Statuses of success
// give OutcomeComplete: the answer may be read.
func OutcomeOf(status int) corpus.Outcome {
	switch {
	case status >= 200 && status < 300 && status != http.StatusNoContent && status != http.StatusPartialContent:
		return corpus.OutcomeComplete
	case status == http.StatusNotFound, status == http.StatusGone:
		return corpus.OutcomeNotFound
	case status == http.StatusUnauthorized, status == http.StatusForbidden,
		status == http.StatusProxyAuthRequired, status == http.StatusUnavailableForLegalReasons:
		return corpus.OutcomeBlocked
	case status == http.StatusTooManyRequests:
		return corpus.OutcomeRateLimited
	case status >= 500:
		return corpus.OutcomeServerError
	}
	// What is left (204, 206, a redirect without a target, 400, 405, 422)
	// means that we asked in a way the system does not know any more.
	return corpus.OutcomeChangedShape
}
