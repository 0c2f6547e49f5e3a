/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers of values that name their currency: "Valeur (EUR)", "Value USD", "Amount in US$". */
#include "reference/parts.h"

#include "base/text.h"

#include <string.h>

#define BETWEEN " \t()[]/,;:-_"

/* A code in capitals, or what has a sign in it: words are no currencies here ("Sum", "Won"). */
static uint32_t currency_of(const struct reference *r, const struct code_list *list,
                            const char *word, size_t len)
{
    bool code = len == 3, sign = false;
    char text[4] = "";
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)word[i];
        code &= c >= 'A' && c <= 'Z';
        sign |= c == '$' || c >= 0x80;
    }
    if (code) {
        memcpy(text, word, 3);
        return reference_code(r, list, text);
    }
    return sign ? reference_match(r, list, word, len, CODE_NONE, NULL) : CODE_NONE;
}

static bool joins(const char *word, size_t len)
{
    static const char *const words[] = {"in", "en", "em"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i]) == len && strncmp(words[i], word, len) == 0) {
            return true;
        }
    }
    return false;
}

uint32_t header_currency(const struct reference *r, const char *header, size_t len,
                         struct buffer *rest)
{
    const struct code_list *list = reference_list(r, "currency");
    uint32_t found = CODE_NONE;
    for (size_t at = 0; at < len;) {
        size_t end = at;
        while (end < len && !strchr(BETWEEN, header[end])) {
            end++;
        }
        uint32_t currency = currency_of(r, list, header + at, end - at);
        if (currency != CODE_NONE && found != CODE_NONE && currency != found) {
            return CODE_NONE;
        }
        if (currency != CODE_NONE) {
            found = currency;
        } else if (end > at && !joins(header + at, end - at)) {
            buffer_addf(rest, "%s%.*s", rest->len ? " " : "", (int)(end - at), header + at);
        }
        at = end + 1;
    }
    return rest->failed ? CODE_NONE : found;
}

const char *reference_header_currency(const struct reference *r, const char *header)
{
    struct buffer rest = {0};
    uint32_t found = header_currency(r, header, strlen(header), &rest);
    buffer_free(&rest);
    return found == CODE_NONE ? NULL : reference_list(r, "currency")->codes[found].code;
}
