/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms that stand for a sentence kept elsewhere: commodities of any level, saved filters. */
#include "filter/parser.h"

#include <string.h>

/* Sentences that name others twice, which name others twice, are no filters but bombs. */
#define SAVED_MOST 1000

/* The sentence in b, which is right, as a node. */
static enum status parse_made(struct parser *p, const struct buffer *b, struct node **out)
{
    const char *text = b->failed ? NULL : arena_string(p->arena, buffer_text(b));
    if (!text) {
        return error_no_memory(p->e);
    }
    struct parser made = {.frame = p->frame,
                          .arena = p->arena,
                          .e = p->e,
                          .x = {.text = text, .len = strlen(text)},
                          .depth = p->depth,
                          .within = p->within,
                          .read = p->read};
    return parse_alternatives(&made, true, out);
}

/* commodity:value,value: what each of them is at its level. */
enum status parse_commodity(struct parser *p, size_t name_len, struct node **out)
{
    struct buffer b = {0};
    size_t at = p->x.at;
    p->x.at += name_len;
    lexer_blanks(&p->x);
    char sign = p->x.text[p->x.at];
    if (sign != ':' && sign != '=') {
        filter_fault(p->e, p->x.at, 1, "expected commodity: with a name");
        return error_way_out(p->e, "patterns are asked of a level: product~/.../");
    }
    enum status status;
    do {
        struct piece piece;
        p->x.at++;
        size_t start = p->x.at;
        if (b.len) {
            lexer_blanks(&p->x);
        }
        status = lexer_piece(&p->x, true, p->arena, &piece, p->e);
        if (status == STATUS_OK && piece.length == 0) {
            status = filter_fault(p->e, start, 0, "expected a value after commodity:");
        }
        buffer_adds(&b, b.len ? " or " : "");
        if (status == STATUS_OK) {
            status = commodity_value(p->frame, &piece, p->arena, &b, p->e);
        }
    } while (status == STATUS_OK && p->x.at < p->x.len && p->x.text[p->x.at] == ',');
    if (status == STATUS_OK) {
        status = parse_made(p, &b, out);
        if (status == STATUS_MISUSE && p->e) { /* a mark that is none */
            p->e->at = at;
            p->e->length = p->x.at - at;
        }
    }
    buffer_free(&b);
    return status;
}

static enum status rests_on_itself(const struct within *w, const char *name, struct error *e)
{
    for (; w; w = w->outer) {
        if (strcmp(w->name, name) == 0) {
            error_set(e, STATUS_MISUSE, "@%s rests on itself", name);
            return error_way_out(e, "save another sentence under that name");
        }
    }
    return STATUS_OK;
}

/* The sentence of a saved filter, as the children of n. */
static enum status parse_saved_sentence(struct parser *p, struct node *n, const char *sentence)
{
    struct within w = {n->word, p->within};
    struct parser inner = {.frame = p->frame,
                           .arena = p->arena,
                           .e = p->e,
                           .x = {.text = sentence, .len = strlen(sentence)},
                           .depth = p->depth,
                           .within = &w,
                           .read = p->read};
    struct node *top = NULL;
    if (++*p->read > SAVED_MOST) {
        return error_set(p->e, STATUS_MISUSE, "@%s names more than %d others", n->word,
                         SAVED_MOST);
    }
    enum status status = rests_on_itself(p->within, n->word, p->e);
    if (status == STATUS_OK) {
        status = parse_alternatives(&inner, false, &top);
        if (status == STATUS_MISUSE && p->e->status == STATUS_MISUSE && !p->within) {
            struct error inside = *p->e;
            error_set(p->e, STATUS_MISUSE, "@%s (%.200s): %.200s", n->word, sentence,
                      inside.text);
            error_way_out(p->e, "%s", inside.way_out);
        }
    }
    if (status == STATUS_OK) {
        node_append(n, top);
    }
    return status;
}

/* @name:in and @name:rest, with the sentence as a child of the condition. */
static enum status parse_saved_part(struct parser *p, size_t name_len, struct node **out)
{
    size_t at = p->x.at;
    enum status status = parse_condition(p, name_len, out);
    struct node saved = {.kind = NODE_SAVED};
    const char *known, *sentence;
    if (status == STATUS_OK) {
        status = saved_sentence(p->frame, (*out)->condition->target.name + 1, p->arena, &known,
                                &sentence, p->e);
    }
    if (status == STATUS_OK) {
        saved.word = known;
        status = parse_saved_sentence(p, &saved, sentence);
        if (status == STATUS_MISUSE) {
            p->e->at = at;
            p->e->length = name_len;
        }
        (*out)->first = (*out)->last = saved.first;
    }
    return status;
}

/* @name */
enum status parse_saved(struct parser *p, struct node **out)
{
    size_t at = p->x.at, len = lexer_saved_name(&p->x, at + 1);
    const char *sentence = NULL, *typed = arena_copy(p->arena, p->x.text + at + 1, len);
    struct node *n = node_new(p->arena, NODE_SAVED);
    if (!typed || !n) {
        return error_no_memory(p->e);
    }
    if (len == 0) {
        filter_fault(p->e, at, 1, "expected the name of a saved filter after @");
        return error_way_out(p->e, "a word that begins with @ stands in quotes");
    }
    if (lexer_operator(&p->x, at + 1 + len)) {
        return parse_saved_part(p, len + 1, out);
    }
    p->x.at += len + 1;
    bool ends =
        p->x.at >= p->x.len || lexer_is_blank(p->x.text[p->x.at]) || p->x.text[p->x.at] == ')';
    if (!ends) {
        return filter_fault(p->e, p->x.at, 0, "expected a blank after @%s", typed);
    }
    enum status status = saved_sentence(p->frame, typed, p->arena, &n->word, &sentence, p->e);
    if (status == STATUS_OK) {
        status = parse_saved_sentence(p, n, sentence);
    }
    if (status == STATUS_MISUSE) {
        p->e->at = at;
        p->e->length = len + 1;
    }
    if (status == STATUS_OK) {
        n->canonical = arena_printf(p->arena, "@%s", n->word);
        status = n->canonical ? STATUS_OK : error_no_memory(p->e);
    }
    *out = n;
    return status;
}
