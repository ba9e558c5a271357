# Kith. `make run` starts it, `make test` tests it; both install what is missing first.
#
#   BUILD=debug|asan|release|tsan|fuzz, or a control-… build that the kill test must catch
#   OUT=DIR    another place for everything that is built
#   CC=clang   another compiler        V=1   show the commands        CLIENT=   no web client
BUILD ?= debug
OUT ?= build/$(BUILD)
GEN ?= $(if $(filter file default undefined,$(origin OUT)),build/gen,$(OUT)/gen)
ifeq ($(origin CC),default)
CC = $(if $(filter fuzz,$(BUILD)),clang,gcc)
endif
CLIENT ?= client-web
PREFIX ?= /usr/local
JOBS ?= $(shell nproc)
Q := $(if $(V),,@)
SAY = $(if $(V),@:,@echo)

BUILDS := debug asan release tsan fuzz control-sync-off control-reply-early control-publish-early control-show-early
$(if $(filter $(BUILD),$(BUILDS)),,$(error BUILD is one of $(BUILDS)))

LIBRARIES := libuv libwebsockets jansson libsodium sqlite3 inih libutf8proc libpcre2-8 libcurl liboath libfido2 libqrencode
PKG_CFLAGS := $(shell pkg-config --cflags $(LIBRARIES) cmocka 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lzxcvbn -lm

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wvla -Walloca -Wundef \
  -Wcast-qual -Wcast-align -Wpointer-arith -Wwrite-strings -Wformat=2 -Wdouble-promotion \
  -Wimplicit-fallthrough -Werror
WARNINGS_gcc := -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wjump-misses-init
WARNINGS_clang := -Wcomma -Wunreachable-code -Wconditional-uninitialized \
  -Wmissing-variable-declarations -Wassign-enum
COMPILER := $(if $(findstring clang,$(CC)),clang,gcc)

SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
# A frame on the stack stays small enough for any thread; sanitizers make frames larger.
HARDEN := -O2 -Wnull-dereference -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection \
  $(if $(filter gcc,$(COMPILER)),-ftrivial-auto-var-init=zero -Wstack-usage=16384)
# Builds for tests read every kept row as well and compare.
CFLAGS_debug := -O0 -DCHECK_ROWS
CFLAGS_asan := -O1 $(SANITIZE) -DCHECK_ROWS
CFLAGS_tsan := -O1 -fsanitize=thread -fno-omit-frame-pointer -DCHECK_ROWS
CFLAGS_fuzz := -O1 $(SANITIZE) -fsanitize=fuzzer-no-link
CFLAGS_release := $(HARDEN)
CFLAGS_control-sync-off := $(HARDEN) -DCONTROL_SYNC_OFF
CFLAGS_control-reply-early := $(HARDEN) -DCONTROL_REPLY_EARLY
CFLAGS_control-publish-early := $(HARDEN) -DCONTROL_PUBLISH_EARLY
CFLAGS_control-show-early := $(HARDEN) -DCONTROL_SHOW_EARLY

CPPFLAGS += -D_GNU_SOURCE -Iserver -I$(GEN) $(PKG_CFLAGS)
ALL_CFLAGS = -std=gnu2x -g -fno-common -fPIE -pthread $(WARNINGS) $(WARNINGS_$(COMPILER)) \
  $(CFLAGS_$(BUILD)) $(CFLAGS)
ALL_LDFLAGS = -pie -pthread -Wl,-z,relro,-z,now $(filter -fsanitize=address% -fsanitize=thread,$(CFLAGS_$(BUILD))) $(LDFLAGS)
COMPILE = $(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP

FLOORS := base model store domain command engine transport
LIB_SOURCES := $(foreach floor,$(FLOORS),$(wildcard server/$(floor)/*.c server/$(floor)/*/*.c))
# Two names, so that a build without the client leaves no empty table to others.
ASSETS := $(if $(CLIENT),assets,no-assets)
GEN_OBJECTS := $(OUT)/gen/protocol.o $(OUT)/gen/matching_data.o $(OUT)/gen/risk_data.o $(OUT)/gen/risk_model_data.o $(OUT)/gen/migrations.o $(OUT)/gen/$(ASSETS).o
GEN_FILES := $(addprefix $(GEN)/,protocol.h protocol.c protocol_limits.h protocol.ts protocol.schema.json protocol.index.json matching_data.h matching_data.c matching.ts \
  risk_data.h risk_data.c risk.ts)
CTL_SOURCES := $(wildcard server/kithctl.c server/kithctl/*.c)
LIB := $(OUT)/libserver.a
PROGRAMS := $(OUT)/kithd $(OUT)/kithctl
UNIT_TESTS := $(patsubst tests/%.c,$(OUT)/%,$(wildcard tests/unit/*/test_*.c))
UNIT_SUPPORT := $(filter-out $(wildcard tests/unit/*/test_*.c),$(wildcard tests/unit/*.c tests/unit/*/*.c))
FUZZERS := $(patsubst tests/%.c,$(OUT)/%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SUPPORT := $(filter-out $(wildcard tests/fuzz/fuzz_*.c) tests/fuzz/replay.c,$(wildcard tests/fuzz/*.c))
C_FILES := $(wildcard server/*.[ch] server/*/*.[ch] server/*/*/*.[ch] protocol/*.[ch] protocol/train/*.[ch] tests/unit/*.[ch] tests/unit/*/*.[ch] tests/fuzz/*.[ch] tests/faults/*.[ch] tests/tsan/*.[ch] tests/matching/*.[ch] tests/bench/*.[ch])
TIDY_FILES := $(LIB_SOURCES) $(wildcard server/main.c) $(CTL_SOURCES) $(wildcard protocol/*.c protocol/train/*.c)
BENCH_PARTS := $(filter-out tests/bench/main.c,$(wildcard tests/bench/*.c))
objects = $(patsubst %.c,$(OUT)/obj/%.o,$(1))

.PHONY: all lib run simulate test test-long test-fresh test-unit test-integration test-backup test-kill test-client \
  test-matching try-risk-model bench bench-check bench-graph bench-matching bench-matching-chat bench-rules bench-scan bench-servers test-kill-matching \
  fuzz fuzz-smoke fuzz-build fuzz-explore unit-programs lint tidy cppcheck format docs check-generated install clean deps
.DELETE_ON_ERROR:
.SECONDARY:

all: $(PROGRAMS)
lib: $(LIB)

# ---- generated -------------------------------------------------------------------------
HOST_FLAGS := -std=gnu2x -O1 -g $(WARNINGS) -D_GNU_SOURCE $(PKG_CFLAGS)
$(GEN)/generate: $(filter-out protocol/embed.c,$(wildcard protocol/*.c)) $(wildcard protocol/*.h)
	$(SAY) "  HOSTCC  $@"
	$(Q)mkdir -p $(GEN)/docs
	$(Q)gcc $(HOST_FLAGS) $(filter %.c,$^) -o $@ -ljansson -lpcre2-8
$(GEN)/embed: protocol/embed.c
	$(SAY) "  HOSTCC  $@"
	$(Q)mkdir -p $(GEN)
	$(Q)gcc $(HOST_FLAGS) $< -o $@
$(GEN_FILES) $(GEN)/docs/protocol.md $(GEN)/docs/matching-tables.md $(GEN)/docs/access.md &: $(GEN)/generate $(wildcard protocol/*.json protocol/*/*.json) $(wildcard protocol/risk/corpus/*.tsv) protocol/preface.md
	$(SAY) "  GEN     $(GEN)/protocol.*"
	$(Q)$(GEN)/generate protocol $(GEN) $(GEN)/docs
	$(Q)touch $(GEN_FILES) $(GEN)/docs/protocol.md $(GEN)/docs/matching-tables.md $(GEN)/docs/access.md
# The trained model: always the same bytes from the same text.
TRAIN_SOURCES := $(wildcard protocol/train/*.c) $(addprefix server/domain/risk/,risk_word.c risk_lexicon.c risk_feature.c risk_decide.c) server/base/text.c
RISK_MODEL_TEXT := $(addprefix protocol/risk/model/,classes.txt thresholds.tsv)
RISK_MESSAGES := $(sort $(wildcard protocol/risk/corpus/*.tsv)) tests/rules/tune.tsv
$(GEN)/train: $(TRAIN_SOURCES) $(wildcard protocol/train/*.h server/domain/risk/*.h)
	$(SAY) "  HOSTCC  $@"
	$(Q)mkdir -p $(GEN)
	$(Q)gcc $(HOST_FLAGS) -Iserver -Iprotocol/train $(TRAIN_SOURCES) -o $@ -lm
$(GEN)/risk_model_data.c: $(GEN)/train $(RISK_MODEL_TEXT) $(RISK_MESSAGES)
	$(SAY) "  TRAIN   $@"
	$(Q)$(GEN)/train $(RISK_MODEL_TEXT) $@ $(RISK_MESSAGES)
$(GEN)/migrations.c: $(GEN)/embed $(wildcard server/store/migrations/*.sql)
	$(Q)$(GEN)/embed migrations server/store/migrations $@
$(GEN)/assets.c: $(GEN)/embed $(GEN)/client/index.html
	$(Q)$(GEN)/embed assets $(GEN)/client $@
$(GEN)/no-assets.c: $(GEN)/embed
	$(Q)mkdir -p $(GEN)/no-client && $(GEN)/embed assets $(GEN)/no-client $@
$(GEN)/client/index.html: $(GEN)/protocol.ts $(GEN)/matching.ts client-web/node_modules/.package-lock.json \
  $(shell find client-web/src client-web/build.mjs client-web/tsconfig.json -type f 2>/dev/null)
	$(SAY) "  CLIENT  $(@D)"
	$(Q)cd client-web && node build.mjs --protocol $(abspath $<) --out $(abspath $(@D)) >$(abspath $(GEN))/client.log 2>&1 || { cat $(abspath $(GEN))/client.log; exit 1; }
%/node_modules/.package-lock.json: %/package-lock.json
	$(SAY) "  NPM     $*"
	$(Q)cd $* && npm ci --no-audit --no-fund --loglevel=error >/dev/null && touch node_modules/.package-lock.json

# ---- programs --------------------------------------------------------------------------
$(OUT)/obj/%.o: %.c | $(GEN)/protocol.h
	$(SAY) "  CC      $<"
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -include server/base/banned.h $(if $(filter tests/%,$<),-Itests/unit -Itests) -c $< -o $@
$(OUT)/gen/%.o: $(GEN)/%.c
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -Wno-unused-const-variable -c $< -o $@
$(LIB): $(call objects,$(LIB_SOURCES)) $(GEN_OBJECTS)
	$(Q)rm -f $@ && ar rcs $@ $^
# What the sanitizer of threads would not see by itself.
$(OUT)/kithd: $(call objects,server/main.c $(if $(filter tsan,$(BUILD)),tests/tsan/see_close.c)) $(LIB)
$(OUT)/kithctl: $(call objects,$(CTL_SOURCES)) $(LIB)
$(PROGRAMS):
	$(SAY) "  LINK    $@"
	$(Q)$(CC) $(ALL_LDFLAGS) $(filter %.o %.a,$^) -o $@ $(PKG_LIBS)
$(OUT)/unit/%: $(OUT)/obj/tests/unit/%.o $(call objects,$(UNIT_SUPPORT)) $(LIB)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ -o $@ $(PKG_LIBS) -lcmocka -lm
$(filter $(OUT)/unit/bench/%,$(UNIT_TESTS)): $(call objects,$(BENCH_PARTS))
# Under BUILD=fuzz libFuzzer explores; elsewhere replay.c feeds the seeds.
$(OUT)/fuzz/%: $(OUT)/obj/tests/fuzz/%.o $(call objects,$(FUZZ_SUPPORT)) $(if $(filter-out fuzz,$(BUILD)),$(call objects,tests/fuzz/replay.c)) $(LIB)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) $(if $(filter fuzz,$(BUILD)),-fsanitize=fuzzer) $^ -o $@ $(PKG_LIBS)
# What runs by itself, and what that shares.
MATCHING_MAIN := $(wildcard tests/matching/bench.c tests/matching/simulate.c tests/matching/town.c)
$(OUT)/matching/%: $(OUT)/obj/tests/matching/%.o $(call objects,$(filter-out $(MATCHING_MAIN),$(wildcard tests/matching/*.c))) $(LIB)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ -o $@ $(PKG_LIBS) -lm
$(OUT)/bench/load: $(call objects,$(wildcard tests/bench/*.c)) $(LIB)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ -o $@ $(PKG_LIBS)
-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

# ---- running ---------------------------------------------------------------------------
run:
	@config/install-packages run
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=release all
	@test -e data/demo-is-made || { build/release/kithctl demo --data-dir data; test -e data/kith.db && touch data/demo-is-made; }
	@echo "Sign in as june, priya, dorothy, mo, grace, bev, ali, len, joyce, kwame, tom, amara, ruth or admin: three quiet rivers"
	@# Whoever tries the demo has no authenticator app at hand: offered, not required.
	@exec build/release/kithd --data-dir data --listen 127.0.0.1:8080 --staff-second-factor offered
deps:
	@config/install-packages
	@if [ -f tests/package-lock.json ]; then $(MAKE) --no-print-directory tests/node_modules/.package-lock.json; fi

# ---- tests: each ends with a line "N passed, N failed" ---------------------------------
test:
	@$(MAKE) --no-print-directory deps
	@tests/suite short
test-long:
	@$(MAKE) --no-print-directory deps
	@tests/suite long
test-fresh:
	@tests/fresh/run
unit-programs: $(UNIT_TESTS)
test-unit: $(UNIT_TESTS)
	@tests/unit/run $(OUT)/unit
test-integration: all $(OUT)/matching/town $(OUT)/bench/load
	@cd tests && KITH_BIN=$(abspath $(OUT)) node run.js integration
# Backups under load, each gone back to and looked through.
test-backup: all
	@cd tests && KITH_BIN=$(abspath $(OUT)) KITH_BACKUPS=$(or $(ROUNDS),50) \
	  node run.js integration/backup.test.js
test-kill: all
	@cd tests && KITH_BIN=$(abspath $(OUT)) node kill/kill.js $(or $(ROUNDS),10)
# kithd dies while it loads, solves, stores and shows a run of matching.
test-kill-matching: all $(OUT)/matching/town
	@cd tests && KITH_BIN=$(abspath $(OUT)) node kill/matching.js $(or $(ROUNDS),8)
test-client: all
	@cd tests && KITH_BIN=$(abspath $(OUT)) KITH_GEN=$(abspath $(GEN))/protocol.ts \
	  node run.js client ../client-web/test
# How well the trained model of risk wordings does on authors it learnt nothing from.
try-risk-model: $(GEN)/train
	@$(GEN)/train $(RISK_MODEL_TEXT) --try $(RISK_MESSAGES)
# Against SciPy, on problems too large to try every plan of.
test-matching: $(OUT)/kithctl
	@tests/matching/scipy_check.py $(OUT)/kithctl
# Kith beside other servers: PEERS=kith,ws WORK=closed,pairs ROUNDS=1 (docs/performance.md)
bench:
	@$(if $(PEERS),,config/install-packages bench || echo "not all of them can be installed")
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=release CLIENT= all build/release/bench/load
	@$(MAKE) --no-print-directory bench-servers
	@cd tests && KITH_BIN=$(abspath build/release) PEERS=$(PEERS) WORK=$(WORK) ROUNDS=$(ROUNDS) STORED=$(STORED) ROTATED=$(ROTATED) node bench/bench.js
# What was measured last, or FROM=file,file, as docs/performance.svg.
bench-graph:
	@FROM=$(FROM) node tests/bench/run/graph.js >build/bench/performance.svg
	@mv build/bench/performance.svg docs/performance.svg
# Nothing is fetched ready-made; where they cannot be built, the table says so.
# Instructions for each request and delivery, beside those that were kept; KEEP=1 keeps these.
bench-check:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=release CLIENT= all build/release/bench/load
	@cd tests && KITH_BIN=$(abspath build/release) node bench/instructions.js $(if $(KEEP),--keep)
bench-servers:
	@mkdir -p build/bench
	@test -e tests/bench/servers/node_modules/.package-lock.json || \
	  (cd tests/bench/servers && npm_config_build_from_source=true npm_config_nodedir=/usr npm ci --no-audit --no-fund) >build/bench/npm.log 2>&1 || true
# One core, a release build, SciPy beside it; FULL=1 lets SciPy solve the largest, too.
bench-matching:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=release OUT=build/bench CLIENT= build/bench/matching/bench
	@tests/matching/scipy_bench.py build/bench/matching/bench $(if $(FULL),--full)
# What the risk rules find among labelled messages, beside a plain list of words.
bench-rules:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=release OUT=build/bench CLIENT= build/bench/kithctl
	@tests/rules/bench.py build/bench/kithctl
# Whether looking through for words of risk keeps up with 200 messages a second.
bench-scan:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=release CLIENT= all
	@cd tests && KITH_BIN=$(abspath build/release) node load/scan.js $(SECONDS)
# What chat feels of a run: messages flow with and without one, in turns.
bench-matching-chat:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=release CLIENT= all build/release/matching/town
	@cd tests && KITH_BIN=$(abspath build/release) node load/matching-chat.js $(ROUNDS)
# A year of made-up carers under several ways of matching: YEARS=20 SEED=1
simulate:
	@$(MAKE) --no-print-directory BUILD=release CLIENT= build/release/matching/simulate
	@build/release/matching/simulate $(or $(YEARS),20) $(SEED)
fuzz-build: $(FUZZERS)
fuzz-smoke: $(FUZZERS)
	@tests/lint/fuzz-seeds $(OUT)/fuzz
fuzz:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=fuzz CLIENT= fuzz-build
	@$(MAKE) --no-print-directory BUILD=fuzz CLIENT= fuzz-explore
fuzz-explore: $(FUZZERS)
	@tests/lint/fuzz-explore $(OUT)/fuzz $(or $(FUZZ_SECONDS),300)

lint: all
	@OUT=$(OUT) GEN=$(GEN) tests/lint/run
tidy: $(patsubst %.c,$(OUT)/tidy/%.ok,$(TIDY_FILES))
$(OUT)/tidy/%.ok: %.c .clang-tidy | $(GEN)/protocol.h
	$(SAY) "  TIDY    $<"
	$(Q)mkdir -p $(@D)
	$(Q)clang-tidy --quiet --warnings-as-errors='*' $< -- -std=gnu2x $(WARNINGS_clang) $(CPPFLAGS) -include server/base/banned.h 2>$@.log || { cat $@.log; exit 1; }
	$(Q)gcc -std=gnu2x $(CPPFLAGS) -MM -MP -MT $@ -MF $(@:.ok=.d) $< && touch $@
cppcheck: $(GEN)/protocol.h
	$(Q)mkdir -p $(OUT)/cppcheck
	$(Q)cppcheck --quiet -j2 --cppcheck-build-dir=$(OUT)/cppcheck --enable=warning,style,performance,portability \
	  --std=c11 --inline-suppr --suppressions-list=tests/lint/cppcheck.txt --error-exitcode=1 -D_GNU_SOURCE -Iserver $(TIDY_FILES)
format:
	$(Q)clang-format -i $(C_FILES)

docs: $(GEN)/docs/protocol.md all
	$(Q)cp $(GEN)/docs/* docs/
	$(Q)$(OUT)/kithd --print-example-config >config/kithd.ini.example
check-generated: $(GEN)/docs/protocol.md all
	$(Q)for file in $(GEN)/docs/*; do diff -u docs/$${file##*/} $$file || exit 1; done
	$(Q)$(OUT)/kithd --print-example-config | diff -u config/kithd.ini.example -

install: all
	install -D -m 755 -t $(DESTDIR)$(PREFIX)/bin $(PROGRAMS)
	install -D -m 644 config/kithd.ini.example $(DESTDIR)$(PREFIX)/share/doc/kith/kithd.ini.example
	for page in docs/man/*.[158]; do install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man$${page##*.} $$page; done
clean:
	rm -rf build
