package fetch

import "context"

// Dial connects as the client of the open web does, for the test of its guard.
func Dial(ctx context.Context, address string) error {
	conn, err := connection(false).DialContext(ctx, "tcp", address)
	if err == nil {
		conn.Close()
	}
	return err
}
