/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiles the data files into the program, so that it runs from one file on any machine. */
#include "reference/data.h"

#include "base/embed.h"

#include <string.h>

EMBED(reference_data_codes, "core/reference/data/codes.tsv");
EMBED(reference_data_commodities, "core/reference/data/commodities.tsv");
EMBED(reference_data_countries, "core/reference/data/countries.tsv");
EMBED(reference_data_currencies, "core/reference/data/currencies.tsv");
EMBED(reference_data_families, "core/reference/data/families.tsv");
EMBED(reference_data_fields, "core/reference/data/fields.tsv");
EMBED(reference_data_packages, "core/reference/data/packages.tsv");
EMBED(reference_data_synonyms, "core/reference/data/synonyms.tsv");
EMBED(reference_data_units, "core/reference/data/units.tsv");
EMBED(reference_data_words, "core/reference/data/words.tsv");

EMBED_NOTE;

static const struct embedded FILES[] = {
    EMBEDDED("codes.tsv", reference_data_codes),
    EMBEDDED("commodities.tsv", reference_data_commodities),
    EMBEDDED("countries.tsv", reference_data_countries),
    EMBEDDED("currencies.tsv", reference_data_currencies),
    EMBEDDED("families.tsv", reference_data_families),
    EMBEDDED("fields.tsv", reference_data_fields),
    EMBEDDED("packages.tsv", reference_data_packages),
    EMBEDDED("synonyms.tsv", reference_data_synonyms),
    EMBEDDED("units.tsv", reference_data_units),
    EMBEDDED("words.tsv", reference_data_words),
};

bool reference_data(const char *name, struct data_file *out)
{
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        if (strcmp(FILES[i].name, name) == 0) {
            out->name = FILES[i].name;
            out->text = FILES[i].start;
            out->size = (size_t)(FILES[i].end - FILES[i].start);
            return true;
        }
    }
    return false;
}
