// Package replay serves job boards over loopback in each system's own
// protocol: recorded payloads byte for byte, or invented boards encoded as the
// system would have sent them. The crawler that reads them takes its real path
// and cannot tell the difference.
//
//	s := replay.New()
//	err := s.Add(replay.Board{
//		Board: corpus.Board{Source: "greenhouse", Token: "lantern", Company: "Lantern"},
//		Open:  func(at time.Time) []corpus.Posting { return market.OpenAt(at) },
//	})
//	if err := s.Start(); err != nil { … }
//	defer s.Close()
//	for month := range months {
//		s.SetNow(month)
//		crawl(s.Boards()) // each with the Base that leads here
//	}
//
// Recorded boards come from a folder or a .tar.gz of files named after the
// decoded token: "Forward Financing.json".
//
// # Addresses
//
// Systems that carry the board in the path are served at the root, as on their
// public host. Systems that carry it in the host name, feeds of many employers
// and career sites are served below /{source}/{token}. Server.Boards gives each board the Base that says so.
//
// # Faults
//
// A board can be given one Fault: see the constants. robots.txt disallows the
// boards with FaultRobots and nothing else.
//
// # Validators
//
// ETag and 304 are sent only for systems that are known to have them
// (Teamtailor); the others answer in full every time, as their originals do.
package replay
