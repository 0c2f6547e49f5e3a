/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of records for the verbs list and export. */
#ifndef SAISIE_COMMAND_LIST_H
#define SAISIE_COMMAND_LIST_H

#include "analysis/listing.h"
#include "command/command.h"

struct list_rows {
    const struct list_column *column;
    size_t columns;
    const uint32_t *order; /* positions */
    size_t rows;
    enum cell_form form;
    const char *marking; /* a last column that says it on every row; NULL: none */
};

/* The columns that --columns names, or the default ones; in c->arena. */
enum status list_open_columns(struct call *c, struct workspace *w, struct list_column **columns,
                              size_t *count, struct error *e);
/* The heads of a table of these rows; in c->arena. */
enum status list_heads(struct call *c, const struct list_rows *l, enum table_format format,
                       struct table_column **out, struct error *e);
/* Writes the rows. */
enum status list_rows(struct call *c, const struct list_rows *l, struct table *t,
                      struct error *e);

/* Adds to notes (owned by the caller) through which rules for packages the listed amounts of
 * the selection came, a line of text for each column that has such. */
enum status list_notes(struct workspace *w, const struct list_column *columns, size_t count,
                       struct buffer *notes, struct error *e);

#endif
