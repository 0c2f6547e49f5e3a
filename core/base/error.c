/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors as values: filling, completing and clearing a struct error. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A text that was cut may end inside a UTF-8 character: that piece goes. */
static void drop_broken_end(char *text)
{
    size_t len = strlen(text);
    size_t start = len;

    while (start > 0 && len - start < 3 && ((unsigned char)text[start - 1] & 0xC0U) == 0x80U) {
        start--;
    }
    if (start == 0) {
        return;
    }
    unsigned char lead = (unsigned char)text[start - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (lead >= 0xC0 && len - start + 1 < want) {
        text[start - 1] = '\0';
    }
}

/* Formats by way of a second buffer, so that the arguments may point into the error itself
 * ("%s: %s", path, e->text). */
__attribute__((format(printf, 3, 0))) static void put(char *to, size_t size, const char *format,
                                                      va_list args)
{
    char text[sizeof(((struct error *)NULL)->text)];
    int n = vsnprintf(text, size, format, args);

    if (n < 0) {
        text[0] = '\0';
    } else if ((size_t)n >= size) {
        drop_broken_end(text);
    }
    memcpy(to, text, strlen(text) + 1);
}

enum status error_set(struct error *e, enum status status, const char *format, ...)
{
    if (e) {
        va_list args;
        va_start(args, format);
        put(e->text, sizeof e->text, format, args);
        va_end(args);
        e->status = status;
        e->way_out[0] = '\0';
        e->at = 0;
        e->length = 0;
    }
    return status;
}

enum status error_way_out(struct error *e, const char *format, ...)
{
    if (!e) {
        return STATUS_FAILED;
    }
    va_list args;
    va_start(args, format);
    put(e->way_out, sizeof e->way_out, format, args);
    va_end(args);
    return e->status;
}

enum status error_no_memory(struct error *e)
{
    error_set(e, STATUS_NO_MEMORY, "there is not enough memory");
    error_way_out(e, "close other programs, or work on fewer lines");
    return STATUS_NO_MEMORY;
}

void error_clear(struct error *e)
{
    if (e) {
        memset(e, 0, sizeof *e);
    }
}
