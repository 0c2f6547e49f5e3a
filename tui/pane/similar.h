/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Similar records: what a record has in common with others, chosen by key. */
#ifndef SAISIE_PANE_SIMILAR_H
#define SAISIE_PANE_SIMILAR_H

#include "pane/pane.h"

/* Lets the user choose among the conditions of the record at position; true: they are the
 * filter now. */
bool similar_run(struct app *a, size_t position);

#endif
