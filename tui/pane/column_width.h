/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How wide the columns of the records are. */
#ifndef SAISIE_PANE_COLUMN_WIDTH_H
#define SAISIE_PANE_COLUMN_WIDTH_H

#include "analysis/listing.h"

/* Narrows the column's usual width to what its values need, where that is soon found out. */
void column_fit(struct list_column *c);
/* Its width on a screen of that many columns. */
int column_width_at(const struct list_column *c, int cols);
/* The head under which a narrow screen shows a country by its code; NULL: it shows labels. */
const char *column_code_head(const struct list_column *c, int cols);

#endif
