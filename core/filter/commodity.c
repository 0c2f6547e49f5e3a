/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commodities of any level of the tree by one name: commodity:cannabis is the stream of that
 * name. What a name is at other levels, and street names, are told where a value is not known.
 */
#include "filter/tree.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

static const char *const levels[] = {"section", "stream", "category", "product"};
#define LEVELS (sizeof levels / sizeof *levels)

bool commodity_is_name(struct frame *f, const char *name, size_t len)
{
    return len == 9 && strncasecmp(name, "commodity", 9) == 0 &&
           !frame_find_field(f, "commodity");
}

bool commodity_is_level(const char *list)
{
    for (size_t i = 0; i < LEVELS; i++) {
        if (strcmp(levels[i], list) == 0) {
            return true;
        }
    }
    return false;
}

static void put_value(struct buffer *b, const char *list, const char *code)
{
    buffer_addf(b, "%s:", list);
    if (lexer_needs_quotes(code, true)) {
        lexer_quote(b, code);
    } else {
        buffer_adds(b, code);
    }
}

/* Whether text is the code, one of its names, or its label below that of its parent. */
static bool is_named(const struct reference *r, const struct code_list *l, uint32_t code,
                     const char *text)
{
    return reference_match_fits(l, text, strlen(text), code) ||
           reference_code(r, l, text) == code;
}

size_t commodity_named(struct frame *f, const char *text, const char *but, struct buffer *out)
{
    const struct reference *r = frame_reference(f);
    size_t found = 0;
    for (size_t i = 0; i < LEVELS; i++) {
        const struct code_list *l = reference_list(r, levels[i]);
        for (uint32_t c = 0; l && c < l->count && strcmp(levels[i], but) != 0; c++) {
            if (is_named(r, l, c, text)) {
                buffer_adds(out, found++ ? " or " : "");
                put_value(out, levels[i], l->codes[c].code);
            }
        }
    }
    return found;
}

size_t commodity_meant(struct frame *f, const char *text, struct buffer *out)
{
    const struct code_list *list;
    size_t from = 0, found = 0;
    for (uint32_t c;
         (c = reference_synonym(frame_reference(f), text, &from, &list)) != CODE_NONE;) {
        buffer_adds(out, found++ ? " or " : "");
        put_value(out, list->name, list->codes[c].code);
    }
    return found;
}

/* The four levels joined: what a mark or letters with a star are asked of. */
static void put_levels(struct buffer *out, const char *between, const char *value)
{
    buffer_addc(out, '(');
    for (size_t i = 0; i < LEVELS; i++) {
        buffer_addf(out, "%s%s:%s", i ? between : "", levels[i], value);
    }
    buffer_addc(out, ')');
}

static enum status not_one(struct frame *f, const struct piece *p, size_t found,
                           const char *which, struct error *e)
{
    struct buffer meant = {0};
    if (found) {
        filter_fault(e, p->at, p->length, "\"%s\" can be more than one commodity", p->text);
        return error_way_out(e, "write %s", which);
    }
    filter_fault(e, p->at, p->length, "there is no commodity \"%s\"", p->text);
    if (commodity_meant(f, p->text, &meant)) {
        error_way_out(e, "did you mean %s? (%s is a street or trade name)", buffer_text(&meant),
                      p->text);
        buffer_free(&meant);
        return STATUS_MISUSE;
    }
    for (size_t i = LEVELS; i-- > 0;) {
        const struct code_list *l = reference_list(frame_reference(f), levels[i]);
        const char *near = l ? reference_match_near(frame_reference(f), l, p->text) : NULL;
        if (near) {
            return error_way_out(e, "did you mean %s (a %s)?", near, levels[i]);
        }
    }
    return error_way_out(e, "letters in any of them: commodity:*word*");
}

/* A text that was not understood as a product, but stands in the data. */
static bool is_in_data(struct frame *f, const struct piece *p, struct arena *a, bool *failed)
{
    const struct column *c;
    *failed = frame_column(f, "product", &c, NULL) != STATUS_OK;
    const char *key = filter_key(a, p->text, p->len);
    bool found = false;
    struct buffer b = {0};
    for (uint32_t v = 0; !*failed && key && *key && !found && v < c->values; v++) {
        if (c->value[v].state == VALUE_INVALID) {
            buffer_clear(&b);
            text_key(&b, c->value[v].code, strlen(c->value[v].code));
            found = strcmp(buffer_text(&b), key) == 0;
        }
    }
    *failed |= b.failed || !key;
    buffer_free(&b);
    return found;
}

enum status commodity_value(struct frame *f, const struct piece *p, struct arena *a,
                            struct buffer *out, struct error *e)
{
    struct buffer which = {0};
    bool failed = false;
    enum status status = STATUS_OK;
    bool mark = !p->quoted && (*p->text == '!' || strcmp(p->text, "?") == 0);
    if (p->exact) {
        status = filter_fault(e, p->at, 1, "commodity takes names and no =");
    } else if (p->len == 0) {
        status = filter_fault(e, p->at, p->length, "expected the name of a commodity");
    } else if (mark) {
        bool blank = *p->text == '?' || strcmp(p->text, "!blank") == 0;
        put_levels(out, blank ? " " : " or ", p->text); /* blank: none of them is known */
    } else if (p->star_before || p->star_after) {
        lexer_quote(&which, p->text);
        const char *value = arena_printf(a, "%s%s%s", p->star_before ? "*" : "",
                                         buffer_text(&which), p->star_after ? "*" : "");
        failed = !value;
        put_levels(out, " or ", value ? value : "");
    } else {
        size_t found = commodity_named(f, p->text, "", &which);
        if (found == 1) {
            buffer_adds(out, buffer_text(&which));
        } else if (found == 0 && is_in_data(f, p, a, &failed)) {
            put_value(out, "product", p->text);
        } else {
            status = not_one(f, p, found, buffer_text(&which), e);
        }
    }
    failed |= which.failed || out->failed;
    buffer_free(&which);
    return failed ? error_no_memory(e) : status;
}
