/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts on their way out: to the terminal's clipboard, where that is allowed, else into a new
 * file that is asked for. */
#ifndef SAISIE_TUI_HANDING_H
#define SAISIE_TUI_HANDING_H

#include "app.h"
#include "base/buffer.h"

/* what: "3 records", told when it is there. name: what the prompt for the file begins with. */
void handing_over(struct app *a, const struct buffer *text, const char *what, const char *name);
/* Asks for a new file at once. */
void handing_to_file(struct app *a, const struct buffer *text, const char *what,
                     const char *name);
/* Writes it into the new file that was typed. False with *e where that failed; its place is
 * that of the name in typed. */
bool handing_write(struct app *a, const struct buffer *text, const char *what,
                   const char *typed, struct error *e);

#endif
