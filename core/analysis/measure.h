/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures: what is counted or summed, each with its unit of count; never across unit families.
 */
#ifndef SAISIE_ANALYSIS_MEASURE_H
#define SAISIE_ANALYSIS_MEASURE_H

#include "base/arena.h"
#include "base/decimal.h"
#include "frame/frame.h"

enum measure_kind {
    MEASURE_CASES,     /* distinct cases; lines of no case are left out */
    MEASURE_SEIZURES,  /* lines */
    MEASURE_REPORTERS, /* distinct reporting administrations; lines of no known one are left out
                        */
    MEASURE_MASS,      /* kilograms */
    MEASURE_VOLUME,    /* litres */
    MEASURE_PIECES,
    MEASURE_VALUE, /* money: becomes one measure a currency and kind */
    MEASURE_KINDS,
};

/* A measure as a question computes it and a table heads it. */
struct measure {
    enum measure_kind kind;
    uint16_t money_group; /* MEASURE_VALUE: index in struct money's groups */
    const char *name;     /* "cases", "mass", "value USD seized" */
    const char
        *unit; /* "cases", "seizures", "reporters", "kg", "L", "pieces", "USD": unit of count */
    int scale; /* decimal places of the fixed point; counts 0 */
};

/* By name; false if there is none. */
/* Says that cases cannot be counted here, and what can. */
enum status measure_refuse_cases(struct error *e);
bool measure_parse(const char *name, enum measure_kind *out);
const char *measure_name(enum measure_kind kind);
/* The measure of a kind with its unit and scale; MEASURE_VALUE still without its group. */
struct measure measure_of(enum measure_kind kind);
/* The name of MEASURE_VALUE in one group: "value USD seized", "value USD, kind not told"; NULL
 * when memory is out. */
const char *measure_money_name(struct arena *a, const struct money_group *g);
/* Cases, seizures and reporters are counts: 0 of them is a number, not a blank. */
bool measure_is_count(const struct measure *m);
/* Cases and reporters are counted once a cell and once a margin: never added up. */
bool measure_is_distinct(const struct measure *m);
/* Mass, volume, pieces and value rest on the amounts of lines. */
bool measure_is_quantity(const struct measure *m);
/* "cases, seizures, reporters, mass, ..." for messages. */
const char *measure_names(void);

/* What a measure says of one set of lines. */
struct amount {
    int128 value;     /* fixed point at the measure's scale, or a count */
    uint32_t lines;   /* seizures in the set */
    uint32_t counted; /* those that the value rests on; 0 with lines > 0: nothing to sum, show
                         blank not 0 */
};

/* Lines that are in a measure through a rule for packages. */
struct through {
    const struct package_rule *rule; /* NULL: several, for which there was no room */
    uint32_t lines;
};
#define THROUGH_RULES 6

/* Why lines of a question are not in a measure, and which are in it through a rule, for the
 * provenance line. */
struct left_out {
    uint32_t by_state[AMOUNT_STATES]; /* mass, volume, pieces, value */
    uint32_t without_case;            /* cases */
    uint32_t without_reporter;        /* reporters: blank, unknown or not understood */
    struct through through[THROUGH_RULES];
    size_t through_count;
};

/* Writes a value as tables show it: counts with thousands separators, mass with up to 3
 * decimals of kg, money with none; "" when nothing was counted. plain: all decimals, no
 * separators, for CSV and JSON. */
void amount_format(const struct measure *m, const struct amount *a, bool plain, char out[64]);

#endif
