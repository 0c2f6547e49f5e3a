/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Records keep from one time to the next: the columns that were chosen, with their widths,
 * and the order. */
#include "pane/records_private.h"

#include "app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECTION "records"

void records_keep_session(struct pane *p, struct session *s)
{
    struct records *r = p->state;
    char text[SESSION_VALUE + 16];
    struct buffer order = {0};

    for (size_t i = 0; r->chosen && i < r->column_count; i++) {
        session_add(s, SECTION, "column", r->columns[i].name);
    }
    if (r->chosen) {
        snprintf(text, sizeof text, "%zu", r->frozen);
        session_add(s, SECTION, "frozen", text);
    }
    for (size_t i = 0; i < r->width_count; i++) {
        snprintf(text, sizeof text, "%d %s", r->widths[i].width, r->widths[i].name);
        session_add(s, SECTION, "width", text);
    }
    for (size_t i = 0; i < LISTING_KEYS && r->keys[i].field; i++) {
        buffer_addf(&order, "%s%s%s", i ? "," : "", r->keys[i].descending ? "-" : "",
                    r->keys[i].field);
    }
    /* The newest first is what everybody begins with. */
    if (!order.failed && strcmp(buffer_text(&order), "-date") != 0) {
        session_add(s, SECTION, "sort", buffer_text(&order));
    }
    buffer_free(&order);
}

/* A number from 0 to most at the beginning of text; *end: what stands behind it. False: none.
 */
static bool read_number(const char *text, long most, long *out, char **end)
{
    *out = strtol(text, end, 10);
    return *end != text && *text >= '0' && *text <= '9' && *out <= most;
}

static unsigned recall_columns(struct pane *p, const struct session *s)
{
    struct records *r = p->state;
    const char *names[SESSION_LINES], *name, *frozen = session_get(s, SECTION, "frozen", 0);
    size_t count = 0, still = FROZEN_USUAL;
    unsigned bad = 0;
    long n;
    char *end;

    for (size_t i = 0; (name = session_get(s, SECTION, "column", i)); i++) {
        bool twice = false;
        for (size_t k = 0; k < count; k++) {
            twice |= strcmp(names[k], name) == 0;
        }
        bool good = !twice && records_has_column(p, name);
        bad += !good;
        if (good) {
            names[count++] = name;
        }
    }
    if (frozen && read_number(frozen, SESSION_LINES, &n, &end) && !*end) {
        still = (size_t)n;
    } else {
        bad += frozen != NULL;
    }
    if (count) {
        r->chosen = records_take_columns(p, names, count, still, NULL) == STATUS_OK;
    }
    return bad;
}

unsigned records_recall_session(struct pane *p, const struct session *s)
{
    unsigned bad = recall_columns(p, s);
    const char *sort = session_get(s, SECTION, "sort", 0), *width;
    long n;
    char *end;

    for (size_t i = 0; (width = session_get(s, SECTION, "width", i)); i++) {
        bool good = read_number(width, INT16_MAX, &n, &end) && *end == ' ' && end[1];
        bad += !good;
        if (good) {
            records_set_width(p, end + 1, (int)n);
        }
    }
    if (sort && !records_sort_by(p, sort, NULL)) {
        bad++;
    }
    return bad;
}
