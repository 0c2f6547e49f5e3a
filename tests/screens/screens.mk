# The screen harness: one program, built with the flags of the top Makefile.
# `make screens-selftest` tests the harness itself, without saisie.

SCREENS_SRC := $(sort $(wildcard tests/screens/*.c))
SCREENS_OBJ := $(SCREENS_SRC:tests/screens/%.c=$(BUILD)/screens/%.o)

$(BUILD)/screens/%.o: tests/screens/%.c
	@mkdir -p $(@D)
	$(CC) $(BASE) $(shell pkg-config --cflags vterm) $(CFLAGS) $(EXTRA) -MMD -MP -c -o $@ $<

$(BUILD)/screens/run: $(SCREENS_OBJ)
	$(CC) $(CFLAGS) $(EXTRA) -o $@ $^ $(shell pkg-config --libs vterm) -lutil

# saisie whose questions last as long as a test says.
$(BUILD)/screens/held: tests/screens/held/hold.c $(BUILD)/tui/main.o $(TUI_OBJ) $(BUILD)/libsaisie.a
	@mkdir -p $(@D)
	$(CC) $(BASE) $(CFLAGS) $(EXTRA) -Wl,--wrap=pace_look,--wrap=pace_begin -o $@ $^ $(LDLIBS)

screens-selftest: $(BUILD)/screens/run
	sh tests/screens/selftest.sh $(BUILD)/screens/run

-include $(SCREENS_OBJ:.o=.d)

.PHONY: screens-selftest
