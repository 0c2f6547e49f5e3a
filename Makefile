# saisie: build, demo, tests. `make help` lists the targets.

PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   ?= build
CC      ?= gcc

PACKAGES := ncursesw sqlite3 readline inih libutf8proc nettle zlib
EXTRA    ?=
WARN     := -Wall -Wextra -Wshadow -Wconversion -Werror
CFLAGS   ?= -O2 -g
BASE      = -std=gnu17 -D_GNU_SOURCE $(WARN) -Icore -Itui
CPPLIB    = $(shell pkg-config --cflags $(PACKAGES))
# libcsv comes without a .pc file.
LDLIBS    = $(shell pkg-config --libs $(PACKAGES)) -lcsv -lm -lpthread

CORE_SRC := $(sort $(wildcard core/*/*.c))
TUI_SRC  := $(filter-out tui/main.c,$(sort $(wildcard tui/*.c tui/*/*.c)))
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
CORE_OBJ := $(CORE_SRC:%.c=$(BUILD)/%.o)
TUI_OBJ  := $(TUI_SRC:%.c=$(BUILD)/%.o)
UNITS    := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)

all: $(BUILD)/saisie

$(BUILD)/saisie: $(BUILD)/tui/main.o $(TUI_OBJ) $(BUILD)/libsaisie.a
	$(CC) $(CFLAGS) $(EXTRA) -o $@ $^ $(LDLIBS)

$(BUILD)/libsaisie.a: $(CORE_OBJ)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(BASE) $(CPPLIB) $(CFLAGS) $(EXTRA) -MMD -MP -c -o $@ $<

# Reference data is compiled in with .incbin, so its objects depend on the files.
$(BUILD)/core/reference/data.o: $(wildcard core/reference/data/*)

# Unit tests: one program a module.
TESTLIBS  = $(shell pkg-config --libs cmocka)
$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libsaisie.a
	@mkdir -p $(@D)
	$(CC) $(BASE) $(CPPLIB) $(CFLAGS) $(EXTRA) -MMD -MP -o $@ $< $(BUILD)/libsaisie.a $(TESTLIBS) $(LDLIBS)

units: $(UNITS)

clean:
	rm -rf build build-*

-include $(CORE_OBJ:.o=.d) $(TUI_OBJ:.o=.d) $(BUILD)/tui/main.d $(UNITS:=.d)

.PHONY: all units clean
