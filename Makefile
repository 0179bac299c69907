# Every target installs the node modules first if they are missing or out of date; everything then runs on the
# Node that npm installed (node_modules/.bin/node), whatever Node the machine has.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8080
KAFKA_PORT ?= 9092
EXTRAS ?=
MANUAL ?=
AUTH ?=
ORDER ?=
WORKFLOW ?= cupcakes
RATE ?= 5
N ?= 0
RUNS ?= 200
BROKERS ?= 1
export PORT KAFKA_PORT EXTRAS MANUAL AUTH

NODE := node_modules/.bin/node
LOCAL := $(NODE) services/local/src/main.ts
CLUSTER_MAIN := $(NODE) deploy/test-cluster/main.ts

.PHONY: help install up down status logs clean demo trace test test-faults test-cluster verify bench charts kind-up kind-open \
	cluster-up cluster-down cluster-shell release-archive sbom cli

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo '  Variables: PORT=$(PORT) KAFKA_PORT=$(KAFKA_PORT) RATE=$(RATE) N=$(N) RUNS=$(RUNS) BROKERS=$(BROKERS) MANUAL=$(MANUAL) AUTH=$(AUTH)'

install: ## install the node modules, if they are missing or out of date
	@sh services/local/install-modules.sh

up: install ## start Kafka, all services and the web app; returns when they are ready
	@$(LOCAL) up

down: install ## stop them; the data are kept
	@$(LOCAL) down

status: install ## show the state of each part
	@$(LOCAL) status

logs: install ## follow all logs
	@$(LOCAL) logs

clean: install ## stop and delete all data of this PORT
	@$(LOCAL) clean

demo: install ## place orders: RATE a second, N in all (0: until Ctrl-C)
	@$(LOCAL) demo --rate "$(RATE)" --count "$(N)"

trace: install ## print where the time of an ORDER of a WORKFLOW went
	@$(LOCAL) trace --order "$(ORDER)" --workflow "$(WORKFLOW)"

verify: install ## check types, style and the rules between folders
	@npm run --silent verify

test: install ## verify and run all tests
	@$(NODE) services/local/src/test/main.ts

test-faults: install ## stall and kill services RUNS times on 1 or 3 BROKERS and count what was lost or doubled
	@$(NODE) services/e2e/src/faults/main.ts --runs "$(RUNS)" --brokers "$(BROKERS)"

# Its services only, without tests: the e2e tests upgrade from it and go back to it.
RELEASED := $(foreach name,kit workflow order-api order-processor stage-worker,services/$(name)/src services/$(name)/package.json)
release-archive: ## archive the release REF as the one that tests upgrade from
	@git archive --format=tar.gz -o services/e2e/releases/before.tar.gz "$(REF)" -- $(RELEASED) ':(exclude)*.test.ts' ':(exclude)*/testing/*'

bench: install ## measure throughput and latency
	@$(NODE) services/e2e/src/bench/main.ts

cli: install ## pack the command line as dist/cupcakery-<version>.tgz
	@$(NODE) deploy/command-line/main.ts

sbom: install ## write CycloneDX bills of what the images ship to dist/sbom
	@$(NODE) deploy/supply-chain/main.ts sbom

charts: install ## lint and render the Helm charts and check them against the code
	@sh deploy/charts/check.sh

cluster-up: install ## start a throw-away Kubernetes of one node on this machine (Linux, root, Go)
	@$(CLUSTER_MAIN) up

cluster-down: install ## stop it
	@$(CLUSTER_MAIN) down

cluster-shell: install ## open a shell where kubectl and helm use it
	@$(CLUSTER_MAIN) run

test-cluster: install ## install the charts on such a cluster and test them: load, faults, upgrades
	@$(CLUSTER_MAIN) test

kind-up: ## install everything on a kind cluster; needs docker, kind, kubectl, helm
	@sh deploy/kind/up.sh

kind-open: install ## the installation on kind at http://localhost:8080, until Ctrl-C
	@$(NODE) deploy/kind/open/main.ts
