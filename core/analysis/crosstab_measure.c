/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures of a cross-tab as they are written: row-share(cases), median(mass). */
#include "analysis/crosstab_private.h"

#include <string.h>

#define NAME_MOST 32

static const char *const statistics[STATISTICS] = {
    [STATISTIC_SUM] = "",
    [STATISTIC_MEAN] = "mean",
    [STATISTIC_MEDIAN] = "median",
    [STATISTIC_LARGEST] = "largest",
    [STATISTIC_PER_SEIZURE] = "per-seizure",
};

/* What can be shown. sums: of counts and sums alone; counts: of counts alone. */
static const struct {
    const char *name;
    enum crosstab_form form;
    bool sums, counts, relative;
} shows[SHOWS] = {
    [SHOW_VALUE] = {"", FORM_MEASURE, false, false, false},
    [SHOW_ROW_SHARE] = {"row-share", FORM_PERCENT, true, false, true},
    [SHOW_COLUMN_SHARE] = {"column-share", FORM_PERCENT, true, false, true},
    [SHOW_SHARE] = {"share", FORM_PERCENT, true, false, true},
    [SHOW_RUNNING] = {"running", FORM_AMOUNT, true, false, false},
    [SHOW_DIFFERENCE] = {"difference", FORM_SIGNED, false, false, false},
    [SHOW_CHANGE] = {"change", FORM_CHANGE, false, false, false},
    [SHOW_YEAR_DIFFERENCE] = {"year-difference", FORM_SIGNED, false, false, false},
    [SHOW_YEAR_CHANGE] = {"year-change", FORM_CHANGE, false, false, false},
    [SHOW_RANK] = {"rank", FORM_WHOLE, false, false, false},
    [SHOW_INDEX] = {"index", FORM_INDEX, false, false, false},
    [SHOW_LIFT] = {"lift", FORM_RATIO, true, false, true},
    [SHOW_EXPECTED] = {"expected", FORM_MEASURE, true, false, true},
    [SHOW_RESIDUAL] = {"residual", FORM_RESIDUAL, true, true, true},
};

enum crosstab_form crosstab_form(const struct crosstab_measure *m)
{
    bool sum = m->statistic == STATISTIC_SUM || m->statistic == STATISTIC_LARGEST;
    return m->show == SHOW_VALUE && sum ? FORM_AMOUNT : shows[m->show].form;
}

bool crosstab_is_relative(enum crosstab_show show)
{
    return shows[show].relative;
}

/* "head(inner)": the head's length, inner and its length; false: not of this form. */
static bool take_apart(const char *text, size_t len, size_t *head, const char **inner,
                       size_t *inner_len)
{
    const char *open = memchr(text, '(', len);
    if (!open || open == text || len < 2 || text[len - 1] != ')')
        return false;
    *head = (size_t)(open - text);
    *inner = open + 1;
    *inner_len = len - *head - 2;
    return true;
}

static enum statistic find_statistic(const char *text, size_t len)
{
    for (size_t i = 1; i < STATISTICS; i++)
        if (statistics[i] && strlen(statistics[i]) == len && !strncmp(statistics[i], text, len))
            return (enum statistic)i;
    return STATISTIC_SUM;
}

static enum crosstab_show find_show(const char *text, size_t len)
{
    for (size_t i = 1; i < SHOWS; i++)
        if (shows[i].name && strlen(shows[i].name) == len && !strncmp(shows[i].name, text, len))
            return (enum crosstab_show)i;
    return SHOW_VALUE;
}

static enum status no_measure(const char *text, struct error *e)
{
    struct buffer functions = {0};
    for (size_t i = 1; i < STATISTICS; i++)
        if (statistics[i])
            buffer_addf(&functions, "%s, ", statistics[i]);
    for (size_t i = 1; i < SHOWS; i++)
        if (shows[i].name)
            buffer_addf(&functions, "%s%s", shows[i].name, i + 1 < SHOWS ? ", " : "");
    error_set(e, STATUS_MISUSE, "no measure \"%s\"", text);
    error_way_out(e, "%s; or one of them in: %s", measure_names(), buffer_text(&functions));
    buffer_free(&functions);
    return STATUS_MISUSE;
}

/* Statistics and shows that mean nothing of a measure. */
static enum status check(const char *text, const struct crosstab_measure *m, struct error *e)
{
    struct measure is = measure_of(m->kind);
    if (m->statistic && !measure_is_quantity(&is)) {
        error_set(e, STATUS_MISUSE, "%s: %s is a count and has no %s", text,
                  measure_name(m->kind), statistics[m->statistic]);
        return error_way_out(e, "%s of mass, volume, pieces or value",
                             statistics[m->statistic]);
    }
    if (m->statistic && shows[m->show].sums) {
        error_set(e, STATUS_MISUSE, "%s: a %s is no part of a whole", text,
                  statistics[m->statistic]);
        return error_way_out(e, "%s(%s)", shows[m->show].name, measure_name(m->kind));
    }
    if (shows[m->show].counts && !measure_is_count(&is)) {
        error_set(e, STATUS_MISUSE, "%s: %s tells chance apart, which counts alone know", text,
                  shows[m->show].name);
        return error_way_out(e, "%s(seizures), %s(cases), or lift(%s)", shows[m->show].name,
                             shows[m->show].name, measure_name(m->kind));
    }
    return STATUS_OK;
}

enum status crosstab_measure_parse(const char *text, struct crosstab_measure *out,
                                   struct error *e)
{
    struct crosstab_measure m = {.kind = MEASURE_CASES};
    const char *rest = text, *inner;
    size_t len = strlen(text), head, inner_len;
    char name[NAME_MOST];
    if (take_apart(rest, len, &head, &inner, &inner_len) && (m.show = find_show(rest, head))) {
        rest = inner;
        len = inner_len;
    }
    if (take_apart(rest, len, &head, &inner, &inner_len) &&
        (m.statistic = find_statistic(rest, head))) {
        rest = inner;
        len = inner_len;
    }
    if (len >= sizeof name)
        return no_measure(text, e);
    memcpy(name, rest, len);
    name[len] = '\0';
    if (!measure_parse(name, &m.kind))
        return no_measure(text, e);
    enum status status = check(text, &m, e);
    if (!status)
        *out = m;
    return status;
}

enum status crosstab_measure_check(const struct crosstab_measure *m, struct error *e)
{
    struct buffer text = {0};
    enum status status;
    if (m->show >= SHOWS || m->statistic >= STATISTICS || (m->show && !shows[m->show].name) ||
        (m->statistic && !statistics[m->statistic]))
        return error_set(e, STATUS_MISUSE, "this cannot be shown of %s", measure_name(m->kind));
    crosstab_measure_print(m, &text);
    status = check(buffer_text(&text), m, e);
    buffer_free(&text);
    return status;
}

void crosstab_measure_print(const struct crosstab_measure *m, struct buffer *out)
{
    if (m->show)
        buffer_addf(out, "%s(", shows[m->show].name);
    if (m->statistic)
        buffer_addf(out, "%s(", statistics[m->statistic]);
    buffer_adds(out, measure_name(m->kind));
    if (m->statistic)
        buffer_addc(out, ')');
    if (m->show)
        buffer_addc(out, ')');
}
