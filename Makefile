# rung: everything a person or a machine does with this repository.
# Nothing here reaches further than the Go module proxy, and that only to build.

SHELL       := /bin/bash
export CGO_ENABLED := 0
GO          ?= go
DATA        ?= dist/data
SHARED      ?= ../shared
GOLD        := $(SHARED)/eval/dev.jsonl
FUZZTIME    ?= 10s
LOADTIME    ?= 20
BENCH       ?= .
DOCS        ?=
BENCHDIR    ?=
VERSION     ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS     := -s -w -X main.version=$(VERSION)

.DEFAULT_GOAL := help
.PHONY: help build run test check race kill proofs fuzz bench load eval fit golden cross alone release reproducible clean
TARGETS     ?= linux/arm64 darwin/arm64 windows/amd64

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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

kill: ## kill a crawling process 60 times at random and compare the store with an undisturbed one
	RUNG_KILLS=60 $(GO) test ./cmd/rung -run '^TestKilledCrawl$$' -count=1 -v -timeout 30m

proofs: ## the crawler's figures: speed beside bare colly, memory at 10,000 postings, bytes of a second crawl, three minutes of faults
	RUNG_PROOFS=1 $(GO) test ./crawler/fetch -run '^TestThroughput$$' -count=1 -v
	RUNG_PROOFS=1 $(GO) test ./crawler -run '^TestSecondCrawl$$' -count=1 -v
	RUNG_PROOFS=1 RUNG_SOAK=3m $(GO) test ./cmd/rung -run '^(TestCrawlMemory|TestSoak)$$' -count=1 -v -timeout 20m

fuzz: ## every fuzz target for FUZZTIME (10s)
	@set -e; for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "== $$pkg $$target"; $(GO) test $$pkg -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME); \
	  done; done

# 100,000 documents take minutes to index and a million an hour; BENCHDIR keeps them for the next run:
#   make bench DOCS=100000 BENCH='Search|Beside|Compute' BENCHDIR=dist/bench
bench: export RUNG_BENCH_DOCS := $(DOCS)
bench: export RUNG_BENCH_DIR := $(if $(BENCHDIR),$(abspath $(BENCHDIR))/search-$(DOCS))
bench: export RUNG_BENCH_INDEX := $(if $(BENCHDIR),$(abspath $(BENCHDIR))/report-$(DOCS))
bench: ## benchmarks beside their yardsticks: BENCH=regexp narrows, DOCS=100000 documents for search and report, BENCHDIR=dist/bench keeps them
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 0 ./...

load: build ## wrk against search and classify over the demo's market (skips without wrk; LOADTIME=20 seconds each)
	cmd/rung/testdata/load/load.sh ./dist/rung $(LOADTIME)

eval: build ## accuracy on the labelled postings beside the repository, shown and masked; written into README.md
	./dist/rung eval --gold $(GOLD) --into README.md
	./dist/rung eval --gold $(GOLD) --mask-title

fit: build ## fit the shipped model anew from the labelled postings and the invented gold
	./dist/rung fit --gold $(GOLD) --gold builtin -o classify/score/model.json

golden: ## rewrite golden files with what the tests produce now
	$(GO) test $$($(GO) list -f '{{.ImportPath}} {{.TestImports}} {{.XTestImports}}' ./... | awk '/corpustest|wiretest/ {print $$1}') -update

cross: ## vet and build for TARGETS (OS/ARCH …): nothing here needs the machine it runs on
	@set -e; for t in $(TARGETS); do echo "== $$t"; export GOOS=$${t%/*} GOARCH=$${t#*/}; \
	  $(GO) vet -trimpath ./...; $(GO) build -trimpath -o /dev/null ./cmd/rung; done

alone: build ## the binary in an empty root directory: it needs no library, shell, zone file or home
	@set -e; if ! unshare -r true 2>/dev/null; then echo "skipped: this machine allows no user namespace, so no chroot"; exit 0; fi; \
	root=$$(mktemp -d); trap 'rm -rf "$$root"' EXIT; cp dist/rung "$$root/"; mkdir "$$root/tmp"; \
	in_root() { unshare -r chroot "$$root" /rung --data /data "$$@"; }; \
	in_root version; \
	echo 'We want a senior product manager who owns the roadmap across several teams, mentors junior product managers and reports to the executives every quarter.' \
	  | in_root classify --title 'Senior Product Manager' --json - | grep -q '"rung": *"'; \
	echo '{"id":"1","title":"Senior Product Manager","company":"Ferry","text":"Own the roadmap across several teams and mentor product managers."}' \
	  | in_root import -; \
	in_root search roadmap --quiet >/dev/null; in_root doctor

release: ## archives for every system with manual pages and completions, checksums and bills of materials, in dist/release
	rm -rf dist/release
	$(GO) run ./cmd/release -version '$(VERSION)' -o dist/release

reproducible: ## release this machine's archive twice, the second from another folder and an empty build cache: same bytes
	@set -e; t="$$($(GO) env GOOS)/$$($(GO) env GOARCH)"; tmp=$$(mktemp -d); trap 'rm -rf "$$tmp"' EXIT; \
	for n in one two; do git clone -q . "$$tmp/$$n"; \
	  ( cd "$$tmp/$$n"; [ $$n = one ] || export GOCACHE="$$tmp/cache"; $(GO) run ./cmd/release -version '$(VERSION)' -o "$$tmp/out-$$n" -targets "$$t" ); done; \
	diff "$$tmp/out-one/SHA256SUMS" "$$tmp/out-two/SHA256SUMS"; cat "$$tmp/out-one/SHA256SUMS"

clean: ## remove dist/
	rm -rf dist
