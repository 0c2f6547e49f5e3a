/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiles the data files into the program, so that it runs from one file on any machine. */
#include "reference/data.h"

#include <string.h>

/* The assembler puts the bytes of the file into read-only data between two symbols. Paths are
 * relative to the root of the repository, where make runs the compiler. .previous gives the
 * compiler its own section back; the note says that the object needs no executable stack. */
#define EMBED(symbol, file)                                                                    \
    __asm__(".section .rodata.reference,\"a\",%progbits\n"                                     \
            ".balign 16\n"                                                                     \
            ".globl reference_data_" #symbol "\n"                                              \
            ".hidden reference_data_" #symbol "\n"                                             \
            ".type reference_data_" #symbol ", %object\n"                                      \
            "reference_data_" #symbol ":\n"                                                    \
            ".incbin \"core/reference/data/" file "\"\n"                                       \
            ".globl reference_data_" #symbol "_end\n"                                          \
            ".hidden reference_data_" #symbol "_end\n"                                         \
            "reference_data_" #symbol "_end:\n"                                                \
            ".byte 0\n"                                                                        \
            ".size reference_data_" #symbol ", . - reference_data_" #symbol "\n"               \
            ".previous\n");                                                                    \
    extern const char reference_data_##symbol[] __attribute__((visibility("hidden")));         \
    extern const char reference_data_##symbol##_end[] __attribute__((visibility("hidden")))

EMBED(codes, "codes.tsv");
EMBED(commodities, "commodities.tsv");
EMBED(countries, "countries.tsv");
EMBED(currencies, "currencies.tsv");
EMBED(fields, "fields.tsv");
EMBED(units, "units.tsv");
EMBED(words, "words.tsv");

__asm__(".section .note.GNU-stack,\"\",%progbits\n"
        ".previous\n");

/* The distance of two symbols is no constant of C, so the ends are kept and subtracted late. */
static const struct embedded {
    const char *name;
    const char *start;
    const char *end;
} EMBEDDED[] = {
    {"codes.tsv", reference_data_codes, reference_data_codes_end},
    {"commodities.tsv", reference_data_commodities, reference_data_commodities_end},
    {"countries.tsv", reference_data_countries, reference_data_countries_end},
    {"currencies.tsv", reference_data_currencies, reference_data_currencies_end},
    {"fields.tsv", reference_data_fields, reference_data_fields_end},
    {"units.tsv", reference_data_units, reference_data_units_end},
    {"words.tsv", reference_data_words, reference_data_words_end},
};

bool reference_data(const char *name, struct data_file *out)
{
    for (size_t i = 0; i < sizeof EMBEDDED / sizeof *EMBEDDED; i++) {
        if (strcmp(EMBEDDED[i].name, name) == 0) {
            out->name = EMBEDDED[i].name;
            out->text = EMBEDDED[i].start;
            out->size = (size_t)(EMBEDDED[i].end - EMBEDDED[i].start);
            return true;
        }
    }
    return false;
}
