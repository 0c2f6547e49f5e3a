# Files in every manner, written and read by a program that knows nothing of saisie.
$(BUILD)/roundtrip: tests/roundtrip/roundtrip.c tests/roundtrip/draw.c tests/roundtrip/write.c \
                    tests/roundtrip/book.c tests/roundtrip/roundtrip.h
	@mkdir -p $(@D); echo "  TEST $@"; \
	$(CC) -std=gnu17 -D_GNU_SOURCE $(WARN) $(CPPLIB) $(CFLAGS) $(EXTRA) -o $@ $(filter %.c,$^) \
	    $(shell pkg-config --libs zlib libzip)

tests: $(BUILD)/roundtrip
