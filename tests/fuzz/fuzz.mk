# `make fuzz`: the readers of files under libFuzzer, FUZZ_SECONDS each (clang is needed).
FUZZ_SECONDS ?= 60
FUZZ_FLAGS := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all

build-fuzz/fuzz/%: tests/fuzz/%.c build-fuzz/libsaisie.a
	@mkdir -p $(@D)
	clang $(BASE) $(CPPLIB) $(FUZZ_FLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

fuzz:
	@sh tests/lib/packages.sh build $(APT_BUILD)
	@sh tests/lib/packages.sh fuzz clang
	@$(MAKE) --no-print-directory BUILD=build-fuzz CC=clang CFLAGS="$(FUZZ_FLAGS)" \
	    build-fuzz/libsaisie.a build-fuzz/fuzz/csv build-fuzz/fuzz/xlsx
	@sh tests/fuzz/run.sh $(FUZZ_SECONDS) csv xlsx

.PHONY: fuzz
