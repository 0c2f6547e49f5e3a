/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What panes say of rows that they never show: sums and licit trade. */
#ifndef SAISIE_PANE_APART_H
#define SAISIE_PANE_APART_H

#include "pane/pane.h"

#define APART_NOTE 128

/* "72 rows kept apart (sums, licit trade): saisie list --apart" with a line end behind it; ""
 * where there are none. Reads the cache the first time: for refresh. */
enum status apart_note(struct pane *p, char out[APART_NOTE], struct error *e);

#endif
