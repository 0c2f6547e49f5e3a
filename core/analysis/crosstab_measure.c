/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures of a cross-tab as they are written: row-share(cases), median(mass). */
#include "analysis/crosstab_private.h"

#include <string.h>

#define NAME_MOST 32

static const char *const statistics[STATISTICS] = {
    [STATISTIC_SUM] = "",
};

static const char *const shows[SHOWS] = {
    [SHOW_VALUE] = "",
};

bool crosstab_is_percent(const struct crosstab_measure *m)
{
    (void)m;
    return false;
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

static size_t find(const char *const *names, size_t count, const char *text, size_t len)
{
    for (size_t i = 1; i < count; i++)
        if (names[i] && strlen(names[i]) == len && !strncmp(names[i], text, len))
            return i;
    return 0;
}

static void add_names(const char *const *names, size_t count, struct buffer *out)
{
    for (size_t i = 1; i < count; i++)
        if (names[i])
            buffer_addf(out, "%s%s", out->len ? ", " : "", names[i]);
}

static enum status no_measure(const char *text, struct error *e)
{
    struct buffer functions = {0};
    add_names(statistics, STATISTICS, &functions);
    add_names(shows, SHOWS, &functions);
    error_set(e, STATUS_MISUSE, "no measure \"%s\"", text);
    if (functions.len)
        error_way_out(e, "%s; or of one of them: %s", measure_names(), buffer_text(&functions));
    else
        error_way_out(e, "%s", measure_names());
    buffer_free(&functions);
    return STATUS_MISUSE;
}

enum status crosstab_measure_parse(const char *text, struct crosstab_measure *out,
                                   struct error *e)
{
    struct crosstab_measure m = {.kind = MEASURE_CASES};
    const char *rest = text, *inner;
    size_t len = strlen(text), head, inner_len;
    char name[NAME_MOST];
    if (take_apart(rest, len, &head, &inner, &inner_len) &&
        (m.show = (enum crosstab_show)find(shows, SHOWS, rest, head))) {
        rest = inner;
        len = inner_len;
    }
    if (take_apart(rest, len, &head, &inner, &inner_len) &&
        (m.statistic = (enum statistic)find(statistics, STATISTICS, rest, head))) {
        rest = inner;
        len = inner_len;
    }
    if (len >= sizeof name)
        return no_measure(text, e);
    memcpy(name, rest, len);
    name[len] = '\0';
    if (!measure_parse(name, &m.kind))
        return no_measure(text, e);
    *out = m;
    return STATUS_OK;
}

void crosstab_measure_print(const struct crosstab_measure *m, struct buffer *out)
{
    if (m->show)
        buffer_addf(out, "%s(", shows[m->show]);
    if (m->statistic)
        buffer_addf(out, "%s(", statistics[m->statistic]);
    buffer_adds(out, measure_name(m->kind));
    if (m->statistic)
        buffer_addc(out, ')');
    if (m->show)
        buffer_addc(out, ')');
}
