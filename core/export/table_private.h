/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the formats of a table share: a form is how one of them begins, writes a row and ends.
 */
#ifndef SAISIE_EXPORT_TABLE_PRIVATE_H
#define SAISIE_EXPORT_TABLE_PRIVATE_H

#include "export/table.h"

struct table_form {
    void (*begin)(struct table *t);
    void (*row)(struct table *t, enum table_line line, const char *const *cells);
    /* note: never NULL, "" where there is none or none is wanted. */
    void (*end)(struct table *t, const char *note);
};

extern const struct table_form table_form_text, table_form_csv, table_form_tsv, table_form_json,
    table_form_markdown, table_form_html, table_form_excel;

/* Writes t->line out and keeps in mind whether it could be made. */
void table_send(struct table *t);
/* What heads a column for people. */
const char *table_head(const struct table_column *column);
/* The next line of a text that '\n' parts: *len its length, returns the one behind it or NULL.
 */
const char *table_next_line(const char *text, size_t *len);
static inline bool table_first(const struct table *t)
{
    return t->manner.nth == 0;
}
static inline bool table_last(const struct table *t)
{
    return t->manner.nth + 1 >= t->manner.of;
}
static inline bool table_one_of_many(const struct table *t)
{
    return t->manner.of > 1;
}

#endif
