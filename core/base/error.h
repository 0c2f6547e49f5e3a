/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors are values: a status says how a call ended, a struct error says what, where and the
 * way out. */
#ifndef SAISIE_BASE_ERROR_H
#define SAISIE_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

enum status {
    STATUS_OK = 0,
    STATUS_FAILED,    /* the work failed: exit status 1 */
    STATUS_MISUSE,    /* the words of the call are wrong: exit status 2 */
    STATUS_CANCELLED, /* the user stopped it; nothing was changed */
    STATUS_NO_MEMORY,
};

struct error {
    enum status status;
    char text[512];    /* what went wrong and where: file, row, column; no final full stop */
    char way_out[256]; /* what the user can do about it; may be empty */
    size_t at;         /* offset in bytes of the fault in a sentence that was parsed */
    size_t length;     /* how many bytes of it are at fault; 0: a place, not a span */
};

/* Fills *e (may be NULL) with a printf-formatted text and returns status, so that a caller can
 * write: return error_set(e, STATUS_FAILED, "cannot open %s", path). Clears the way out. */
enum status error_set(struct error *e, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds the way out to an error that was set; NULL-safe. Returns e->status (STATUS_FAILED if
 * NULL). */
enum status error_way_out(struct error *e, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Sets STATUS_NO_MEMORY without allocating. */
enum status error_no_memory(struct error *e);

void error_clear(struct error *e);

#endif
