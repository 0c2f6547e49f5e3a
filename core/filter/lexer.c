/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of a filter sentence: blanks, names, operators, words and quoted words. Quotes inside
 * quotes are doubled. */
#include "filter/tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum status filter_fault(struct error *e, size_t at, size_t length, const char *format, ...)
{
    char text[sizeof e->text];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    error_set(e, STATUS_MISUSE, "%s", text);
    if (e) {
        e->at = at;
        e->length = length;
    }
    return STATUS_MISUSE;
}

bool lexer_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

void lexer_blanks(struct lexer *x)
{
    while (x->at < x->len && lexer_is_blank(x->text[x->at])) {
        x->at++;
    }
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

static size_t name_bytes(const struct lexer *x, size_t at)
{
    size_t n = 0;
    while (at + n < x->len && is_name_byte(x->text[at + n])) {
        n++;
    }
    return n;
}

size_t lexer_name(const struct lexer *x)
{
    size_t n = name_bytes(x, x->at);
    if (n && x->at + n < x->len && x->text[x->at + n] == '(') {
        size_t inner = name_bytes(x, x->at + n + 1);
        size_t close = x->at + n + 1 + inner;
        if (inner && close < x->len && x->text[close] == ')' && lexer_operator(x, close + 1)) {
            return close + 1 - x->at;
        }
    }
    return n;
}

size_t lexer_saved_name(const struct lexer *x, size_t at)
{
    size_t n = 0;
    while (at + n < x->len && (is_name_byte(x->text[at + n]) || x->text[at + n] == '-')) {
        n++;
    }
    return n;
}

bool lexer_at_case(const struct lexer *x)
{
    return x->len - x->at >= 5 && strncasecmp(x->text + x->at, "case(", 5) == 0;
}

size_t lexer_operator(const struct lexer *x, size_t at)
{
    if (at >= x->len) {
        return 0;
    }
    char c = x->text[at];
    if (c == '>' || c == '<') {
        return at + 1 < x->len && x->text[at + 1] == '=' ? 2 : 1;
    }
    return c == ':' || c == '=' || c == '~';
}

static bool ends_bare(char c, bool value)
{
    return lexer_is_blank(c) || c == '"' || c == '(' || c == ')' || (value && c == ',');
}

static enum status quoted(struct lexer *x, struct arena *a, struct piece *out, struct error *e)
{
    size_t open = x->at++;
    char *text = arena_alloc(a, x->len - open + 1);
    if (!text) {
        return error_no_memory(e);
    }
    size_t n = 0;
    for (;;) {
        if (x->at >= x->len) {
            filter_fault(e, open, x->len - open, "the quote is not closed");
            return error_way_out(e, "end the words with \" (a quote inside is doubled: \"\")");
        }
        char c = x->text[x->at++];
        if (c == '"') {
            if (x->at >= x->len || x->text[x->at] != '"') {
                break;
            }
            x->at++;
        }
        text[n++] = c;
    }
    text[n] = '\0';
    out->text = text;
    out->len = n;
    out->quoted = true;
    if (n == 0) {
        filter_fault(e, open, 2, "there is nothing between the quotes");
        return error_way_out(e, "a blank field is name:?");
    }
    return STATUS_OK;
}

enum status lexer_piece(struct lexer *x, bool value, struct arena *a, struct piece *out,
                        struct error *e)
{
    *out = (struct piece){.at = x->at};
    size_t start = x->at;
    if (value && x->at < x->len && x->text[x->at] == '=') {
        out->exact = true;
        start = ++x->at;
    }
    bool star = value && x->at < x->len && x->text[x->at] == '*';
    if (star && x->at + 1 < x->len && x->text[x->at + 1] == '"') {
        out->star_before = true;
        start = ++x->at;
    }
    if (x->at < x->len && x->text[x->at] == '"') {
        enum status status = quoted(x, a, out, e);
        if (status != STATUS_OK) {
            return status;
        }
        if (value && x->at < x->len && x->text[x->at] == '*') {
            out->star_after = true;
            x->at++;
        }
    } else {
        while (x->at < x->len && !ends_bare(x->text[x->at], value)) {
            x->at++;
        }
        size_t end = x->at;
        if (value && start < end && x->text[start] == '*') {
            out->star_before = true;
            start++;
        }
        if (value && start < end && x->text[end - 1] == '*') {
            out->star_after = true;
            end--;
        }
        out->len = end - start;
        out->text = arena_copy(a, x->text + start, out->len);
        if (!out->text) {
            return error_no_memory(e);
        }
    }
    out->length = x->at - out->at;
    if (x->at < x->len &&
        (x->text[x->at] == '"' || (out->quoted && !lexer_is_blank(x->text[x->at]) &&
                                   x->text[x->at] != ')' && x->text[x->at] != ','))) {
        return filter_fault(e, x->at, 0, "expected a blank between two words here");
    }
    if (x->at < x->len && x->text[x->at] == '(') {
        filter_fault(e, x->at, 0, "expected a blank before the parenthesis");
        return error_way_out(e, "groupings are written rilo(departure):SA, year(entered):2024, "
                                "whole cases case(product:heroin)");
    }
    return STATUS_OK;
}

enum status lexer_pattern(struct lexer *x, struct arena *a, struct piece *out, struct error *e)
{
    size_t open = x->at++;
    *out = (struct piece){.at = open};
    while (x->at < x->len && x->text[x->at] != '/') {
        x->at += x->text[x->at] == '\\' && x->at + 1 < x->len ? 2 : 1;
    }
    if (x->at >= x->len) {
        filter_fault(e, open, x->len - open, "the pattern is not closed");
        return error_way_out(e, "end it with / (a slash inside is written \\/)");
    }
    out->len = x->at - open - 1;
    out->text = arena_copy(a, x->text + open + 1, out->len);
    out->length = ++x->at - open;
    if (!out->text) {
        return error_no_memory(e);
    }
    if (out->len == 0) {
        return filter_fault(e, open, 2, "there is nothing between the slashes");
    }
    if (x->at < x->len && !lexer_is_blank(x->text[x->at]) && x->text[x->at] != ')') {
        filter_fault(e, x->at, 0, "expected a blank after the pattern");
        return error_way_out(e,
                             "a slash inside is written \\/, one of two patterns /one|other/");
    }
    return STATUS_OK;
}

static bool same_letters(const char *text, const char *word)
{
    for (; *word; text++, word++) {
        if ((*text | 0x20) != *word) {
            return false;
        }
    }
    return *text == '\0';
}

bool lexer_needs_quotes(const char *text, bool value)
{
    if (*text == '\0') {
        return true;
    }
    size_t n = strlen(text);
    for (const char *p = text; *p; p++) {
        bool control = (unsigned char)*p < 0x20 || *p == 0x7f;
        if (control || ends_bare(*p, true) || (!value && strchr(":<>=~", *p))) {
            return true;
        }
    }
    if (!value) {
        /* Three digits behind a number would be read as its thousands, d as its unit. */
        bool rest = strspn(text, "0123456789") == 3 || same_letters(text, "d") ||
                    same_letters(text, "day") || same_letters(text, "days");
        bool sign = !strcmp(text, "&") || !strcmp(text, "&&") || !strcmp(text, "|") ||
                    !strcmp(text, "||") || same_letters(text, "not");
        return rest || sign || *text == '-' || *text == '@' || same_letters(text, "or") ||
               same_letters(text, "and");
    }
    return strchr("?!=*", *text) || text[n - 1] == '*';
}

void lexer_quote(struct buffer *out, const char *text)
{
    buffer_addc(out, '"');
    for (; *text; text++) {
        if (*text == '"') {
            buffer_addc(out, '"');
        }
        buffer_addc(out, *text);
    }
    buffer_addc(out, '"');
}
