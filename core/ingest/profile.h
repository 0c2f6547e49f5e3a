/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles: INI files that say of a kind of file which header is which field and what a row is.
 * Some are compiled in; those of the analyst stand as NAME.ini in one folder and come first.
 *
 *   [profile]  line-numbers (unstable), escape (doubled, backslash), title, grain (line, case,
 * aggregate, licit), generic (yes), encoding, delimiter (tab), quote (none), header-rows,
 * date-order, sheet, table [header]   has = HEADER, one a line: the file's header has all of
 * them [columns]  FIELD = HEADER; a FIELD that is not in the catalogue names a further field
 *   [set]      FIELD = VALUE, for rows that leave it blank
 *   [values]   FIELD.TEXT = CODE: what a text means in these files, before the code list of the
 * field is asked; compared without case
 *   [fiscal]   year = HEADER, month = HEADER, begins = number of the first month: the date
 *
 * Headers are compared without case, accents and punctuation. In a value \; stands for a
 * semicolon (which after a blank begins a comment) and \\ for a backslash. */
#ifndef SAISIE_INGEST_PROFILE_H
#define SAISIE_INGEST_PROFILE_H

#include "base/arena.h"
#include "base/error.h"
#include "ingest/records.h"
#include "store/cache.h"

#include <stdbool.h>
#include <stddef.h>

/* A field that every row gets which leaves it blank. */
struct import_setting {
    const char *field, *value;
    bool of_value; /* a currency: for rows with a value that names none itself */
};

struct profile_column {
    const char *field, *header;
};

/* What a text of a field with a code list means. */
struct profile_value {
    const char *field, *text, *code;
};

/* The date of a row in two columns: the fiscal year, named after the calendar year in which it
 * ends, and the month. begins 0: there is none such. */
struct fiscal {
    const char *year, *month; /* headers */
    unsigned begins;          /* the calendar month it begins with, 1 .. 12 */
};

struct profile {
    const char *name; /* of its file, without .ini */
    const char *title;
    bool shipped;
    bool generic;        /* every column is a further field */
    bool unstable_lines; /* see struct import_options */
    bool escape_told, backslash;
    enum grain grain;
    const char **has;
    size_t has_count;
    struct profile_column *columns;
    size_t column_count;
    struct import_setting *settings;
    size_t setting_count;
    struct profile_value *values;
    size_t value_count;
    struct fiscal fiscal;
    /* What is NULL, 0 or false is found from the content. */
    const char *encoding, *delimiter, *quote, *part;
    bool header_told;
    unsigned header_rows, order, table;
};

struct profiles {
    struct arena arena; /* owns all of them; profiles_free */
    struct profile *profile;
    size_t count;
};

/* Reads the profiles of a folder (NULL, or none there: nothing) and those compiled in. A fault
 * in a file is told with its line. */
enum status profiles_read(const char *folder, struct profiles *out, struct error *e);
void profiles_free(struct profiles *p);
/* Whether two headers are the same but for case, accents and punctuation. */
bool header_same(const char *a, size_t a_len, const char *b);
/* NULL: there is none of that name. */
const struct profile *profiles_find(const struct profiles *p, const char *name);
/* The profile whose header the record has; of several the analyst's own before those compiled
 * in, then the one that asks for most; NULL: none. */
const struct profile *profiles_match(const struct profiles *p, const struct record *header);
/* Writes p as folder/NAME.ini (folders are made, 0700; the file whole or not at all), in place
 * of an older one. A name is letters, digits, - and _. */
enum status profile_save(const struct profile *p, const char *folder, struct error *e);

#endif
