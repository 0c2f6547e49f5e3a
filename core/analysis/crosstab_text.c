/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a cross-tab's values and heads; made for what is looked at alone. */
#include "analysis/crosstab_private.h"
#include "analysis/notes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- heads */

const char *crosstab_head(const struct crosstab *t, size_t m, struct buffer *b)
{
    static const char *const statistics[STATISTICS] = {
        [STATISTIC_MEAN] = "mean ",
        [STATISTIC_MEDIAN] = "median ",
        [STATISTIC_LARGEST] = "largest line, ",
        [STATISTIC_PER_SEIZURE] = "per seizure, ",
    };
    static const char *const shows[SHOWS] = {
        [SHOW_ROW_SHARE] = "% of row",
        [SHOW_COLUMN_SHARE] = "% of column",
        [SHOW_SHARE] = "% of all",
        [SHOW_RUNNING] = "running",
        [SHOW_DIFFERENCE] = "difference on the period before",
        [SHOW_CHANGE] = "change on the period before",
        [SHOW_YEAR_DIFFERENCE] = "difference on the year before",
        [SHOW_YEAR_CHANGE] = "change on the year before",
        [SHOW_RANK] = "rank in column",
        [SHOW_INDEX] = "index",
        [SHOW_LIFT] = "times expected",
        [SHOW_EXPECTED] = "expected",
        [SHOW_RESIDUAL] = "adjusted residual",
    };
    struct buffer head = {0};
    const struct crosstab_measure *is = &t->shown[m];
    buffer_clear(b);
    buffer_adds(b, statistics[is->statistic] ? statistics[is->statistic] : "");
    buffer_adds(b, notes_measure(&t->measure[m], &head));
    if (shows[is->show])
        buffer_addf(b, ", %s", shows[is->show]);
    buffer_free(&head);
    return buffer_text(b);
}

/* ---- values */

#define MOST_DECIMALS 9

/* With exactly so many decimals; plain: at most so many, and none behind the fifteen digits
 * that a double holds. */
static void number_text(double number, int most, bool sign, bool plain, char out[64])
{
    double scaled = number;
    int decimals = 0;
    for (; decimals < most && (!plain || fabs(scaled) < 1e14); decimals++)
        scaled *= 10;
    if (!(fabs(scaled) < 1e30)) {
        snprintf(out, 64, "%.6g", number);
        return;
    }
    char *at = out;
    int128 fixed = (int128)rintl((long double)scaled);
    if (sign && fixed > 0)
        *at++ = '+';
    char text[64];
    fixed_format(fixed, decimals, plain ? -1 : decimals, plain ? '\0' : ',', text);
    snprintf(at, (size_t)(64 - (at - out)), "%.62s", text);
}

/* In the measure's unit; what is not nothing is not shown as 0.000. */
static void measure_text(const struct measure *m, double number, bool sign, bool plain,
                         char out[64])
{
    static const int shown[MEASURE_KINDS] = {
        [MEASURE_CASES] = 1, [MEASURE_SEIZURES] = 1, [MEASURE_REPORTERS] = 1,
        [MEASURE_MASS] = 3,  [MEASURE_VOLUME] = 3,   [MEASURE_PIECES] = 1,
        [MEASURE_VALUE] = 2,
    };
    int decimals = plain ? MOST_DECIMALS : shown[m->kind];
    number_text(number, decimals, sign, plain, out);
    if (number != 0 && !out[strspn(out, "+-0.,")])
        snprintf(out, 64, sign ? "%+.1g" : "%.1g", number);
}

static void difference_text(const struct measure *m, const struct amount *a, bool plain,
                            char out[64])
{
    struct amount of = {.value = a->value, .lines = a->lines, .counted = 1};
    char text[64];
    amount_format(m, &of, plain, text);
    snprintf(out, 64, "%s%.62s", !plain && a->value > 0 ? "+" : "", text);
}

/* A change of a growth from almost nothing is told up to a width that tables have. */
static void change_text(const struct crosstab_value *v, bool plain, char out[64])
{
    if (v->marks & (MARK_NEW | MARK_FEW))
        snprintf(out, 64, "%s", v->marks & MARK_NEW ? "new" : "few");
    else if (plain)
        number_text(v->number, 4, false, true, out);
    else if (v->number > 99999)
        snprintf(out, 64, ">99999 %%");
    else
        snprintf(out, 64, "%+.0f %%", round(v->number) == 0 ? 0.0 : round(v->number));
}

void crosstab_text(const struct crosstab *t, size_t m, size_t r, size_t c, bool plain,
                   char out[64])
{
    const struct crosstab_value *v = crosstab_at(t, m, r, c);
    const struct crosstab_measure *is = &t->shown[m];
    const struct measure *of = &t->measure[m];
    enum crosstab_form form = crosstab_form(is);
    out[0] = '\0';
    if (v->marks & MARK_MIXED)
        snprintf(out, 64, "%s", plain ? "" : "mixed");
    bool quiet = !plain && v->amount.lines == 0 && form != FORM_CHANGE && form != FORM_SIGNED &&
                 is->show != SHOW_EXPECTED && is->show != SHOW_RESIDUAL;
    if (v->marks & (MARK_MIXED | MARK_NOTHING) || quiet)
        return;
    switch (form) {
    case FORM_AMOUNT:
        if (is->statistic == STATISTIC_LARGEST)
            amount_format(of, &(struct amount){.value = v->largest, .lines = 1, .counted = 1},
                          plain, out);
        else
            amount_format(of, &v->amount, plain, out);
        return;
    case FORM_MEASURE:
        measure_text(of, v->number, false, plain, out);
        return;
    case FORM_SIGNED:
        if (is->statistic == STATISTIC_SUM && !measure_is_count(of))
            difference_text(of, &v->amount, plain, out); /* exact, as the sums are */
        else if (measure_is_count(of))
            number_text(v->number, 0, !plain, plain, out);
        else
            measure_text(of, v->number, !plain, plain, out);
        return;
    case FORM_PERCENT:
        number_text(v->number, plain ? 4 : 1, false, plain, out);
        if (!plain)
            strcat(out, " %");
        return;
    case FORM_CHANGE:
        change_text(v, plain, out);
        return;
    case FORM_WHOLE:
        number_text(v->number, 0, false, plain, out);
        return;
    case FORM_RATIO:
        number_text(v->number, plain ? 4 : 2, false, plain, out);
        return;
    case FORM_RESIDUAL:
        number_text(v->number, plain ? 4 : 1, !plain, plain, out);
        return;
    case FORM_INDEX:
        number_text(v->number, plain ? 4 : 1, false, plain, out);
        return;
    }
}
