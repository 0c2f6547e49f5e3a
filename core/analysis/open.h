/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a number to its records: the sentence that takes exactly the lines behind it. */
#ifndef SAISIE_ANALYSIS_OPEN_H
#define SAISIE_ANALYSIS_OPEN_H

#include "analysis/overview.h"
#include "analysis/pivot.h"
#include "filter/filter.h"

/* sentence and condition both: "(a or b) c". Text in a; NULL when memory is out. */
const char *open_both(const char *sentence, const char *condition, struct arena *a);

/* The lines of a span of days (whole days of dates that lie in it whole). */
const char *open_span(const char *sentence, struct span span, struct arena *a);

/* The lines behind a cell: sentence narrowed by the groups of row r and column c; r ==
 * row_count or c == col_count: a total, which takes all lines that have a group on that side.
 * As many lines as the cell's `lines`. */
const char *open_cell(struct frame *f, const struct pivot *p, const char *sentence, size_t r,
                      size_t c, struct arena *a);

/* "Any group of this axis": what a total takes where dates are too coarse to have one
 * (open_has_none says whether there can be such). */
const char *open_any_group(const struct axis *axis, struct arena *a);
bool open_has_none(const struct axis *axis);

/* The one record at position: its case and line where it has them, else what is known of it. */
const char *open_record(struct frame *f, size_t position, struct arena *a);

#endif
