/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Street and trade names of commodities, which are suggested and never understood. */
#include "reference/parts.h"

#include "base/text.h"

#include <string.h>

static const char *key_of(struct reference *r, struct cell name)
{
    struct buffer key = {0};
    text_key(&key, name.text, name.len);
    const char *copy = key.failed ? NULL : arena_string(&r->arena, buffer_text(&key));
    buffer_free(&key);
    return copy;
}

/* The row's names at most: one more than its bars. */
static size_t parts_of(struct cell c)
{
    size_t n = 1;
    for (size_t i = 0; i < c.len; i++)
        n += c.text[i] == '|';
    return n;
}

static bool reserve(struct reference *r, size_t *room, size_t more)
{
    if (r->synonym_count + more <= *room)
        return true;
    size_t wider = (r->synonym_count + more) * 2;
    struct synonym *grown = arena_zero(&r->arena, wider, sizeof *grown);
    if (!grown)
        return false;
    if (r->synonym_count)
        memcpy(grown, r->synonyms, r->synonym_count * sizeof *grown);
    r->synonyms = grown;
    *room = wider;
    return true;
}

enum status synonyms_read(struct reference *r, struct error *e)
{
    struct tsv t;
    size_t room = 0;
    enum status s = tsv_open(&t, "synonyms.tsv", "list\tcode\tnames", e);
    for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;) {
        const struct list *l = lists_named(r, t.cells[0].text, t.cells[0].len);
        uint32_t code = CODE_NONE;
        if (!l)
            return tsv_fault(&t, "no such list:", t.cells[0], e);
        s = lists_refer(&t, l, t.cells[1], &code, e);
        struct cell rest = t.cells[2], part;
        if (s == STATUS_OK && !reserve(r, &room, parts_of(rest)))
            s = error_no_memory(e);
        while (s == STATUS_OK && cell_part(&rest, &part)) {
            const char *key = key_of(r, part);
            if (!key)
                s = error_no_memory(e);
            r->synonyms[r->synonym_count++] = (struct synonym){key, &l->shown, code};
        }
    }
    return s;
}

uint32_t reference_synonym(const struct reference *r, const char *text, size_t *from,
                           const struct code_list **list)
{
    struct buffer key = {0};
    uint32_t code = CODE_NONE;
    text_key(&key, text, strlen(text));
    while (!key.failed && key.len && code == CODE_NONE && *from < r->synonym_count) {
        const struct synonym *s = &r->synonyms[(*from)++];
        if (strcmp(s->key, buffer_text(&key)) == 0) {
            code = s->code;
            *list = s->list;
        }
    }
    buffer_free(&key);
    return code;
}
