/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one text means in a field: its value, by the type of the field. */
#ifndef SAISIE_INGEST_TYPING_H
#define SAISIE_INGEST_TYPING_H

#include "ingest/dates.h"
#include "ingest/findings.h"

struct typing {
    const struct reference *reference;
    int32_t today;  /* two-digit years, and the newest day that an as-of date can be */
    int32_t latest; /* dates behind it are in the future: as_of where it was given, or today */
};

struct typed {
    enum value_state state;
    enum finding_kind finding; /* FINDING_NONE: nothing to say */
    uint32_t code;             /* index in the field's code list, or CODE_NONE */
    bool ambiguous;            /* several codes fit; a parent would settle it */
    struct date_text date;     /* of a date field */
    struct buffer value;       /* canonical; the caller's, reused and freed by it */
};

/* text as it stands in the file; list: reference_list(field->list) or NULL; parent: an index in
 * the list's parent list, or CODE_NONE. field NULL: a further field, whose text is its value.
 * Dates in either order stay VALUE_INVALID with FINDING_DATE_ORDER until the column settles
 * them. */
enum status type_text(const struct typing *t, const struct field *field,
                      const struct code_list *list, const char *text, size_t len,
                      uint32_t parent, struct typed *out, struct error *e);
/* The finding that a valid date deserves. */
enum finding_kind type_date_range(const struct typing *t, struct date d);

#endif
