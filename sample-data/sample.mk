# Sample data: `make sample-data` writes the committed files anew, `make sample-check` compares.

SAMPLE_SRC   := $(sort $(wildcard sample-data/*.c))
SAMPLE_FILES := asia-pacific-2026-06.csv asia-pacific-2026-09.csv stupefiants-2026-09.csv \
                recettes-2026-09.csv environnement-2026-09.csv instructor-key.md

$(BUILD)/generate: $(SAMPLE_SRC) $(wildcard sample-data/*.h)
	@mkdir -p $(@D)
	$(CC) -std=gnu17 -D_GNU_SOURCE $(WARN) $(CFLAGS) $(EXTRA) -o $@ $(SAMPLE_SRC)

sample-data: $(BUILD)/generate
	$(BUILD)/generate --out sample-data

sample-check: $(BUILD)/generate
	@dir=$$(mktemp -d) && $(BUILD)/generate --out "$$dir" && \
	for f in $(SAMPLE_FILES); do cmp "$$dir/$$f" "sample-data/$$f" || bad=1; done; \
	rm -rf "$$dir"; \
	if [ -n "$$bad" ]; then echo "sample-data: differs" >&2; exit 1; fi; \
	echo "sample-data: identical"

.PHONY: sample-data sample-check
