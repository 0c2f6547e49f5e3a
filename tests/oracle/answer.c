/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads CSV answers into cells, and compares them with rows of SQL. */
#include "answer.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CELLS 5000
#define MOST_LINES 400000
#define SHOWN 12

struct record {
    char *text; /* as long as the answer is */
    char *cell[MOST_CELLS];
    int cells;
};

/* One record of RFC 4180 at *csv; false at the end. */
static bool read_record(const char **csv, struct record *r)
{
    char *to = r->text;
    const char *p = *csv;
    bool quoted = false;
    if (!*p)
        return false;
    r->cells = 0;
    r->cell[r->cells++] = to;
    for (;; p++) {
        if (quoted && p[0] == '"' && p[1] == '"') {
            *to++ = *++p;
        } else if (*p == '"') {
            quoted = !quoted;
        } else if (!quoted && (*p == ',' || *p == '\n' || !*p)) {
            *to++ = '\0';
            if (*p != ',')
                break;
            if (r->cells == MOST_CELLS)
                exit(3);
            r->cell[r->cells++] = to;
        } else if (!*p) {
            exit(3); /* a quote without an end */
        } else {
            *to++ = *p;
        }
    }
    *csv = *p ? p + 1 : p;
    return true;
}

static bool is_count(const char *measure)
{
    return !strcmp(measure, "seizures") || !strcmp(measure, "cases");
}

static void put_pivot(FILE *out, const struct record *head, const struct record *r, int rows,
                      const char *measure)
{
    for (int i = rows; i < r->cells; i++) {
        const char *of = strcmp(measure, "-") ? measure : head->cell[i];
        if (!*r->cell[i] || (is_count(of) && !strcmp(r->cell[i], "0")))
            continue;
        for (int k = 0; k < rows; k++)
            fprintf(out, "%s|", r->cell[k]);
        fprintf(out, "%s|%s\n", head->cell[i], r->cell[i]);
    }
}

/* field, label, code, seizures, cases, share */
static void put_facet(FILE *out, const struct record *r)
{
    const char *value = *r->cell[2] ? r->cell[2] : r->cell[1];
    if (strcmp(r->cell[3], "0"))
        fprintf(out, "%s|seizures|%s\n", value, r->cell[3]);
    if (strcmp(r->cell[4], "0"))
        fprintf(out, "%s|cases|%s\n", value, r->cell[4]);
}

/* period, state, reporters, all, a series a column */
static void put_trend(FILE *out, const struct record *head, const struct record *r)
{
    for (int i = 3; i < r->cells; i++)
        if (*r->cell[i] && strcmp(r->cell[i], "0"))
            fprintf(out, "%s|%s|%s\n", r->cell[0], head->cell[i], r->cell[i]);
}

static void put_list(FILE *out, const struct record *r)
{
    for (int i = 0; i < r->cells; i++)
        fprintf(out, "%s%s", i ? "|" : "", r->cell[i]);
    putc('\n', out);
}

char *answer_cells(const char *csv, const char *verb, int rows, const char *measure)
{
    static struct record head, r;
    char *text = NULL;
    size_t len = 0, room = strlen(csv) + 1;
    FILE *out = open_memstream(&text, &len);
    head.text = malloc(room);
    r.text = malloc(room);
    if (!out || !head.text || !r.text)
        exit(3);
    read_record(&csv, &head);
    while (read_record(&csv, &r)) {
        if (!strcmp(verb, "pivot"))
            put_pivot(out, &head, &r, rows, measure);
        else if (!strcmp(verb, "facets") && r.cells == 6)
            put_facet(out, &r);
        else if (!strcmp(verb, "trend") && r.cells > 2)
            put_trend(out, &head, &r);
        else
            put_list(out, &r);
    }
    fclose(out);
    free(head.text);
    free(r.text);
    return text;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of text in order; ended by a NULL. */
static size_t sorted(char *text, char **line)
{
    size_t n = 0;
    char *save;
    for (char *p = strtok_r(text, "\n", &save); p; p = strtok_r(NULL, "\n", &save)) {
        if (n == MOST_LINES)
            exit(3);
        line[n++] = p;
    }
    qsort(line, n, sizeof *line, compare);
    line[n] = NULL;
    return n;
}

char *answer_difference(char *got, char *want)
{
    static char *a[MOST_LINES + 1], *b[MOST_LINES + 1];
    char *text = NULL;
    size_t len = 0, i = 0, k = 0, shown = 0;
    FILE *out = open_memstream(&text, &len);
    if (!out)
        exit(3);
    sorted(got, a);
    sorted(want, b);
    while (a[i] || b[k]) {
        int order = !a[i] ? 1 : !b[k] ? -1 : strcmp(a[i], b[k]);
        if (order && shown++ < SHOWN)
            fprintf(out, "    %s %s\n", order < 0 ? "<" : ">", order < 0 ? a[i] : b[k]);
        i += order <= 0;
        k += order >= 0;
    }
    fclose(out);
    if (shown)
        return text;
    free(text);
    return NULL;
}
