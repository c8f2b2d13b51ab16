package crawltest

import (
	"time"

	"rung/crawler/fetch"
)

// Options are those of a client that visits the network at the given time:
// the real one with every manner but the waiting.
func (n *Network) Options(at time.Time) fetch.Options {
	return fetch.Options{
		Now:       func() time.Time { return at },
		Transport: n,
		Pace:      fetch.Unpaced,
		HostPace:  func(string) (fetch.Pace, bool) { return fetch.Pace{}, false },
		Tries:     1,
	}
}

// Getter is a client with those options.
func (n *Network) Getter(at time.Time) fetch.Getter { return fetch.New(n.Options(at)) }
