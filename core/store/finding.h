/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside core/store: the findings of a batch one after the other, for whoever copies them. */
#ifndef SAISIE_STORE_FINDING_H
#define SAISIE_STORE_FINDING_H

#include "store/sql.h"

struct findings_reader {
    struct cache *cache;
    sqlite3_stmt *statement;
};
enum status findings_begin(struct findings_reader *r, struct cache *c, uint32_t batch,
                           struct error *e);
/* The next in order of row; its texts are borrowed until the next call. *more false: none. */
enum status findings_next(struct findings_reader *r, struct finding *out, bool *more,
                          struct error *e);
void findings_end(struct findings_reader *r);

#endif
