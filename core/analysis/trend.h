/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trend: a measure by period, one series a group of a field, on a true time axis. A gap is
 * a period in which nobody reported anything, a zero is a period with reports but none of this
 * series. */
#ifndef SAISIE_ANALYSIS_TREND_H
#define SAISIE_ANALYSIS_TREND_H

#include "analysis/measure.h"
#include "frame/axis.h"

struct trend_question {
    const char *date; /* date field, NULL: "date" */
    enum date_grain grain;
    const char *split; /* axis name, NULL: one series of all */
    enum measure_kind measure;
    uint16_t money_group; /* which one of MEASURE_VALUE's; the largest when UINT16_MAX */
};

struct series {
    struct value group;    /* of the split axis; the total has label "all" and code NULL */
    struct amount *period; /* by period */
    struct amount total;   /* over all periods */
    struct amount last;    /* of the last period that is complete and not provisional */
    struct amount
        year; /* the 12 months (4 quarters, 52 weeks, 1 year, 365 days) that end with it */
    struct amount before; /* the equal span a year earlier */
    bool has_before;      /* the data reach back over the whole of it */
    double change;        /* (year - before) / before, only where before > 0 */
    bool is_new;          /* before is 0 and year is not */
};

struct trend {
    struct arena arena; /* owns everything; trend_free */
    struct axis split;  /* valid if has_split */
    bool has_split;
    struct measure measure;
    enum date_grain grain;
    int32_t first; /* period number of period[0] */
    size_t periods;
    uint32_t *
        reporters; /* administrations that reported anything in the period, before the filter */
    uint32_t *lines_all; /* seizures in the period before the filter: 0 is a gap */
    size_t complete;     /* periods before this index are over at the as-of date */
    size_t mature;   /* periods before this index are beyond the usual delay: not provisional */
    int usual_delay; /* days from seizure to entry that 90 of 100 lines keep; -1 not known */
    struct series *series; /* in display order of the split axis */
    size_t series_count;
    struct series all; /* computed from the lines, not by adding series */
    struct left_out left_out;
    uint32_t coarse;  /* lines whose date is coarser than the grain: left out */
    uint32_t undated; /* lines without a usable date: left out */
    uint32_t unsplit; /* lines without a group of the split: in no series, but in all */
    uint32_t seizures, cases, without_case;
};

enum status trend_run(struct frame *f, const struct bitmap *selection,
                      const struct trend_question *q, struct trend **out, struct error *e);
void trend_free(struct trend **t);
/* A grain by name (day week month quarter year); false if there is none. */
bool trend_parse_grain(const char *name, enum date_grain *out);
const char *trend_grain_name(enum date_grain grain);

/* Levels of a sparkline: out[i] is 0 .. levels - 1 for periods that count (0 only for a true
 * zero, otherwise 1 ..), SPARK_GAP for a gap, and with SPARK_PROVISIONAL added where the period
 * is not mature. max: the scale's top; 0: the series' own. count periods beginning with index
 * from, several periods a column when width < count (their sums). */
#define SPARK_GAP 0x40
#define SPARK_PROVISIONAL 0x80
void trend_spark(const struct trend *t, const struct series *s, size_t from, size_t count,
                 int levels, double max, uint8_t *out, size_t width);

#endif
