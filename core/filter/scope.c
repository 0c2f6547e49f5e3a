/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines that completion counts: those that a sentence takes without the term that is being
 * typed. */
#include "filter/tree.h"

#include <string.h>
#include <strings.h>

/* Walks a sentence: what stands in quotes, patterns and parentheses is inside a term. */
struct walk {
    const char *text;
    size_t at;
    int depth;
    bool quote;
};

static bool at_word(const char *text, size_t at, const char *word)
{
    size_t n = strlen(word);
    return strncasecmp(text + at, word, n) == 0 && (at == 0 || lexer_is_blank(text[at - 1])) &&
           (!text[at + n] || lexer_is_blank(text[at + n]) || text[at + n] == '(');
}

/* Steps over one byte, or a pattern. */
static void step(struct walk *w)
{
    char c = w->text[w->at];
    if (c == '"') {
        w->quote = !w->quote;
    } else if (!w->quote && c == '~' && w->text[w->at + 1] == '/') {
        for (w->at += 2; w->text[w->at] && w->text[w->at] != '/'; w->at++) {
            w->at += w->text[w->at] == '\\' && w->text[w->at + 1];
        }
    } else if (!w->quote) {
        w->depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    w->at += w->text[w->at] != '\0';
}

/* The top-level term that the cursor is in or behind; false: alternatives, none of which
 * narrows the others. */
static bool find_term(const char *sentence, size_t cursor, size_t *start, size_t *end)
{
    struct walk w = {.text = sentence};
    *start = 0;
    *end = strlen(sentence);
    bool ended = false;
    while (sentence[w.at]) {
        bool top = !w.quote && w.depth == 0;
        if (top && (at_word(sentence, w.at, "or"))) {
            return false;
        }
        bool blank = top && lexer_is_blank(sentence[w.at]);
        bool list = blank && w.at > 0 && sentence[w.at - 1] == ','; /* the list goes on */
        if (blank && !list && w.at < cursor) {
            *start = w.at + 1;
        } else if (blank && !list && !ended) {
            *end = w.at;
            ended = true;
        }
        step(&w);
    }
    return true;
}

enum status complete_scope(struct frame *f, const char *sentence, size_t cursor,
                           struct arena *a, struct bitmap *out, struct error *e)
{
    size_t start, end;
    struct error unheard;
    const struct filter *filter;
    *out = (struct bitmap){0};
    if (!find_term(sentence, cursor, &start, &end)) {
        return STATUS_OK;
    }
    const char *rest = arena_printf(a, "%.*s %s", (int)start, sentence,
                                    sentence + (end < start ? start : end));
    if (!rest) {
        return error_no_memory(e);
    }
    enum status status = filter_parse(f, rest, a, &filter, &unheard);
    if (status == STATUS_MISUSE || (status == STATUS_OK && filter_is_empty(filter))) {
        return STATUS_OK; /* a fault elsewhere is not for completion to tell */
    }
    return status == STATUS_OK ? filter_select(f, filter, out, NULL, e) : error_no_memory(e);
}
