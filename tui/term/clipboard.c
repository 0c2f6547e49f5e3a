/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal's clipboard: the text goes as Base64 (RFC 4648), so nothing in it can act on the
 * screen. */
#include "term/clipboard.h"

#include "base/buffer.h"

#include <stdint.h>

static void add_base64(struct buffer *out, const char *text, size_t len)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *at = (const unsigned char *)text;

    for (size_t i = 0; i < len; i += 3) {
        size_t left = len - i;
        uint32_t bits = (uint32_t)at[i] << 16 | (left > 1 ? (uint32_t)at[i + 1] << 8 : 0) |
                        (left > 2 ? at[i + 2] : 0);
        for (size_t k = 0; k < 4; k++) {
            buffer_addc(out, k > left ? '=' : digits[bits >> (18 - 6 * k) & 63]);
        }
    }
}

bool clipboard_copy(struct term *t, const char *text, size_t len)
{
    struct buffer out = {0};

    if (len > CLIPBOARD_MOST) {
        return false;
    }
    buffer_adds(&out, "\033]52;c;");
    add_base64(&out, text, len);
    buffer_adds(&out, "\a");
    bool good = !out.failed;
    if (good) {
        term_send(t, buffer_text(&out), out.len);
    }
    buffer_free(&out);
    return good;
}
