/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie fields FIELD: the codes that a field takes, and how they may be written. */
#ifndef SAISIE_COMMAND_CODES_H
#define SAISIE_COMMAND_CODES_H

#include "command/command.h"

/* Writes the codes of the code list of field c->argument[0], of units with what one is. No
 * cache is asked. STATUS_MISUSE where the field has no list. */
enum status codes_run(struct call *c, struct error *e);

#endif
