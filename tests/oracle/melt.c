/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns a CSV answer of saisie into a line a cell, fields parted by |, so that it can be
 * compared with rows of SQL. Cells with nothing in them, and counts of 0, are left out.
 *
 *   melt pivot ROWS MEASURE   ROWS columns name the row; MEASURE "-": each further column is
 * one melt facets               value, seizures and cases of a facet melt list the rows as they
 * are */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CELLS 5000
#define MOST_BYTES (1 << 20)

struct record {
    char text[MOST_BYTES];
    char *cell[MOST_CELLS];
    int cells;
};

/* One record of RFC 4180; false at the end of the file. */
static bool read_record(struct record *r)
{
    size_t n = 0;
    bool quoted = false;
    int c = getchar();
    if (c == EOF)
        return false;
    r->cells = 0;
    r->cell[r->cells++] = r->text;
    for (;; c = getchar()) {
        if (n + 2 > MOST_BYTES || r->cells == MOST_CELLS)
            exit(3);
        if (quoted && c == '"') {
            int next = getchar();
            if (next == '"') {
                r->text[n++] = '"';
                continue;
            }
            quoted = false;
            c = next;
        } else if (!quoted && c == '"') {
            quoted = true;
            continue;
        }
        if (!quoted && (c == ',' || c == '\n' || c == EOF)) {
            r->text[n++] = '\0';
            if (c != ',')
                return true;
            r->cell[r->cells++] = r->text + n;
            continue;
        }
        r->text[n++] = (char)c;
    }
}

static bool is_count(const char *measure)
{
    return !strcmp(measure, "seizures") || !strcmp(measure, "cases");
}

static void print_pivot(const struct record *head, const struct record *r, int rows,
                        const char *measure)
{
    for (int i = rows; i < r->cells; i++) {
        const char *of = strcmp(measure, "-") ? measure : head->cell[i];
        if (!*r->cell[i] || (is_count(of) && !strcmp(r->cell[i], "0")))
            continue;
        for (int k = 0; k < rows; k++)
            printf("%s|", r->cell[k]);
        printf("%s|%s\n", head->cell[i], r->cell[i]);
    }
}

/* field, label, code, seizures, cases, share */
static void print_facet(const struct record *r)
{
    const char *value = *r->cell[2] ? r->cell[2] : r->cell[1];
    if (strcmp(r->cell[3], "0"))
        printf("%s|seizures|%s\n", value, r->cell[3]);
    if (strcmp(r->cell[4], "0"))
        printf("%s|cases|%s\n", value, r->cell[4]);
}

static void print_list(const struct record *r)
{
    for (int i = 0; i < r->cells; i++)
        printf("%s%s", i ? "|" : "", r->cell[i]);
    putchar('\n');
}

int main(int argc, char **argv)
{
    static struct record head, r;
    if (argc < 2 || !read_record(&head))
        return 2;
    while (read_record(&r)) {
        if (!strcmp(argv[1], "pivot") && argc == 4)
            print_pivot(&head, &r, atoi(argv[2]), argv[3]);
        else if (!strcmp(argv[1], "facets") && r.cells == 6)
            print_facet(&r);
        else if (!strcmp(argv[1], "list"))
            print_list(&r);
        else
            return 2;
    }
    return 0;
}
