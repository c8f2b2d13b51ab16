package wire

import (
	"net/url"
	"strings"

	"rung/corpus"
)

// URL joins a board's base, or the system's public one, with path elements,
// each escaped once. An element may not climb: "." and ".." are escaped too.
func URL(b corpus.Board, public string, elements ...string) string {
	base := public
	if b.Base != "" {
		base = b.Base
	}
	var s strings.Builder
	s.WriteString(strings.TrimRight(base, "/"))
	for _, e := range elements {
		s.WriteByte('/')
		s.WriteString(escape(e))
	}
	return s.String()
}

func escape(element string) string {
	switch element {
	case ".":
		return "%2E"
	case "..":
		return "%2E%2E"
	}
	return url.PathEscape(element)
}

// Company decides the employer's name in this order: what the payload says,
// what the boards file says, the token.
func Company(payload string, b corpus.Board) (string, corpus.CompanyOrigin) {
	if name := strings.Join(strings.Fields(payload), " "); name != "" {
		return name, corpus.CompanyFromPayload
	}
	if b.Company != "" {
		return b.Company, corpus.CompanyFromBoards
	}
	return b.Token, corpus.CompanyFromToken
}

// Employer is Company for a feed of many employers: only the payload can name
// one.
func Employer(payload string) (string, corpus.CompanyOrigin) {
	if name := strings.Join(strings.Fields(payload), " "); name != "" {
		return name, corpus.CompanyFromPayload
	}
	return "", ""
}

// Absolute returns address if it is an absolute http or https URL, without
// user, fragment and tracking parameters, else "".
func Absolute(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	if u.RawQuery != "" {
		u.RawQuery = untracked(u.RawQuery)
	}
	return u.String()
}

// untracked drops utm_* and click ids and leaves the rest in its order.
func untracked(query string) string {
	var kept []string
	for _, pair := range strings.Split(query, "&") {
		name, _, _ := strings.Cut(strings.ToLower(pair), "=")
		if strings.HasPrefix(name, "utm_") || name == "gclid" || name == "fbclid" {
			continue
		}
		kept = append(kept, pair)
	}
	return strings.Join(kept, "&")
}

// PathToken returns the path element of u after the given prefix elements,
// decoded. It returns "" when the path does not begin with them, or when the
// element is one of the words no employer can be called.
func PathToken(u *url.URL, prefix ...string) string {
	parts := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	if len(parts) <= len(prefix) {
		return ""
	}
	for i, want := range prefix {
		if !strings.EqualFold(parts[i], want) {
			return ""
		}
	}
	token, err := url.PathUnescape(parts[len(prefix)])
	if err != nil || reserved[strings.ToLower(token)] {
		return ""
	}
	return token
}

// HostToken returns the label in front of suffix ("acme" of
// "acme.recruitee.com"), or "".
func HostToken(u *url.URL, suffix string) string {
	token, found := strings.CutSuffix(strings.ToLower(u.Hostname()), "."+suffix)
	if !found || token == "" || strings.Contains(token, ".") || reserved[token] {
		return ""
	}
	return token
}

// HostBoard claims u for a system whose boards have host names of their own:
// the board is the label in front of domain.
func HostBoard(source string, u *url.URL, domain string) (corpus.Board, bool) {
	token := HostToken(u, domain)
	return corpus.Board{Source: source, Token: token}, token != ""
}

// reserved are path elements and sub-domains that belong to the systems
// themselves.
var reserved = func() map[string]bool {
	m := map[string]bool{"": true}
	for _, w := range strings.Fields("api js css assets static embed v0 v1 www app docs help support status blog careers jobs j login oauth robots.txt sitemap.xml favicon.ico") {
		m[w] = true
	}
	return m
}()

// Host is the public address of a board that has a host name of its own:
// "https://acme.recruitee.com". A token that is no host label gives an
// address that cannot be resolved, never one of another host.
func Host(b corpus.Board, domain string) string {
	return "https://" + url.PathEscape(strings.ToLower(b.Token)) + "." + domain
}
