package index

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/blevesearch/bleve/v2/document"
)

// batchSize is where more documents in one batch stop paying and memory
// still does not grow (300 to 1000 measured alike, 5000 slower).
const batchSize = 500

// Put adds documents or replaces those with the same posting id, in batches.
// What was acknowledged by a nil error survives a kill; after an error the
// batches before the failing one are in the index. Control characters in an
// id count as spaces.
func (x *Index) Put(ctx context.Context, docs []Document) (err error) {
	defer guard(x.dir, &err)()
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.rebuild != nil {
		if err := x.rebuild.mirror(ctx, docs); err != nil {
			return err
		}
	}
	return x.acknowledge(x.engine.put(ctx, docs))
}

// Delete removes documents by posting id; ids that are not there are ignored.
func (x *Index) Delete(ctx context.Context, ids []string) (err error) {
	defer guard(x.dir, &err)()
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.rebuild != nil {
		if err := x.rebuild.forget(ctx, ids); err != nil {
			return err
		}
	}
	return x.acknowledge(x.engine.remove(ctx, ids))
}

// acknowledge records how far a write came, also one that failed midway.
func (x *Index) acknowledge(err error) error {
	gen, e := x.engine.generation()
	if e == nil {
		e = x.lock.record(gen)
	}
	return errors.Join(err, e)
}

func (e *engine) put(ctx context.Context, docs []Document) error {
	return e.inBatches(ctx, len(docs), func(b batch, i int) error {
		doc, err := e.document(docs[i])
		if err == nil {
			err = b.IndexAdvanced(doc)
		}
		if err != nil {
			return fmt.Errorf("index posting %q: %w", docs[i].Posting.ID, err)
		}
		return nil
	})
}

// document is what the mapping makes of a posting, and its row.
func (e *engine) document(d Document) (*document.Document, error) {
	r := newRow(d)
	doc := document.NewDocument(r.ID)
	if err := e.Mapping().MapDocument(doc, newEntry(d, r)); err != nil {
		return nil, err
	}
	doc.AddField(document.NewTextFieldCustom(rowField, nil, []byte(r.pack()), rowOptions, nil))
	return doc, nil
}

func (e *engine) remove(ctx context.Context, ids []string) error {
	return e.inBatches(ctx, len(ids), func(b batch, i int) error {
		b.Delete(clean(ids[i]))
		return nil
	})
}

type batch interface {
	IndexAdvanced(doc *document.Document) error
	Delete(id string)
}

// inBatches calls add for 0 to n-1 and commits every batchSize calls,
// together with the next generation.
func (e *engine) inBatches(ctx context.Context, n int, add func(batch, int) error) error {
	gen, err := e.generation()
	if err != nil {
		return err
	}
	for start := 0; start < n; start += batchSize {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := e.NewBatch()
		for i := start; i < min(n, start+batchSize); i++ {
			if err := add(b, i); err != nil {
				return err
			}
		}
		gen++
		b.SetInternal(generationKey, binary.BigEndian.AppendUint32(nil, uint32(gen)))
		if err := e.Batch(b); err != nil {
			return fmt.Errorf("index: write batch: %w", err)
		}
	}
	return nil
}
