package main

import (
	"net"
	"net/netip"

	"github.com/spf13/cobra"
)

// defaultRate is more than a person's program asks and less than a runaway
// one does.
const defaultRate = 100

// A doorway is where pages and API are to be had, and by whom.
type doorway struct {
	addr string
	// hosts are names the server may be called by, beside localhost and IP
	// addresses.
	hosts []string
	// expose lets addr be one that other machines reach.
	expose bool
	// rate is how many requests a client may make of the API in a second, and
	// of the tools, 0 for any number.
	rate float64
}

func (d *doorway) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&d.addr, "addr", "127.0.0.1:8080", "address to listen on; port 0 finds a free one")
	fl.BoolVar(&d.expose, "expose", false, "let --addr be one that other machines reach; there is no login")
	fl.StringSliceVar(&d.hosts, "host", nil, "name the server may be called by, beside localhost and addresses")
	fl.Float64Var(&d.rate, "rate", defaultRate, "requests of API and tools a client may make in a second; 0 for any number")
}

// listen opens a doorway. One that other machines reach must be asked for.
func (a *app) listen(d doorway) (net.Listener, error) {
	l, err := net.Listen("tcp", d.addr)
	if err != nil {
		return nil, fail(exitUsage, "name another: --addr 127.0.0.1:0 finds a free port", "cannot listen: %w", err)
	}
	if at, err := netip.ParseAddrPort(l.Addr().String()); err == nil && at.Addr().Unmap().IsLoopback() {
		return l, nil
	}
	if !d.expose {
		// Refused is refused, however the closing goes.
		_ = l.Close()
		return nil, fail(exitUsage, "there is no login: listen on 127.0.0.1, or where that is meant, rung serve --expose", "%s can be reached from other machines", l.Addr())
	}
	a.warn("%s can be reached from other machines, and there is no login", l.Addr())
	return l, nil
}
