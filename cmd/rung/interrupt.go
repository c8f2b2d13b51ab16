package main

import (
	"context"
	"io"
	"sync"

	"github.com/spf13/cobra"
)

// afterInterrupt says what an interrupted command leaves behind, by its name;
// the others change nothing.
var afterInterrupt = map[string]string{
	"crawl":        "what was stored is kept, and rung crawl --resume goes on from there",
	"import":       "what was stored is kept; the same import again does the rest",
	"reclassify":   "what was judged anew is kept; rung reclassify does the rest",
	"reindex":      "the index is as it was; rung reindex begins anew",
	"forget":       "what was removed stays removed; the same again does the rest",
	"boards check": "answers so far are kept, and the next check goes on from there",
	"label":        "labels so far are kept, and the same command goes on from there",
}

// leftBehind words an interruption of a command.
func leftBehind(cmd *cobra.Command) string {
	if cmd != nil {
		if s, ok := afterInterrupt[commandKey(cmd)]; ok {
			return "interrupted; " + s
		}
	}
	return "interrupted"
}

// interruptible reads until the context ends: somebody who has not typed yet
// can leave. What is read ahead then is lost, as the reader is.
type interruptible struct {
	ctx   context.Context
	in    io.Reader
	begin sync.Once
	pipe  *io.PipeReader
}

func (r *interruptible) Read(p []byte) (int, error) {
	r.begin.Do(func() {
		out, in := io.Pipe()
		r.pipe = out
		go func() {
			_, err := io.Copy(in, r.in)
			in.CloseWithError(err)
		}()
		context.AfterFunc(r.ctx, func() { in.CloseWithError(context.Cause(r.ctx)) })
	})
	return r.pipe.Read(p)
}

// aside does work that knows no context and changes nothing, and leaves it
// alone when the context ends.
func aside[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		v, err := work()
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}
