package fetch

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// A Refused is a request our own guard did not make or a redirect it did not
// follow.
type Refused struct {
	Reason string
	// OffHost is set for a redirect to another host.
	OffHost bool
}

func (e *Refused) Error() string { return e.Reason }

// notPublic are the blocks of the special-purpose address registries (RFC
// 6890 and its updates) that net/netip has no predicate for. Cloud metadata
// services live in them, in link-local and in unique local addresses.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("100.64.0.0/10"),   // carrier-grade NAT, and one cloud's metadata
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments, and one cloud's metadata
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarking
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, broadcast
	netip.MustParsePrefix("100::/64"),        // discard
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("fec0::/10"),       // old site-local
	// Addresses that carry an IPv4 address inside are refused whole: no
	// board needs them, and they would be a way around the list.
	netip.MustParsePrefix("64:ff9b::/96"),   // NAT64
	netip.MustParsePrefix("64:ff9b:1::/48"), // local NAT64
	netip.MustParsePrefix("2001::/32"),      // Teredo
	netip.MustParsePrefix("2002::/16"),      // 6to4
}

// PublicAddress reports whether a is an address of the open internet.
func PublicAddress(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false // IsGlobalUnicast excludes loopback, link-local, multicast and unspecified
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// checkDial refuses a connection to an address that is not public. It runs
// after name resolution, once for each address tried, so a name that changes
// its address between check and use gains nothing.
func checkDial(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return &Refused{Reason: fmt.Sprintf("%q is no address", address)}
	}
	if !PublicAddress(ap.Addr().WithZone("")) {
		return &Refused{Reason: fmt.Sprintf("%s is not a public address", ap.Addr())}
	}
	return nil
}

// connection is the innermost layer: net/http without proxy, environment or
// hidden decompression.
func connection(allowPrivate bool) *http.Transport {
	dialer := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}
	if !allowPrivate {
		dialer.Control = checkDial
	}
	return &http.Transport{
		DialContext:           dialer.DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          200,
		MaxIdleConnsPerHost:   8,
		IdleConnTimeout:       60 * time.Second,
		TLSHandshakeTimeout:   15 * time.Second,
		ExpectContinueTimeout: time.Second,
		// whole decompresses itself, to count what came over the wire and to
		// bound what comes out.
		DisableCompression:     true,
		MaxResponseHeaderBytes: 1 << 20,
	}
}
