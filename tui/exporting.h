/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ':export': the records of the filter into a file. */
#ifndef SAISIE_TUI_EXPORTING_H
#define SAISIE_TUI_EXPORTING_H

#include "app.h"

/* A name as it was typed: "~/x" is in the home folder. In a; NULL when memory is out. */
const char *exporting_path(const char *typed, struct arena *a);
/* Writes the records of the workspace's filter into a new file, as the verb export does; says
 * how many. False with *e where that failed. */
bool exporting_run(struct app *a, const char *file, struct error *e);

#endif
