# saisie: build, demo, tests. `make help` lists the targets.

PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   ?= build

# ncursesw screen, sqlite3 cache, readline prompts, inih theme files, utf8proc text, nettle SHA-256,
# zlib, libzip and expat packed files and workbooks, uchardet encodings, libhs patterns;
# libcsv (records of CSV) comes without a .pc file.
PACKAGES := ncursesw sqlite3 readline inih libutf8proc nettle zlib libzip expat uchardet libhs
EXTRA    ?=
WARN     := -Wall -Wextra -Wshadow -Wconversion -Werror
CFLAGS   ?= -O2 -g
BASE      = -std=gnu17 -D_GNU_SOURCE $(WARN) -Icore -Itui
CPPLIB    = $(shell pkg-config --cflags $(PACKAGES))
LDLIBS    = $(shell pkg-config --libs $(PACKAGES)) -lcsv -lm -lpthread

# Debian packages, for the build and for the tests alone.
APT_BUILD := pkg-config libncurses-dev libsqlite3-dev libcsv-dev libreadline-dev libinih-dev \
             libutf8proc-dev nettle-dev zlib1g-dev libzip-dev libexpat1-dev libuchardet-dev \
             libhyperscan-dev
APT_TEST  := libcmocka-dev libvterm-dev sqlite3
APT_LINT  := clang clang-format cppcheck

CORE_SRC := $(sort $(wildcard core/*/*.c))
TUI_SRC  := $(filter-out tui/main.c tui/manual.c,$(sort $(wildcard tui/*.c tui/*/*.c)))
MANUAL   := $(BUILD)/saisie.1 $(BUILD)/saisie-filter.7
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
CORE_OBJ := $(CORE_SRC:%.c=$(BUILD)/%.o)
TUI_OBJ  := $(TUI_SRC:%.c=$(BUILD)/%.o)
UNITS    := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)

# `make V=1` shows the commands whole.
V ?= 0
say_0 = @echo "  $(1) $(2)";
say = $(say_$(V))

all: $(BUILD)/saisie $(MANUAL)

help:
	@echo "make demo          install what is missing, build, load the sample, open saisie"
	@echo "make check         install what the tests need, run every test"
	@echo "make               build $(BUILD)/saisie"
	@echo "make install       into PREFIX=$(PREFIX), under DESTDIR"
	@echo "make bench         measure speed and memory on generated lines (LINES=1000000)"
	@echo "make lint          formatting, floors, static analysis, a build with clang"
	@echo "make asan          every test under the address and undefined-behaviour sanitizers"
	@echo "make torture       10,000 tables drawn at random, against SQL (DRAWS=10000 SEED=1)"
	@echo "make fuzz          the readers of files under a fuzzer (FUZZ_SECONDS=60 each)"
	@echo "make sample-data   write sample-data/*.csv anew (they come out the same)"
	@echo "make clean         remove what was built"

$(BUILD)/saisie: $(BUILD)/tui/main.o $(TUI_OBJ) $(BUILD)/libsaisie.a
	$(call say,LINK,$@) $(CC) $(CFLAGS) $(EXTRA) -o $@ $^ $(LDLIBS)

# The manual pages are made from the tables of the program, by a program beside it.
$(BUILD)/manual: $(BUILD)/tui/manual.o $(TUI_OBJ) $(BUILD)/libsaisie.a
	$(call say,LINK,$@) $(CC) $(CFLAGS) $(EXTRA) -o $@ $^ $(LDLIBS)

$(MANUAL): $(BUILD)/%: $(BUILD)/manual
	$(call say,MAN ,$@) $(BUILD)/manual $* >$@

$(BUILD)/libsaisie.a: $(CORE_OBJ)
	@rm -f $@
	$(call say,AR  ,$@) ar rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC  ,$<) $(CC) $(BASE) $(CPPLIB) $(CFLAGS) $(EXTRA) -MMD -MP -c -o $@ $<

# Data files are compiled in with .incbin, so these objects depend on them.
$(BUILD)/core/reference/data.o: $(wildcard core/reference/data/*)
$(BUILD)/core/ingest/profiles.o: $(wildcard core/ingest/profiles/*)

# ---- the two commands ----------------------------------------------------------------------------

DEMO := $(BUILD)/training.db

demo:
	@sh tests/lib/packages.sh build $(APT_BUILD)
	@$(MAKE) --no-print-directory all
	@$(MAKE) --no-print-directory $(DEMO)
	@if [ -t 0 ] && [ -t 1 ]; then $(BUILD)/saisie --cache $(DEMO); \
	 else $(BUILD)/saisie --cache $(DEMO) overview; fi

# Loaded into another name first: a demo that was stopped half way starts anew, and so does one that
# an older saisie has written.
$(DEMO): $(BUILD)/saisie $(wildcard sample-data/*.csv)
	@$(BUILD)/saisie --cache $@ info >/dev/null 2>&1 && \
	    [ -z "$(filter sample-data/%,$?)" ] && touch $@ && exit 0; \
	rm -f $@ $@-wal $@-shm $@.part*; \
	$(BUILD)/saisie --cache $@.part import --as-of 2026-06-30 sample-data/asia-pacific-2026-06.csv && \
	$(BUILD)/saisie --cache $@.part import --as-of 2026-09-30 $(sort $(wildcard sample-data/*-2026-09.csv)) && \
	mv $@.part $@

check:
	@sh tests/lib/packages.sh build $(APT_BUILD)
	@sh tests/lib/packages.sh test $(APT_TEST)
	@$(MAKE) --no-print-directory tests
	@BUILD=$(BUILD) sh tests/run.sh

# ---- tests ---------------------------------------------------------------------------------------

# Unit tests: one program a module. LDFLAGS_<test> adds what one of them needs.
TESTLIBS = $(shell pkg-config --libs cmocka)
LDFLAGS_test_allocations := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
LDFLAGS_test_frame_alloc := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
LDFLAGS_test_filter_alloc := $(LDFLAGS_test_frame_alloc)

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libsaisie.a
	@mkdir -p $(@D)
	$(call say,TEST,$<) $(CC) $(BASE) $(CPPLIB) $(CFLAGS) $(EXTRA) $(LDFLAGS_$*) -MMD -MP -o $@ $< \
	    $(filter %.o,$^) $(BUILD)/libsaisie.a $(TESTLIBS) $(LDLIBS)

# Parts of the panes that need no screen are tested as well.
$(BUILD)/unit/test_theme: $(BUILD)/tui/theme.o $(BUILD)/tui/theme_file.o
$(BUILD)/unit/test_manual: $(TUI_OBJ) | $(MANUAL)

tests: all $(UNITS) $(BUILD)/screens/run $(BUILD)/screens/held $(BUILD)/generate $(DEMO)

-include tests/screens/screens.mk
-include sample-data/sample.mk
-include tests/fuzz/fuzz.mk
-include tests/oracle/oracle.mk
-include tests/roundtrip/roundtrip.mk

# The same tests under the sanitizers. Programs that end through readline or ncurses keep memory on
# purpose, so leaks are looked for in the unit tests alone.
# The oracle draws fewer tables: what it compares is the same, and each takes four times as long.
asan:
	@ORACLE_DRAWS=$${ORACLE_DRAWS:-120} $(MAKE) --no-print-directory check BUILD=build-asan CFLAGS="-O1 -g" \
	    EXTRA="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"

lint:
	@sh tests/lib/packages.sh build $(APT_BUILD)
	@sh tests/lib/packages.sh lint $(APT_LINT)
	@BUILD=$(BUILD) sh tests/lint.sh

$(BUILD)/bench: tests/bench/bench.c $(BUILD)/libsaisie.a
	$(call say,LINK,$@) $(CC) $(BASE) $(CPPLIB) $(CFLAGS) $(EXTRA) -o $@ $^ $(LDLIBS)

$(BUILD)/keys: tests/bench/keys.c
	@mkdir -p $(@D)
	$(call say,LINK,$@) $(CC) $(BASE) $(CFLAGS) $(EXTRA) -o $@ $< -lutil

bench: all $(BUILD)/generate $(BUILD)/bench $(BUILD)/keys
	@sh tests/lib/packages.sh bench sqlite3
	@BUILD=$(BUILD) LINES=$(or $(LINES),1000000) sh tests/bench.sh

# ---- the rest ------------------------------------------------------------------------------------

install: all
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/saisie/themes" \
	    "$(DESTDIR)$(PREFIX)/share/man/man1" "$(DESTDIR)$(PREFIX)/share/man/man7"
	install -m 755 $(BUILD)/saisie "$(DESTDIR)$(PREFIX)/bin/saisie"
	install -m 644 themes/*.theme "$(DESTDIR)$(PREFIX)/share/saisie/themes"
	install -m 644 $(BUILD)/saisie.1 "$(DESTDIR)$(PREFIX)/share/man/man1"
	install -m 644 $(BUILD)/saisie-filter.7 "$(DESTDIR)$(PREFIX)/share/man/man7"

clean:
	rm -rf build build-*

-include $(CORE_OBJ:.o=.d) $(TUI_OBJ:.o=.d) $(BUILD)/tui/main.d $(BUILD)/tui/manual.d $(UNITS:=.d)

.PHONY: all help demo check tests asan lint bench install clean
.DELETE_ON_ERROR:
