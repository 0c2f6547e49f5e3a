/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reference as a whole: opening, freeing, regions, and the words for missing values. */
#include "reference/parts.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static enum status read_words(struct reference *r, struct error *e)
{
    struct tsv t;
    struct buffer key = {0};
    enum status s = tsv_open(&t, "words.tsv", "kind\tword", e);
    for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;) {
        if (!cell_is(t.cells[0], "unknown")) {
            s = tsv_fault(&t, "no such kind of word:", t.cells[0], e);
            break;
        }
        buffer_clear(&key);
        text_key(&key, t.cells[1].text, t.cells[1].len);
        if (key.failed || dictionary_add(&r->unknown, buffer_text(&key), key.len) == MAP_NONE)
            s = error_no_memory(e);
    }
    buffer_free(&key);
    return s;
}

enum status reference_open(struct reference **out, struct error *e)
{
    return reference_open_with(NULL, out, e);
}

enum status reference_open_with(const char *folder, struct reference **out, struct error *e)
{
    static enum status (*const steps[])(struct reference *, struct error *) = {
        lists_read_codes, lists_read_countries, lists_read_commodities, units_read,
        own_units_read,   lists_seal,           packages_read,          families_read,
        fields_read,      read_words,           synonyms_read,
    };
    *out = NULL;
    struct reference *r = calloc(1, sizeof *r);
    if (!r)
        return error_no_memory(e);
    lists_begin(r);
    if (folder && !(r->folder = arena_string(&r->arena, folder))) {
        reference_free(&r);
        return error_no_memory(e);
    }
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        enum status s = steps[i](r, e);
        if (s != STATUS_OK) {
            reference_free(&r);
            return s;
        }
    }
    *out = r;
    return STATUS_OK;
}

const char *reference_folder(const struct reference *r)
{
    return r->folder;
}

void reference_free(struct reference **r)
{
    if (!r || !*r)
        return;
    lists_free(*r);
    names_free(&(*r)->headers);
    dictionary_free(&(*r)->unknown);
    arena_free(&(*r)->arena);
    free(*r);
    *r = NULL;
}

static uint32_t region(const struct reference *r, const uint32_t *regions, uint32_t country)
{
    return country < r->country->shown.count ? regions[country] : CODE_NONE;
}

uint32_t reference_wco(const struct reference *r, uint32_t country)
{
    return region(r, r->wco, country);
}

uint32_t reference_rilo(const struct reference *r, uint32_t country)
{
    return region(r, r->rilo, country);
}

uint32_t reference_category(const struct reference *r, uint32_t product)
{
    return product < r->product->shown.count ? r->category[product] : CODE_NONE;
}

bool reference_is_unknown(const struct reference *r, const char *text, size_t len)
{
    const char *start;
    len = text_trim(text, len, &start);
    /* A row of question marks has no letters, so it has no key. */
    size_t marks = 0;
    while (marks < len && start[marks] == '?')
        marks++;
    if (len > 0 && marks == len)
        return true;
    struct buffer key = {0};
    text_key(&key, start, len);
    bool found = !key.failed && key.len > 0 &&
                 dictionary_find(&r->unknown, key.data, key.len) != MAP_NONE;
    buffer_free(&key);
    return found;
}

/* Characters that stand for nothing when they stand alone: dashes, dots, underscores. */
static bool is_filler(int32_t c)
{
    static const int32_t fillers[] = {'-',    '.',    '_',    0x2010, 0x2011, 0x2012,
                                      0x2013, 0x2014, 0x2015, 0x2026, 0x2212};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (c == fillers[i])
            return true;
    return false;
}

bool reference_is_blank(const char *text, size_t len, bool country)
{
    const char *start;
    len = text_trim(text, len, &start);
    /* Either fillers alone, or the letters n, a with a slash, dot or blank ("N/A", "n.a."): the
     * bare NA is Namibia where countries stand. */
    char letters[3];
    size_t n = 0;
    bool filler = true, marks = false;
    for (size_t i = 0; i < len;) {
        int32_t c;
        i += text_decode(start + i, len - i, &c);
        if (is_filler(c) || c == ' ' || c == '/' || c == '\\' || c == '#') {
            filler = filler && is_filler(c);
            marks = true;
            continue;
        }
        filler = false;
        if (c != 'n' && c != 'N' && c != 'a' && c != 'A')
            return false;
        if (n == 2)
            return false;
        letters[n++] = (char)(c | 0x20);
    }
    if (filler)
        return true;
    return n == 2 && letters[0] == 'n' && letters[1] == 'a' && (marks || !country);
}
