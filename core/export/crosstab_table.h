/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cross-tab taken away: written as a table in any format, to a file or into memory. Panes and
 * the command line write through here, so that both give the same bytes. */
#ifndef SAISIE_EXPORT_CROSSTAB_TABLE_H
#define SAISIE_EXPORT_CROSSTAB_TABLE_H

#include "analysis/crosstab.h"
#include "export/table.h"

/* How; all zero will do. Texts are borrowed for the call. */
struct crosstab_table {
    enum table_format format;
    struct table_manner manner; /* title NULL: crosstab_title; carry is taken as told */
    size_t limit;               /* rows besides Others and the total; 0: all */
    bool subtotals; /* in the formats for programs too, where they would be counted twice by who
                       adds rows up; people see them always */
    bool compact;   /* without changes where they tell nothing, in the first period, or nothing
                       new, in the total */
    const char *provenance; /* behind the notes of the cross-tab: the filter, counts, batches,
                               as-of date, marking; lines parted by '\n' */
};

/* Programs get codes (TH) and bare digits, people labels and numbers as the panes show them,
 * with the letters of crosstab_marks and a note that explains them. */
enum status crosstab_write(const struct crosstab *t, const struct crosstab_table *how,
                           FILE *out, struct error *e);
/* The same appended to a buffer, for a clipboard. */
enum status crosstab_write_buffer(const struct crosstab *t, const struct crosstab_table *how,
                                  struct buffer *out, struct error *e);

/* "product by year: cases"; appended. */
void crosstab_title(const struct crosstab *t, struct buffer *out);

/* What stands behind a number that wants a word: ! one line is more than half of it, * it left
 * lines out, ~ compared over a part of the period. Returns how many letters. */
int crosstab_marks(const struct crosstab_value *value, char out[4]);

#endif
