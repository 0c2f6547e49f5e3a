# `make fuzz`: the readers of what others wrote under libFuzzer, FUZZ_SECONDS each (clang is needed);
# FUZZ_TARGETS="csv xlsx" runs some of them.
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= csv xlsx source texts import filter theme session table
FUZZ_FLAGS := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all

build-fuzz/fuzz/%: tests/fuzz/%.c build-fuzz/libsaisie.a
	@mkdir -p $(@D)
	clang $(BASE) $(CPPLIB) $(FUZZ_FLAGS) -fsanitize=fuzzer -o $@ $(filter %.c %.o,$^) $(filter %.a,$^) $(FUZZ_LIBS) $(LDLIBS)

build-fuzz/fuzz/theme: build-fuzz/tui/theme.o build-fuzz/tui/theme_file.o
build-fuzz/fuzz/table: tests/unit/table_readers.h
build-fuzz/fuzz/filter: tests/unit/filter_fixture.h tests/unit/frame_fixture.h
build-fuzz/fuzz/filter: FUZZ_LIBS := -lcmocka

fuzz:
	@sh tests/lib/packages.sh build $(APT_BUILD)
	@sh tests/lib/packages.sh fuzz clang libcmocka-dev
	@$(MAKE) --no-print-directory BUILD=build-fuzz CC=clang CFLAGS="$(FUZZ_FLAGS)" \
	    build-fuzz/libsaisie.a $(FUZZ_TARGETS:%=build-fuzz/fuzz/%)
	@sh tests/fuzz/run.sh $(FUZZ_SECONDS) $(FUZZ_TARGETS)

.PHONY: fuzz
