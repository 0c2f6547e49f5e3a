/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one has been: the sentences behind u and Ctrl-R as a list, and a short trail of them.
 */
#ifndef SAISIE_TUI_TRAIL_H
#define SAISIE_TUI_TRAIL_H

#include "app.h"

/* Shows the places with their counts, the last first, and goes to the one that is chosen. */
bool trail_choose(struct app *a, struct error *e);
/* What u and Ctrl-R would bring back, in at most width columns: "u back to section:Drugs"; ""
 * where there is nothing behind. */
void trail_hint(struct app *a, struct canvas *c, int width, char *out, size_t size);

#endif
