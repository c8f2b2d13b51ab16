package fetch

import (
	"context"
	"sync/atomic"
)

// An exchange is what the layers learn about one Get and colly's response
// has no place for. It travels in the request's context.
type exchange struct {
	wire        atomic.Int64 // bytes received, over all tries and hops
	notModified atomic.Bool  // the last answer was a 304
	body        []byte       // of the last answer, where it does not pass through colly
}

type exchangeKey struct{}

func withExchange(ctx context.Context) (context.Context, *exchange) {
	e := new(exchange)
	return context.WithValue(ctx, exchangeKey{}, e), e
}

// exchangeOf returns the exchange of ctx; one that nobody reads where there
// is none, as for robots.txt.
func exchangeOf(ctx context.Context) *exchange {
	if e, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return e
	}
	return new(exchange)
}

// withoutExchange keeps what is fetched on the way (robots.txt) out of a
// page's own account.
func withoutExchange(ctx context.Context) context.Context {
	return context.WithValue(ctx, exchangeKey{}, nil)
}
