# rtk_fdw: foreign data wrapper for the Cloudflare RealtimeKit REST API.
# "make test" needs nothing else; "make" needs the packages that it installs.
MODULE_big = rtk_fdw
EXTENSION = rtk_fdw rtk_analytics
DATA = rtk_fdw--0.1.sql rtk_fdw--0.1--0.2.sql
DATA_built = rtk_analytics--0.1.sql
OBJS = rtk_fdw.o \
	$(patsubst %.c,%.o,$(sort $(wildcard src/api/*.c src/pg/*.c)))

PKG_CONFIG ?= pkg-config
LIBS_CFLAGS = $(shell $(PKG_CONFIG) --cflags libcurl json-c)
LIBS_LDLIBS = $(shell $(PKG_CONFIG) --libs libcurl json-c)

PG_CPPFLAGS = -Isrc/api -Isrc/pg $(LIBS_CFLAGS)
PG_CFLAGS = -fvisibility=hidden -Wno-declaration-after-statement
SHLIB_LINK = $(LIBS_LDLIBS)

REGRESS = $(sort $(basename $(notdir $(wildcard sql/*.sql))))
REGRESS_OPTS = --launcher=test/with_mock.sh
EXTRA_CLEAN = build

# Unit tests: the client without PostgreSQL.  An archive, so that a test may
# bring its own copy of a file.
UNIT_CC = $(CC) -std=c11 -pedantic -D_GNU_SOURCE -g -O1 -Wall -Wextra \
	-fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer -Isrc/api $(LIBS_CFLAGS)
UNIT_OBJS = $(patsubst src/api/%.c,build/unit/%.o,$(wildcard src/api/*.c))
UNIT_TESTS = $(patsubst test/unit/%.c,build/unit/%, \
	$(sort $(wildcard test/unit/test_*.c))) \
	$(PORTABLE_TESTS:%=build/unit/portable_%) \
	$(FUZZ_TARGETS:%=build/unit/replay_%)

# What reads blocks of text is also tested without SSE2 and NEON.
PORTABLE_TESTS = json jsonwalk pages redact replies
PORTABLE_OBJS = $(patsubst src/api/%.c,build/unit/portable_%.o, \
	$(shell grep -lE 'include "(block|mask)\.h"' src/api/*.c))

# Fuzz targets: with libFuzzer, and over their kept inputs as unit tests.
FUZZ_TARGETS = $(patsubst test/fuzz/fuzz_%.c,%, \
	$(sort $(wildcard test/fuzz/fuzz_*.c)))
FUZZ_CC = clang -std=c11 -D_GNU_SOURCE -g -O1 -Wall -Wextra \
	-fsanitize=address,undefined -fno-sanitize-recover=all \
	-fprofile-instr-generate -fcoverage-mapping -Isrc/api $(LIBS_CFLAGS)
FUZZ_OBJS = $(patsubst src/api/%.c,build/fuzz/%.o,$(wildcard src/api/*.c))
FUZZ_SECONDS = 60
FUZZ_HEADERS = $(wildcard src/api/*.h test/fuzz/*.h test/unit/fake_http.h)

# What plain "make" does; PGXS says how.
all:

# These work where PostgreSQL is not installed yet.
STANDALONE = unit fuzz check-table contract docs test torture demo bench \
	bench-instructions bench-charts \
	dist test-matrix differential sqlsmith bi dashboard
.PHONY: $(STANDALONE)
unit: $(UNIT_TESTS)
	prove --verbose --exec '' $(UNIT_TESTS)

# Each target for FUZZ_SECONDS.
fuzz: $(FUZZ_TARGETS:%=build/fuzz/fuzz_%)
	test/fuzz/run.sh $(FUZZ_SECONDS) $(FUZZ_TARGETS)

# The table of resources against the API's own description, and docs/tables.md
# against the table.
check-table: build/contract/table.json
	python3 test/contract/test_table.py --verbose

# Every request against a server made of the API's own description.
contract:
	test/contract/run.sh

docs: build/contract/table.json
	python3 test/contract/tables.py $< >build/contract/tables.md
	cp build/contract/tables.md docs/tables.md

test:
	test/run.sh

# What takes long; STEPS="memory soak" are some of it.
torture:
	test/torture.sh $(STEPS)

# What the drivers behind BI tools do; DRIVERS="pgjdbc lib-pq" are some.
bi:
	test/bi/run.sh $(DRIVERS)

# KEEP=1 leaves the demo's servers running.
demo:
	test/demo.sh

# PORT=… for another than 3000, SERVE=no to build it only.
dashboard:
	examples/evidence/dashboard.sh

# Measured comparisons; RUNS=… BENCH_ROOT=… are bench/run.sh's.
bench:
	bench/run.sh

# Instructions of a row, into bench/instructions.md.
bench-instructions:
	bench/run.sh instructions

# docs/images and the table in docs/performance.md, from the last bench.
bench-charts:
	bench/setup.sh
	/usr/bin/python3 bench/charts.py
	/usr/bin/python3 bench/tables.py

# VERSIONS="15 18-cassert" are some; all unless given.
test-matrix:
	test/matrix.sh $(VERSIONS)

# Random statements, on the API and on local tables: COUNT of them, from SEED.
COUNT ?= 5000
differential:
	test/proof/run.sh differential.py --count $(COUNT) $(SEED:%=--seed %)

# What sqlsmith writes in SECONDS, from SEED.
SECONDS ?= 300
sqlsmith:
	test/sqlsmith.sh $(SECONDS) $(SEED)

# The zip for PGXN: what is committed, without what .gitattributes leaves out.
DIST = rtk_fdw-$(shell sed -nE '/"version"/{s/.*: *"([^"]+)".*/\1/p;q;}' META.json)
dist:
	mkdir -p build
	git archive --format=zip --prefix=$(DIST)/ --output=build/$(DIST).zip HEAD

build/unit/%.o: src/api/%.c $(wildcard src/api/*.h)
	@mkdir -p $(@D)
	$(UNIT_CC) -c -o $@ $<

build/unit/portable_%.o: src/api/%.c $(wildcard src/api/*.h)
	@mkdir -p $(@D)
	$(UNIT_CC) -DRTK_PORTABLE -c -o $@ $<

build/unit/libapi.a: $(UNIT_OBJS)
	rm -f $@ && ar rcs $@ $^

build/unit/test_%: test/unit/test_%.c build/unit/libapi.a \
		$(wildcard test/unit/*.h test/unit/*.inc)
	$(UNIT_CC) -Itest/unit -o $@ $< build/unit/libapi.a $(UNIT_LDFLAGS) \
		$(LIBS_LDLIBS)

build/unit/portable_%: test/unit/test_%.c $(PORTABLE_OBJS) build/unit/libapi.a \
		$(wildcard test/unit/*.h test/unit/*.inc)
	$(UNIT_CC) -Itest/unit -o $@ $< $(PORTABLE_OBJS) build/unit/libapi.a \
		$(LIBS_LDLIBS)

# What fails there at each call.
comma = ,
build/unit/test_memory: UNIT_LDFLAGS = $(addprefix -Wl$(comma)--wrap=,malloc \
	calloc realloc strdup strndup json_tokener_new_ex json_tokener_parse_ex)

build/unit/replay_%: test/fuzz/fuzz_%.c test/fuzz/replay.c \
		build/unit/libapi.a $(FUZZ_HEADERS)
	$(UNIT_CC) -DFUZZ_INPUTS='"$(patsubst reader,json,$*)"' -o $@ \
		$(filter %.c %.a,$^) \
		$(LIBS_LDLIBS) -lm

build/fuzz/%.o: src/api/%.c $(wildcard src/api/*.h)
	@mkdir -p $(@D)
	$(FUZZ_CC) -fsanitize=fuzzer-no-link -c -o $@ $<

build/fuzz/libapi.a: $(FUZZ_OBJS)
	rm -f $@ && ar rcs $@ $^

build/fuzz/fuzz_%: test/fuzz/fuzz_%.c build/fuzz/libapi.a $(FUZZ_HEADERS)
	$(FUZZ_CC) -fsanitize=fuzzer -o $@ $(filter %.c %.a,$^) \
		$(LIBS_LDLIBS) -lm

build/contract/dump_resources: test/contract/dump_resources.c \
		build/unit/libapi.a
	@mkdir -p $(@D)
	$(UNIT_CC) -o $@ $^ $(LIBS_LDLIBS)

build/contract/table.json: build/contract/dump_resources
	$< >$@.new
	mv $@.new $@

$(OBJS): $(wildcard src/api/*.h src/pg/*.h)

rtk_analytics--0.1.sql: analytics/build.sh $(wildcard analytics/*.sql \
		analytics/*/*.sql)
	$< >$@.new
	mv $@.new $@

ifneq ($(filter-out $(STANDALONE),$(or $(MAKECMDGOALS),all)),)
PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)
endif
