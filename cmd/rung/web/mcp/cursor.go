package mcp

import (
	"encoding/base64"
	"strconv"

	"rung/cmd/rung/web/desk"
)

// cursorAt is the cursor of what begins at a place in a list or a text.
func cursorAt(place int) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(place)))
}

// place reads a cursor into something of a length; "" is its beginning.
func place(cursor string, length int) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(cursor)
	at, numberErr := strconv.Atoi(string(data))
	if err != nil || numberErr != nil || at < 0 || at > length {
		return 0, &desk.Refused{Field: "cursor", Reason: "that is no cursor of this answer", Fix: "begin again without one"}
	}
	return at, nil
}
