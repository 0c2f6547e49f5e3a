/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one text means in a field: its value, by the type of the field. */
#ifndef SAISIE_INGEST_TYPING_H
#define SAISIE_INGEST_TYPING_H

#include "ingest/dates.h"
#include "ingest/findings.h"
#include "ingest/numbers.h"

struct typing {
    const struct reference *reference;
    int32_t today;  /* two-digit years, and the newest day that an as-of date can be */
    int32_t latest; /* dates behind it are in the future: as_of where it was given, or today */
    unsigned order; /* of all dates, as told; 0: the columns must tell */
    unsigned
        sign; /* that parts decimals where a column does not tell; 0: say that it is open */
};

/* How a column writes what its texts alone leave open; 0: not settled (yet). */
struct manner {
    unsigned order; /* ORDER_DMY ... */
    unsigned sign;  /* SIGN_POINT or SIGN_COMMA */
    bool serials;   /* its numbers of five digits are days of a spreadsheet */
    bool last;      /* nothing will settle it any more */
};

/* What a text says about its column: the low bits are the orders that fit a date (none: it
 * says nothing), then come the signs that it shows to part decimals. */
enum {
    EVIDENCE_ORDERS = ORDER_ANY,
    EVIDENCE_POINT = 8,
    EVIDENCE_COMMA = 16,
    EVIDENCE_SERIAL = 32, /* a day of a spreadsheet */
    EVIDENCE_DATE = 64,   /* a date of any other form */
};

struct typed {
    enum value_state state;
    enum finding_kind finding; /* FINDING_NONE: nothing to say */
    uint32_t code;             /* index in the field's code list; of a number: index in the list
                                  of units (value: of currencies) of what was glued on; or CODE_NONE */
    bool ambiguous;            /* several codes fit; a parent would settle it. Of a number: a
                                  sign of several currencies stands with it */
    bool open;                 /* the column must settle it: VALUE_INVALID until then */
    unsigned evidence;         /* EVIDENCE_... */
    struct date_text date;     /* of a date field */
    struct buffer value;       /* canonical; the caller's, reused and freed by it */
};

/* text as it stands in the file; list: reference_list(field->list) or NULL; parent: an index in
 * the list's parent list, or CODE_NONE; how: what is known of the column, NULL nothing. field
 * NULL: a further field, whose text is its value. */
enum status type_text(const struct typing *t, const struct field *field,
                      const struct code_list *list, const char *text, size_t len,
                      uint32_t parent, const struct manner *how, struct typed *out,
                      struct error *e);
/* The sign of a currency with a number, before or behind it; the length, 0 where there is none.
 */
size_t type_money_sign(const char *text, size_t len, const char **sign);
/* The finding that a valid date deserves. */
enum finding_kind type_date_range(const struct typing *t, struct date d);

#endif
