/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was odd in a batch, row by row, and from a row to its record. */
#ifndef SAISIE_PANE_FINDINGS_H
#define SAISIE_PANE_FINDINGS_H

#include "pane/pane.h"

#include <stdint.h>

/* Shows the findings of the batch (0: the newest that was not taken back); the one that is
 * chosen opens the card of its record in Records. */
void findings_show(struct app *a, uint32_t batch);

#endif
