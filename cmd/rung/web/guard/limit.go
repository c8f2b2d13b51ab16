package guard

import (
	"fmt"
	"math"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxClients bounds how many clients a limiter remembers; beyond it, those
// that have been quiet long enough to be owed nothing are forgotten.
const maxClients = 4096

// limiter gives each client its share of requests.
type limiter struct {
	rate rate.Limit
	now  func() time.Time

	mu      sync.Mutex
	clients map[string]*rate.Limiter
}

// Limit lets each client ask next perSecond times a second, and twice that at
// once; 0 is any number. To one that asks more, refuse answers 429 in words of
// its own, the header that says how long to wait being set.
func Limit(perSecond float64, refuse func(w http.ResponseWriter, r *http.Request, status int, detail string), next http.Handler) http.Handler {
	if perSecond <= 0 {
		return next
	}
	l := &limiter{rate: rate.Limit(perSecond), now: time.Now, clients: map[string]*rate.Limiter{}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if wait := l.take(client(r)); wait > 0 {
			w.Header().Set("Retry-After", fmt.Sprint(int(math.Ceil(wait.Seconds()))))
			refuse(w, r, http.StatusTooManyRequests, fmt.Sprintf("a client may ask %g times a second", perSecond))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// client is who asks: the address of the connection. Headers that claim
// another are anybody's to write.
func client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// take returns how long the client must wait, 0 when it may go on.
func (l *limiter) take(name string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	c, ok := l.clients[name]
	if !ok {
		l.forget(now)
		c = rate.NewLimiter(l.rate, l.burst())
		l.clients[name] = c
	}
	r := c.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

func (l *limiter) burst() int { return max(1, int(2*l.rate)) }

// forget drops clients whose share is whole again: a new limiter gives them
// the same.
func (l *limiter) forget(now time.Time) {
	if len(l.clients) < maxClients {
		return
	}
	for name, c := range l.clients {
		if c.TokensAt(now) >= float64(l.burst()) {
			delete(l.clients, name)
		}
	}
}
