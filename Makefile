# Everything a contributor runs. One release build serves the program, the demo, the benchmark and the tests:
# `swift build` leaves testable imports off, no test uses @testable, and `swift test --skip-build` takes what is there.

SWIFT_BUILD := swift build --configuration release
# Swift Testing only: no test is an XCTest. One at a time: some fill both cores, others have time limits.
SWIFT_TEST := swift test --configuration release --skip-build --disable-testable-imports --disable-xctest --no-parallel
SOURCES := Package.swift Sources Tests Benchmarks
BINARIES := .build/release

.DEFAULT_GOAL := help
.PHONY: help setup build demo test bench fuzz lint format clean

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

setup: ## install what is missing (Debian packages; needs root only then)
	@scripts/setup

build: setup ## build everything but the tests
	$(SWIFT_BUILD)

demo: build ## a server, a client and a download, in network namespaces (needs root; ARGS="--megabytes 1000")
	@$(BINARIES)/aura-demo $(ARGS)

test: setup lint ## check the format, build, run all tests (as root also the end-to-end ones; ARGS="--filter NAME")
	$(SWIFT_BUILD) --build-tests
ifdef ARGS
	$(SWIFT_TEST) $(ARGS)
else
	$(SWIFT_TEST) --skip EndToEndTests
	$(SWIFT_TEST) --filter EndToEndTests
endif

bench: build ## measure aura beside other VPNs (needs root; ARGS="--runs 5 --json FILE")
	@$(BINARIES)/aura-bench $(ARGS)

fuzz: setup ## try the parsers with a million inputs each (Tests/Fuzz/README.md; ARGS="manifest -max_total_time=60")
	@scripts/fuzz $(ARGS)

lint: ## check the format
	swift format lint --strict --parallel --recursive $(SOURCES)

format: ## put the format right
	swift format --in-place --parallel --recursive $(SOURCES)

clean: ## remove what was built
	rm -rf .build
