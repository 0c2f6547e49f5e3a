/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code lists: how they are built, and how a spelling finds its code. */
#include "reference/parts.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const char *parent;
} LISTS[LIST_COUNT] = {
    {"location", NULL},    {"concealment", NULL}, {"conveyance", NULL},  {"detection", NULL},
    {"direction", NULL},   {"ecommerce", NULL},   {"form", NULL},        {"cites", NULL},
    {"value_kind", NULL},  {"source", NULL},      {"status", NULL},      {"unit", NULL},
    {"currency", NULL},    {"section", NULL},     {"stream", "section"}, {"category", "stream"},
    {"product", "stream"}, {"country", NULL},     {"wco", NULL},         {"rilo", NULL},
};

static const struct list *named(const struct reference *r, const char *name, size_t len)
{
    for (size_t i = 0; i < LIST_COUNT; i++) {
        const char *own = r->lists[i].shown.name;
        if (strlen(own) == len && memcmp(own, name, len) == 0)
            return &r->lists[i];
    }
    return NULL;
}

void lists_begin(struct reference *r)
{
    for (size_t i = 0; i < LIST_COUNT; i++) {
        r->lists[i].shown.name = LISTS[i].name;
        r->lists[i].shown.parent_list = LISTS[i].parent;
    }
    r->unit = named(r, "unit", strlen("unit"));
    r->country = named(r, "country", strlen("country"));
    r->product = named(r, "product", strlen("product"));
}

struct list *lists_named(struct reference *r, const char *name, size_t len)
{
    return (struct list *)named(r, name, len);
}

static bool grow(struct list *l)
{
    if (l->shown.count < l->capacity)
        return true;
    uint32_t capacity = l->capacity ? l->capacity * 2 : 16;
    struct code *grown = realloc(l->codes, capacity * sizeof *grown);
    if (!grown)
        return false;
    l->codes = grown;
    l->shown.codes = grown;
    l->capacity = capacity;
    return true;
}

enum status lists_append(struct reference *r, struct list *l, struct cell code, struct cell en,
                         struct cell fr, uint32_t parent, uint32_t *index, struct error *e)
{
    uint32_t i = l->shown.count;
    if (!grow(l))
        return error_no_memory(e);
    uint32_t number = dictionary_add(&l->exact, code.text, code.len);
    if (number == MAP_NONE)
        return error_no_memory(e);
    if (number != i)
        return error_set(e, STATUS_FAILED, "reference data: code \"%.*s\" stands twice in %s",
                         (int)code.len, code.text, l->shown.name);
    struct cell label[LANGUAGE_COUNT] = {en.len ? en : code, fr.len ? fr : code};
    struct code *c = &l->codes[i];
    c->code = arena_copy(&r->arena, code.text, code.len);
    c->parent = parent;
    if (!c->code)
        return error_no_memory(e);
    for (int k = 0; k < LANGUAGE_COUNT; k++) {
        c->label[k] = arena_copy(&r->arena, label[k].text, label[k].len);
        if (!c->label[k])
            return error_no_memory(e);
    }
    l->shown.count++;
    *index = i;
    return STATUS_OK;
}

enum status lists_add(struct reference *r, struct list *l, struct cell code, struct cell en,
                      struct cell fr, uint32_t parent, uint32_t *index, struct error *e)
{
    enum status s = lists_append(r, l, code, en, fr, parent, index, e);
    const struct cell named[] = {code, en, fr};
    for (size_t i = 0; i < sizeof named / sizeof *named && s == STATUS_OK; i++)
        if (!names_add(&l->names, named[i].text, named[i].len, *index))
            s = error_no_memory(e);
    return s;
}

enum status lists_add_aliases(struct list *l, struct cell aliases, uint32_t index,
                              struct error *e)
{
    struct cell part;
    while (cell_part(&aliases, &part))
        if (!names_add(&l->names, part.text, part.len, index))
            return error_no_memory(e);
    return STATUS_OK;
}

enum status lists_refer(const struct tsv *t, const struct list *l, struct cell code,
                        uint32_t *index, struct error *e)
{
    *index = CODE_NONE;
    if (code.len == 0)
        return STATUS_OK;
    *index = dictionary_find(&l->exact, code.text, code.len);
    return *index == MAP_NONE ? tsv_fault(t, "no such code:", code, e) : STATUS_OK;
}

enum status lists_seal(struct reference *r, struct error *e)
{
    for (size_t i = 0; i < LIST_COUNT; i++) {
        struct list *l = &r->lists[i];
        if (!names_seal(&l->names))
            return error_no_memory(e);
        /* Signs of currencies are shared by several: "$". */
        bool shares = l->shown.parent_list || !strcmp(l->shown.name, "currency");
        const char *shared = shares ? NULL : names_shared(&l->names);
        if (shared)
            return error_set(e, STATUS_FAILED,
                             "reference data: \"%s\" stands for two codes of %s", shared,
                             l->shown.name);
        if (l->shown.count == 0)
            return error_set(e, STATUS_FAILED, "reference data: list %s is empty",
                             l->shown.name);
    }
    return STATUS_OK;
}

void lists_free(struct reference *r)
{
    for (size_t i = 0; i < LIST_COUNT; i++) {
        free(r->lists[i].codes);
        dictionary_free(&r->lists[i].exact);
        names_free(&r->lists[i].names);
    }
}

const struct code_list *reference_list(const struct reference *r, const char *name)
{
    const struct list *l = named(r, name, strlen(name));
    return l ? &l->shown : NULL;
}

uint32_t reference_match(const struct reference *r, const struct code_list *list,
                         const char *text, size_t len, uint32_t parent, bool *ambiguous)
{
    (void)r;
    const struct list *l = (const struct list *)list;
    size_t count;
    const struct name_target *t = names_find(&l->names, text, len, &count);
    if (ambiguous)
        *ambiguous = false;
    if (count == 0)
        return CODE_NONE;
    if (count == 1)
        return t[0].target;
    uint32_t found = CODE_NONE;
    size_t fits = 0;
    for (size_t i = 0; i < count && parent != CODE_NONE; i++) {
        if (l->codes[t[i].target].parent == parent) {
            found = t[i].target;
            fits++;
        }
    }
    if (fits == 1)
        return found;
    if (ambiguous)
        *ambiguous = true;
    return CODE_NONE;
}

bool reference_match_fits(const struct code_list *list, const char *text, size_t len,
                          uint32_t code)
{
    size_t count;
    const struct name_target *t =
        names_find(&((const struct list *)list)->names, text, len, &count);
    for (size_t i = 0; i < count; i++)
        if (t[i].target == code)
            return true;
    return false;
}

uint32_t reference_code(const struct reference *r, const struct code_list *list,
                        const char *code)
{
    (void)r;
    const struct list *l = (const struct list *)list;
    uint32_t found = dictionary_find(&l->exact, code, strlen(code));
    return found == MAP_NONE ? CODE_NONE : found;
}

const char *reference_match_near(const struct reference *r, const struct code_list *list,
                                 const char *text)
{
    (void)r;
    const struct list *l = (const struct list *)list;
    uint32_t near = names_near(&l->names, text);
    return near == UINT32_MAX ? NULL : l->codes[near].label[LANGUAGE_EN];
}

const char *reference_code_name(const struct code_list *list, uint32_t code, uint32_t *from)
{
    return names_of(&((const struct list *)list)->names, code, from);
}
