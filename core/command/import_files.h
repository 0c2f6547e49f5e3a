/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of one call of import. */
#ifndef SAISIE_COMMAND_IMPORT_FILES_H
#define SAISIE_COMMAND_IMPORT_FILES_H

#include "command/command.h"
#include "ingest/import.h"

/* Loads the files of the call, every sheet of a workbook, one after the other, and prints what
 * came of each. Several are shown on standard error and asked about first where the call may
 * ask and --yes is not given. Sheets without a table and content that is there already are
 * passed over, and said so. Ends at the first that fails otherwise, those before it stay; where
 * it is stopped those that were loaded are taken back. */
enum status call_import_files(struct call *c, struct cache *cache,
                              const struct import_options *options, struct error *e);

/* ---- core/command/import.c: what is said of one file */
void import_print(const struct import_report *report, bool dry, FILE *out);

#endif
