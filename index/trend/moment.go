package trend

import "time"

// A moment is a time in whole seconds, as rows have them, in a third of the
// room and without a pointer. The zero moment is the zero time: none.
type moment int64

// zeroUnix is time.Time{}.Unix().
const zeroUnix = -62135596800

func momentOf(t time.Time) moment { return moment(t.Unix() - zeroUnix) }

func (m moment) isZero() bool { return m == 0 }

// unix is in seconds since 1970.
func (m moment) unix() int64 { return int64(m) + zeroUnix }

func (m moment) time() time.Time {
	if m.isZero() {
		return time.Time{}
	}
	return time.Unix(m.unix(), 0).UTC()
}
