# The oracle draws tables, questions and their SQL with a program that knows nothing of saisie; another
# one asks the verbs and compares.
ORACLE := $(BUILD)/oracle/draw $(BUILD)/oracle/ask
ORACLE_CC = @mkdir -p $(@D); echo "  TEST $@"; $(CC) $(BASE) $(CFLAGS) $(EXTRA) -o $@ $(filter %.c,$^)

$(BUILD)/oracle/draw: $(patsubst %,tests/oracle/%.c,draw table pools sentence question cross parts) tests/oracle/oracle.h
	$(ORACLE_CC)

$(BUILD)/oracle/ask: tests/oracle/ask.c tests/oracle/answer.c tests/oracle/answer.h \
    $(patsubst %,tests/oracle/%,crosstab.c crosstab_lines.c crosstab_periods.c crosstab.h crosstab_private.h) $(BUILD)/libsaisie.a
	$(ORACLE_CC) $(BUILD)/libsaisie.a $(LDLIBS)

tests: $(ORACLE)

# Many more draws of everything that is drawn at random.
torture: all $(ORACLE)
	@sh tests/lib/packages.sh test $(APT_TEST)
	@BUILD=$(BUILD) DRAWS=$(or $(DRAWS),10000) SEED=$(or $(SEED),1) sh tests/oracle/run.sh

.PHONY: torture
