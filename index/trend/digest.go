package trend

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"runtime"
	"sync"

	"rung/index"
)

// digest is a SHA-256 over the options, the crawls and a sum of the rows. The
// sum is that of the rows' own SHA-256s as four numbers each, which no order
// of the rows changes.
func digest(rows []*index.Row, crawls []Crawl, opt Options) string {
	h := sha256.New()
	o := opt
	o.Query, o.Crawls = nil, nil
	// Plain data cannot fail to be encoded, nor a hash to be written to.
	_ = json.NewEncoder(h).Encode([]any{opt.Query.String(), o, crawls})
	for _, n := range sumOfRows(rows) {
		_ = binary.Write(h, binary.BigEndian, n)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func sumOfRows(rows []*index.Row) (sum [4]uint64) {
	parts := runtime.GOMAXPROCS(0)
	sums := make([][4]uint64, parts)
	var workers sync.WaitGroup
	for i := range parts {
		part := rows[len(rows)*i/parts : len(rows)*(i+1)/parts]
		workers.Go(func() {
			var packed []byte
			for _, r := range part {
				packed = r.AppendCanonical(packed[:0])
				add(&sums[i], sha256.Sum256(packed))
			}
		})
	}
	workers.Wait()
	for _, s := range sums {
		for j := range s {
			sum[j] += s[j]
		}
	}
	return sum
}

func add(sum *[4]uint64, hash [sha256.Size]byte) {
	for j := range sum {
		sum[j] += binary.BigEndian.Uint64(hash[8*j:])
	}
}
