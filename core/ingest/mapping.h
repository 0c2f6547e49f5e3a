/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column of a file is which field: by the header, else a further field of its own. */
#ifndef SAISIE_INGEST_MAPPING_H
#define SAISIE_INGEST_MAPPING_H

#include "base/arena.h"
#include "ingest/import.h"
#include "ingest/records.h"
#include "reference/reference.h"

struct mapped {
    const char *header;        /* as it stands in the file, trimmed */
    const char *name;          /* of the field in the cache */
    const struct field *field; /* NULL: a further field */
};

struct mapping {
    struct mapped *columns;
    size_t count;
    size_t known; /* columns that are fields of the catalogue */
};

/* What goes before the headers' own words. */
struct mapping_told {
    const struct profile *profile; /* NULL: none */
    const struct import_choice *choices;
    size_t choice_count;
    bool generic; /* every column is a further field */
    bool apart;   /* the rows are no seizures: no column is the number of a case */
};

/* A column is what a choice says, else what the profile says of its header, else what the
 * header is a name of. Lines of the profile for equal headers are for the columns in order, the
 * last of them for all that follow. The first column gets a field; a second one for the same
 * field, an unknown header and (generic) every header become further fields: the name that the
 * profile gives, else snake_case of the header in ASCII, column_N where nothing is left, _2 _3
 * ... where the name is taken or the catalogue's. Everything lives in a. */
enum status mapping_make(const struct reference *r, const struct record *header,
                         const struct mapping_told *told, struct arena *a, struct mapping *out,
                         struct error *e);

#endif
