# The oracle draws tables and questions, and reads answers, with programs that know nothing of saisie.
ORACLE_CC = @mkdir -p $(@D); echo "  TEST $@"; $(CC) -std=gnu17 -D_GNU_SOURCE $(WARN) $(CFLAGS) $(EXTRA) -o $@ $(filter %.c,$^)

$(BUILD)/oracle/draw: tests/oracle/draw.c tests/oracle/parts.c tests/oracle/oracle.h
	$(ORACLE_CC)

$(BUILD)/oracle/melt: tests/oracle/melt.c
	$(ORACLE_CC)

tests: $(BUILD)/oracle/draw $(BUILD)/oracle/melt

# Many more draws of everything that is drawn at random.
torture: all $(BUILD)/oracle/draw $(BUILD)/oracle/melt
	@sh tests/lib/packages.sh test $(APT_TEST)
	@BUILD=$(BUILD) DRAWS=$(or $(DRAWS),10000) SEED=$(or $(SEED),1) sh tests/oracle/run.sh

.PHONY: torture
