/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of nearly the same name that a filter leaves out. */
#include "analysis/siblings.h"
#include "analysis/block.h"
#include "base/decimal.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define MOST_TAKEN                                                                             \
    3               /* values of which a sentence asks for one product in several spellings    \
                     */
#define MOST_TOLD 3 /* siblings in a note */

static const char *const fields[] = {"product"};

/* The folded names of a column's values, by id. */
struct names {
    struct arena arena;
    const char **folded;
};

static enum status fold_names(const struct column *c, struct names *out, struct error *e)
{
    struct buffer b = {0};
    out->folded = arena_zero(&out->arena, c->values + 1, sizeof *out->folded);
    for (uint32_t v = 0; out->folded && v < c->values; v++) {
        buffer_clear(&b);
        text_fold(&b, c->value[v].label, strlen(c->value[v].label));
        out->folded[v] = arena_copy(&out->arena, buffer_text(&b), b.len);
        if (!out->folded[v] || b.failed)
            out->folded = NULL;
    }
    buffer_free(&b);
    return out->folded ? STATUS_OK : error_no_memory(e);
}

static bool is_name(const struct value *v)
{
    return v->state == VALUE_VALID || v->state == VALUE_INVALID;
}

/* Whether whole is stem, or stem with further words behind it. */
static bool begins_with(const char *whole, const char *stem)
{
    size_t n = strlen(stem);
    return n > 0 && !strncmp(whole, stem, n) && (!whole[n] || strchr(" -/,(.;:_+", whole[n]));
}

static enum status count_values(const struct column *c, const struct bitmap *selection,
                                uint32_t **out, struct error *e)
{
    uint32_t *lines = calloc(c->values + 1, sizeof *lines), at[BLOCK_LINES];
    size_t from = 0, n;
    if (!lines)
        return error_no_memory(e);
    while ((n = bitmap_next(selection, &from, at, BLOCK_LINES)) > 0)
        for (size_t i = 0; i < n; i++)
            lines[column_id(c, at[i])]++;
    *out = lines;
    return STATUS_OK;
}

/* The shortest name that the one of value v begins with. */
static uint32_t stem_of(const struct column *c, const struct names *names, uint32_t v)
{
    uint32_t stem = v;
    for (uint32_t i = 0; i < c->values; i++)
        if (is_name(&c->value[i]) && begins_with(names->folded[v], names->folded[i]) &&
            strlen(names->folded[i]) < strlen(names->folded[stem]))
            stem = i;
    return stem;
}

/* What is known while siblings of one field are looked for. */
struct looking {
    const struct column *column;
    struct names names;
    uint32_t *taken, *rest; /* lines by value: of the selection, and without the condition */
};

static int compare_siblings(const void *a, const void *b)
{
    const struct sibling *x = a, *y = b;
    return x->lines != y->lines ? (x->lines < y->lines) - (x->lines > y->lines)
                                : (x->value > y->value) - (x->value < y->value);
}

static enum status collect(struct looking *l, struct arena *a, struct siblings *out,
                           struct error *e)
{
    const struct column *c = l->column;
    bool *found = calloc(c->values + 1, sizeof *found);
    size_t count = 0;
    if (!found)
        return error_no_memory(e);
    for (uint32_t v = 0; v < c->values; v++) {
        if (!l->taken[v] || !is_name(&c->value[v]))
            continue;
        out->of = out->of ? out->of : &c->value[v];
        uint32_t stem = stem_of(c, &l->names, v);
        for (uint32_t i = 0; i < c->values; i++)
            if (!found[i] && !l->taken[i] && l->rest[i] && is_name(&c->value[i]) &&
                begins_with(l->names.folded[i], l->names.folded[stem])) {
                found[i] = true;
                count++;
            }
    }
    out->sibling = arena_zero(a, count + 1, sizeof *out->sibling);
    for (uint32_t i = 0; out->sibling && i < c->values; i++)
        if (found[i])
            out->sibling[out->count++] = (struct sibling){&c->value[i], l->rest[i]};
    free(found);
    if (!out->sibling)
        return error_no_memory(e);
    qsort(out->sibling, out->count, sizeof *out->sibling, compare_siblings);
    return STATUS_OK;
}

static bool takes_few(const struct looking *l)
{
    size_t taken = 0;
    for (uint32_t v = 0; v < l->column->values; v++)
        taken += l->taken[v] > 0;
    return taken > 0 && taken <= MOST_TAKEN;
}

static enum status look(struct frame *f, const char *field, const struct filter *filter,
                        const struct bitmap *selection, struct looking *l, struct arena *a,
                        struct siblings *out, struct error *e)
{
    struct bitmap wider = {0};
    struct filter_outcome outcome;
    enum status status = frame_column(f, field, &l->column, e);
    if (!status)
        status = count_values(l->column, selection, &l->taken, e);
    if (status || !takes_few(l))
        return status;
    const struct filter *without = filter_without(filter, field, a);
    status = without ? filter_select(f, without, &wider, &outcome, e) : error_no_memory(e);
    if (!status)
        status = count_values(l->column, &wider, &l->rest, e);
    if (!status)
        status = fold_names(l->column, &l->names, e);
    if (!status)
        status = collect(l, a, out, e);
    bitmap_free(&wider);
    return status;
}

enum status siblings_find(struct frame *f, const struct filter *filter,
                          const struct bitmap *selection, struct arena *a, struct siblings *out,
                          struct error *e)
{
    enum status status = STATUS_OK;
    *out = (struct siblings){0};
    for (size_t i = 0; !status && !out->count && i < sizeof fields / sizeof *fields; i++) {
        struct looking l = {0};
        if (!frame_find_field(f, fields[i]) || !filter || !filter_rests_on(filter, fields[i]))
            continue;
        *out = (struct siblings){0};
        status = look(f, fields[i], filter, selection, &l, a, out, e);
        out->field = out->count ? fields[i] : NULL;
        arena_free(&l.names.arena);
        free(l.taken);
        free(l.rest);
    }
    return status;
}

/* Names are as files spell them; a note is one line of prose. */
static void add_name(struct buffer *out, const struct value *v)
{
    text_clean(out, v->label, strlen(v->label), -1, false);
}

void siblings_note(const struct siblings *s, struct buffer *out)
{
    if (!s->count)
        return;
    buffer_addf(out, "%sbeside %s:", out->len ? "\n" : "", s->field);
    add_name(out, s->of);
    buffer_adds(out, ", not in it: ");
    for (size_t i = 0; i < s->count && i < MOST_TOLD; i++) {
        char lines[64];
        fixed_format((int128)s->sibling[i].lines, 0, 0, ',', lines);
        buffer_adds(out, i ? ", " : "");
        add_name(out, s->sibling[i].value);
        buffer_addf(out, " (%s%s)", lines,
                    i                          ? ""
                    : s->sibling[i].lines == 1 ? " seizure"
                                               : " seizures");
    }
    if (s->count > MOST_TOLD)
        buffer_addf(out, " and %zu more", s->count - MOST_TOLD);
}

const char *siblings_sentence(struct frame *f, const struct siblings *s, const char *sentence,
                              struct arena *a)
{
    for (size_t i = 0; sentence && i < s->count; i++)
        sentence = filter_toggle(f, sentence, s->field, s->sibling[i].value, false, a);
    return sentence;
}
