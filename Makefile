# Needs Go and make, nothing else.
GO ?= go
FUZZTIME ?= 10s
PKGS ?= ./...

.PHONY: build demo screenshots test test-all tools lint cover bench scale fuzz validate clean

build:            ## bin/nof1
	$(GO) build -trimpath -o bin/nof1 ./cmd/nof1

demo: build       ## a made-up person's files and their report, in nof1-demo
	./bin/nof1 demo

screenshots: demo ## the picture in README.md, and every kind of report as pictures and PDF in nof1-screenshots (needs Chromium)
	$(GO) test ./reports -run '^TestReadmePicture$$' -count=1 -readme "$(CURDIR)/nof1-demo/report/report.html"
	$(GO) test ./reports -run '^TestScreenshots$$' -count=1 -timeout 0 -screenshots "$(CURDIR)/nof1-screenshots"

test:             ## format, vet and the tests that are not slow: minutes
	@GO="$(GO)" PKGS="$(PKGS)" sh .ci/test short

test-all:         ## lint, every test, and the race detector where goroutines start
	@GO="$(GO)" PKGS="$(PKGS)" sh .ci/test all

tools:            ## installs what the tests use beside Go: a C compiler, Chromium, fonts, pdftotext, strace (root, apt-get)
	@GO="$(GO)" sh .ci/tools

lint:             ## format, vet and staticcheck alone
	@GO="$(GO)" PKGS="$(PKGS)" sh .ci/test lint

cover:            ## lines, tests and coverage of each package, into CONTRIBUTING.md (takes as long as every test)
	@GO="$(GO)" PKGS="$(PKGS)" sh .ci/cover

bench:            ## side by side with its peers, into cmd/nof1/BENCHMARKS.md (takes a while and 2 GB of disk)
	$(GO) test -tags bench -run '^TestBench$$' -count=1 -timeout 0 -v ./cmd/nof1

scale:            ## a batch of 100, 1,000 and 10,000 people, into cmd/nof1/SCALE.md (takes a while and 2 GB of disk)
	$(GO) test -tags bench -run '^TestScale$$' -count=1 -timeout 0 -v ./cmd/nof1

fuzz:             ## every fuzz target for FUZZTIME
	@GO="$(GO)" PKGS="$(PKGS)" FUZZTIME="$(FUZZTIME)" sh .ci/fuzz

validate:         ## how often the verdict is wrong, into analysis/VALIDATION.md; QUICK=1; DRAWN=1; NIGHTS=folder
	$(GO) run ./cmd/validate $(if $(QUICK),-quick) $(if $(DRAWN),-drawn) $(if $(NIGHTS),-nights "$(NIGHTS)") $(if $(CONFIG),-config "$(CONFIG)")

clean:            ## what build, demo and screenshots wrote
	rm -rf bin nof1-demo nof1-screenshots
