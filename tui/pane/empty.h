/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to do where there is nothing to show yet: the three ways to fill a cache. */
#ifndef SAISIE_PANE_EMPTY_H
#define SAISIE_PANE_EMPTY_H

#include "pane/pane.h"

void empty_paint(struct pane *p, struct canvas *c, int row);

#endif
