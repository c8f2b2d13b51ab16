package replay

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"rung/corpus"
)

// A Board is one board to be served. Raw, when set, is answered as it is;
// otherwise the postings Open gives are encoded in the source's protocol.
type Board struct {
	Board corpus.Board
	// Open returns what the board has open at a time of the server's clock.
	Open func(at time.Time) []corpus.Posting
	Raw  []byte
	// Fault is what is wrong with the board.
	Fault Fault
}

// A Server answers for any number of boards. It is an http.Handler and safe
// for concurrent use.
type Server struct {
	mux *http.ServeMux

	mu     sync.RWMutex
	boards map[string]*Board // by corpus.Board.ID
	order  []string
	now    time.Time
	base   string
	limits map[string]bool // boards whose rate limit was hit once

	http *http.Server
}

// New returns a server without boards. Its clock shows the zero time until
// SetNow.
func New() *Server {
	s := &Server{mux: http.NewServeMux(), boards: map[string]*Board{}, limits: map[string]bool{}}
	s.mux.HandleFunc("GET /robots.txt", s.robots)
	for _, p := range protocols() {
		for _, pattern := range p.patterns {
			s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, p) })
		}
	}
	s.mux.HandleFunc("/elsewhere/loop", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere/loop", http.StatusFound)
	})
	return s
}

// Add serves a board; one of the same source and token is replaced. It fails
// for a source whose protocol is not known.
func (s *Server) Add(b Board) error {
	if !slices.Contains(Sources(), b.Board.Source) {
		return fmt.Errorf("replay: source %q has no protocol here", b.Board.Source)
	}
	if b.Raw == nil && b.Open == nil {
		return fmt.Errorf("replay: board %s has neither a payload nor postings", b.Board.ID())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := b.Board.ID()
	if s.boards[id] == nil {
		s.order = append(s.order, id)
	}
	s.boards[id] = &b
	return nil
}

// Sources lists the sources that can be served.
func Sources() []string {
	var names []string
	for _, p := range protocols() {
		names = append(names, p.source)
	}
	return names
}

// Paged lists the sources whose lists come in pages.
func Paged() []string {
	var names []string
	for _, p := range protocols() {
		if p.paged != nil {
			names = append(names, p.source)
		}
	}
	return names
}

// SetNow sets the server's clock: boards then show what is open at that time.
func (s *Server) SetNow(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = at
}

// SetFault changes what is wrong with a board. It reports false for a board
// that is not served.
func (s *Server) SetFault(b corpus.Board, f Fault) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	have := s.boards[b.ID()]
	if have == nil {
		return false
	}
	changed := *have
	changed.Fault = f
	s.boards[b.ID()] = &changed
	delete(s.limits, b.ID())
	return true
}

// Start listens on a free port of the loopback address.
func (s *Server) Start() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("replay: listen on loopback: %w", err)
	}
	s.SetURL("http://" + l.Addr().String())
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		// ErrServerClosed is how Serve ends; a broken listener shows itself
		// to whoever crawls.
		_ = s.http.Serve(l)
	}()
	return nil
}

// Close ends what Start began; answers under way are cut off.
func (s *Server) Close() error {
	if s.http == nil {
		return nil
	}
	if err := s.http.Close(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// URL is where the server listens ("http://127.0.0.1:34567").
func (s *Server) URL() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.base
}

// SetURL says where the server is reached, for one that is mounted in another
// server instead of started.
func (s *Server) SetURL(base string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base = base
}

// Boards returns the boards in the order they were added, each with the Base
// that leads here.
func (s *Server) Boards() []corpus.Board {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []corpus.Board
	for _, id := range s.order {
		b := s.boards[id].Board
		b.Base = s.base
		if p := protocolOf(b.Source); p.byHost {
			b.Base += "/" + b.Source + "/" + url.PathEscape(b.Token)
		}
		out = append(out, b)
	}
	return out
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Server) find(source, token string) (Board, time.Time, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	b := s.boards[source+":"+token]
	if b == nil {
		return Board{}, s.now, false
	}
	return *b, s.now, true
}

// serve answers one request to a board, bent by its fault.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, p protocol) {
	b, now, ok := s.find(p.source, p.token(r))
	if !ok {
		http.NotFound(w, r)
		return
	}
	if s.refuse(w, r, b) {
		return
	}
	a := answer{contentType: p.contentType, body: b.Raw}
	if b.Raw == nil {
		a = p.reply(r, b, now)
	}
	switch {
	case a.status == http.StatusNotFound:
		http.NotFound(w, r)
	case p.validators && b.Fault == "" && matches(w, r, a.body):
		w.WriteHeader(http.StatusNotModified)
	default:
		s.write(w, r, b.Fault, a)
	}
}

// matches sends a validator for body and reports whether the client holds it.
func matches(w http.ResponseWriter, r *http.Request, body []byte) bool {
	sum := sha256.Sum256(body)
	tag := `W/"` + hex.EncodeToString(sum[:8]) + `"`
	w.Header().Set("ETag", tag)
	return strings.Contains(r.Header.Get("If-None-Match"), tag)
}

// robots forbids what FaultRobots says and allows the rest.
func (s *Server) robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, "User-agent: *")
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, id := range s.order {
		if b := s.boards[id]; b.Fault == FaultRobots {
			fmt.Fprintln(w, "Disallow: "+protocolOf(b.Board.Source).path(b.Board.Token))
		}
	}
	fmt.Fprintln(w, "Allow: /")
}
