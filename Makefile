# Postmortem: `make help` lists the targets. Nothing here needs more than make, bash, awk and Swift 6.2.

SHELL := /bin/bash
.NOTPARALLEL:
.DEFAULT_GOAL := build

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=

# Every build uses these: an import that Package.swift does not declare is an error.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
RELEASE_FLAGS := $(SWIFT_FLAGS) --configuration release
# On Linux the program carries Swift's library, so that it runs where no Swift is installed.
ifeq ($(shell uname -s),Linux)
RELEASE_FLAGS += --static-swift-stdlib
endif

PROGRAM := .build/release/postmortem
DEMO ?= Captures/mx-spamhaus-at-rcpt.pcap
# More for `swift test`, such as ARGS="--filter SMTPTests".
ARGS ?=
FORMATTED := $(wildcard Package.swift Sources Tests Benchmarks Fuzzing)

.PHONY: build setup demo test calibration benchmark install format lint clean help

build: setup ## release build (the default)
	@$(SWIFT) build $(RELEASE_FLAGS) --product postmortem

setup: ## install what is missing: libpcap, OpenSSL, zlib, zstd, lz4, pkg-config
	@SWIFT="$(SWIFT)" .ci/setup

demo: build ## build, then explain a capture that comes with the project
	@echo "$(PROGRAM) $(DEMO)"
	@$(PROGRAM) $(DEMO)

test: setup ## all tests; ARGS="--filter SMTPTests" for some
	@SWIFT="$(SWIFT)" .ci/test $(SWIFT_FLAGS) $(ARGS)

# Builds only where there is no program yet, so that `sudo make install` needs no Swift.
install: ## install into PREFIX (/usr/local); DESTDIR is put before it
	@test -x $(PROGRAM) || $(MAKE) --no-print-directory build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(PROGRAM) "$(DESTDIR)$(PREFIX)/bin/postmortem"

calibration: build ## measure what is inferred under TLS; needs Python 3, uses curl and swaks where installed
	@python3 Tests/Calibration/calibrate.py $(PROGRAM) --write Documentation/Inference.md $(ARGS)

benchmark: build ## measure what 100,000 refusals cost beside none; needs Python 3
	@python3 Benchmarks/refusals.py $(PROGRAM) $(ARGS)

format: ## write all Swift files in the project's format
	@$(SWIFT) format --in-place --parallel --recursive $(FORMATTED)

lint: ## check the format, and that no file names a build machine's folders
	@$(SWIFT) format lint --strict --parallel --recursive $(FORMATTED)
	@.ci/paths

clean: ## remove what was built; fetched packages stay
	@$(SWIFT) package clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
