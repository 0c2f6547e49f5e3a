/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of streams, for stream.c alone. Each takes over the descriptor, also when it fails.
 */
#ifndef SAISIE_INGEST_STREAM_PRIVATE_H
#define SAISIE_INGEST_STREAM_PRIVATE_H

#include "ingest/stream.h"

enum status stream_gzip(struct stream *s, int fd, struct error *e);
/* A member of a ZIP, or a sheet where the ZIP is a workbook. */
enum status stream_zip(struct stream *s, int fd, const char *part, struct error *e);

struct zip;
/* A sheet of an opened workbook, which it takes over, also when it fails. */
enum status stream_xlsx(struct stream *s, struct zip *zip, const char *part, struct error *e);
bool xlsx_is_workbook(struct zip *zip);
/* The sheets that are hidden, or those that are not. */
enum status xlsx_sheets(const char *path, struct zip *zip, bool hidden, struct arena *a,
                        const char ***names, size_t *count, struct error *e);
/* The members that may be tables, where there are several. */
enum status zip_members(struct zip *zip, struct arena *a, const char ***names, size_t *count,
                        struct error *e);

#endif
