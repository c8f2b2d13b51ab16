# rung: everything a person or a machine does with this repository.
# Nothing here reaches further than the Go module proxy, and that only to build.

SHELL       := /bin/bash
export CGO_ENABLED := 0
GO          ?= go
DATA        ?= dist/data
SHARED      ?= ../shared
GOLD        := $(SHARED)/eval/dev.jsonl
FUZZTIME    ?= 10s
BENCH       ?= .
VERSION     ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS     := -s -w -X main.version=$(VERSION)

.DEFAULT_GOAL := help
.PHONY: help build run test check race fuzz bench eval fit golden clean

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## the rung binary, in dist/
	@mkdir -p dist
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o dist/rung ./cmd/rung

run: build ## the whole job on the invented market: crawl, classify, report, then pages until Ctrl-C
	./dist/rung demo

test: ## every test a fresh clone needs, under five minutes
	$(GO) test ./...

check: ## gofmt, vet, staticcheck
	@out=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$out" ]; then echo "gofmt would change:"; echo "$$out"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

race: ## the tests under the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race -short ./...

fuzz: ## every fuzz target for FUZZTIME (10s)
	@set -e; for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "== $$pkg $$target"; $(GO) test $$pkg -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME); \
	  done; done

bench: ## benchmarks beside their yardsticks (BENCH=regexp narrows)
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem ./...

eval: build ## accuracy on the labelled postings beside the repository, shown and masked; written into README.md
	./dist/rung eval --gold $(GOLD) --into README.md
	./dist/rung eval --gold $(GOLD) --mask-title

fit: build ## fit the shipped model anew from the labelled postings and the invented gold
	./dist/rung fit --gold $(GOLD) --gold builtin -o classify/score/model.json

golden: ## rewrite golden files with what the tests produce now
	$(GO) test $$($(GO) list -f '{{.ImportPath}} {{.TestImports}} {{.XTestImports}}' ./... | awk '/corpustest|wiretest/ {print $$1}') -update

clean: ## remove dist/
	rm -rf dist
