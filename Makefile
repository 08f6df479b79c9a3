# The developer's loop. `make` prints this help. Everything here is one command that can be run by itself.
MODULE ?= operator
TEST ?=
PATTERN ?=
bench_arguments = $(foreach name,SCENARIOS SIZE REPEAT WINDOW MEMORY SEED,$(if $($(name)),$(name)=$($(name))))

.DEFAULT_GOAL := help
.PHONY: help dev verify test format crds docs image provision bench bench-quick bench-micro bench-report clean

help: ## Print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

dev: ## Start an API server and the operator with examples/01-hello-file
	./keyturn dev

verify: ## Run all tests and checks, as README.md says
	./mvnw -B -ntp verify

test: ## Run the tests of one module: make test MODULE=crds [TEST=DurationsTest]
	./mvnw -B -ntp -pl $(MODULE) -am $(if $(TEST),-Dtest='$(TEST)') -Dsurefire.failIfNoSpecifiedTests=false verify

format: ## Format the Java sources
	./mvnw -B -ntp -q spotless:apply

crds: ## Write the CRDs and the generated reference pages anew from their sources
	./mvnw -B -ntp -q -pl crds -Pcrds process-test-classes

docs: ## Check links and manifests of the pages and examples
	./mvnw -B -ntp -pl e2e -am -Dtest='dev.keyturn.e2e.docs.*Test' -Dsurefire.failIfNoSpecifiedTests=false verify

image: ## Build the operator's image without a daemon (operator/target/keyturn-image.tar)
	image/build.sh

provision: ## Build the real servers of the end-to-end tests into the cache
	e2e/provision/build.sh etcd kube-apiserver kube-controller-manager kubectl vault helm
	e2e/provision/python.sh moto infisicalsdk openbao openbao-with-ldap

bench: ## Measure on real servers: make bench [SCENARIOS=a,c] [SIZE=1000] (e2e/benchmarks/README.md)
	e2e/benchmarks/run.sh full $(bench_arguments)

bench-quick: ## The same with small sizes, in minutes: shows that it works, not how fast it is
	e2e/benchmarks/run.sh quick $(bench_arguments)

bench-micro: ## Measure single parts by JMH: make bench-micro [PATTERN=Template]
	e2e/benchmarks/run.sh micro $(if $(PATTERN),'$(PATTERN)')

bench-report: ## Write e2e/benchmarks/REPORT.md anew from the stored results
	e2e/benchmarks/run.sh report

clean: ## Remove what the builds made
	./mvnw -B -ntp -q clean
	rm -rf .keyturn
