/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of a list: stable counting sorts on value ids, which are ranks, and sorts on
 * amounts; the last key first, so that earlier keys win. */
#include "analysis/block.h"
#include "analysis/listing.h"
#include "analysis/order_amounts.h"

#include <stdlib.h>
#include <string.h>

static enum field_type amount_family(const char *name)
{
    static const struct {
        const char *name;
        enum field_type family;
    } families[] = {{"mass", FIELD_MASS}, {"volume", FIELD_VOLUME}, {"pieces", FIELD_PIECES}};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (!strcmp(families[i].name, name))
            return families[i].family;
    return FIELD_TEXT;
}

/* The place of each value in the order: valid ones as they stand or turned round, the rest
 * behind them. */
static uint32_t *value_places(const struct column *c, bool descending)
{
    uint32_t valid = 0, *place = malloc((c->values + 1) * sizeof *place);
    if (!place)
        return NULL;
    while (valid < c->values && c->value[valid].state == VALUE_VALID)
        valid++;
    for (uint32_t v = 0; v < c->values; v++)
        place[v] = v < valid && descending ? valid - 1 - v : v;
    return place;
}

static enum status sort_by_column(struct pace *pace, const struct column *c, bool descending,
                                  uint32_t *from, uint32_t *to, size_t count, struct error *e)
{
    uint32_t *place = value_places(c, descending);
    uint32_t *start = calloc((size_t)c->values + 1, sizeof *start);
    if (place && start) {
        for (size_t at = 0, n; (n = pace_block(pace, 0, at, count)) > 0; at += n)
            for (size_t i = at; i < at + n; i++)
                start[place[column_id(c, from[i])] + 1]++;
        for (uint32_t v = 0; v < c->values; v++)
            start[v + 1] += start[v];
        for (size_t at = 0, n; (n = pace_block(pace, 0, at, count)) > 0; at += n)
            for (size_t i = at; i < at + n; i++)
                to[start[place[column_id(c, from[i])]]++] = from[i];
    }
    bool ok = place && start;
    free(place);
    free(start);
    return ok ? pace_status(pace, e) : error_no_memory(e);
}

static enum status sort_by_case(struct frame *f, bool descending, uint32_t *lines,
                                uint32_t *spare, size_t count, struct error *e)
{
    const struct frame_cases *cases;
    enum status status = frame_cases(f, &cases, e);
    if (status)
        return status;
    uint32_t *start = calloc((size_t)cases->cases_max + 2, sizeof *start);
    if (!start)
        return error_no_memory(e);
    const uint32_t top = cases->cases_max;
    struct pace *pace = frame_pace(f);
    for (int pass = 0; pass < 2 && !pace_stopped(pace); pass++) {
        for (size_t i = 0; i < count && (i % 4096 || pace_go(pace, 4096)); i++) {
            uint32_t key = cases->key[lines[i]];
            uint32_t place = key == 0 ? top : descending ? top - key : key - 1;
            if (pass == 0)
                start[place + 1]++;
            else
                spare[start[place]++] = lines[i];
        }
        for (uint32_t k = 0; pass == 0 && k <= top; k++)
            start[k + 1] += start[k];
    }
    enum status stopped = pace_status(pace, e);
    if (!stopped)
        memcpy(lines, spare, count * sizeof *lines);
    free(start);
    return stopped;
}

static enum status sort_by(struct frame *f, const struct sort_key *key, uint32_t *lines,
                           uint32_t *spare, size_t count, struct error *e)
{
    if (!strcmp(key->field, "case_id"))
        return sort_by_case(f, key->descending, lines, spare, count, e);
    enum field_type family = amount_family(key->field);
    if (family != FIELD_TEXT) {
        const struct amounts *amounts;
        enum status status = frame_amounts(f, family, &amounts, e);
        return status ? status
                      : order_amounts(frame_pace(f), amounts, key->descending, lines, spare,
                                      count, e);
    }
    const struct column *column;
    enum status status = frame_column(f, key->field, &column, e);
    if (!status)
        status = sort_by_column(frame_pace(f), column, key->descending, lines, spare, count, e);
    if (!status)
        memcpy(lines, spare, count * sizeof *lines);
    return status;
}

enum status listing_order(struct frame *f, const struct bitmap *selection,
                          const struct sort_key *keys, uint32_t **out, size_t *count,
                          struct error *e)
{
    size_t n = bitmap_count(selection), keys_used = 0;
    uint32_t *lines = malloc((n + BLOCK_LINES) * sizeof *lines);
    uint32_t *spare = malloc((n + 1) * sizeof *spare);
    enum status status = STATUS_OK;
    if (!lines || !spare)
        status = error_no_memory(e);
    size_t from = 0, done = 0, got;
    while (keys && keys_used < LISTING_KEYS && keys[keys_used].field)
        keys_used++;
    pace_expect(frame_pace(f), n * (1 + 3 * keys_used));
    while (!status && (got = block_next(frame_pace(f), selection, &from, lines + done)) > 0)
        done += got;
    if (!status)
        status = pace_status(frame_pace(f), e);
    for (size_t k = keys_used; !status && k-- > 0;)
        status = sort_by(f, &keys[k], lines, spare, n, e);
    free(spare);
    if (status) {
        free(lines);
        return status;
    }
    *out = lines;
    *count = n;
    return STATUS_OK;
}

static bool can_sort(struct frame *f, const char *name)
{
    if (!strcmp(name, "case_id") || !strcmp(name, "batch"))
        return true;
    const struct frame_field *field = frame_find_field(f, name);
    return field && field->type != FIELD_LONG_TEXT;
}

enum status listing_parse_sort(struct frame *f, const char *text, struct arena *a,
                               struct sort_key keys[LISTING_KEYS], struct error *e)
{
    memset(keys, 0, LISTING_KEYS * sizeof *keys);
    size_t n = 0;
    for (const char *p = text; *p;) {
        size_t len = strcspn(p, ",");
        bool descending = *p == '-';
        size_t skip = *p == '-' || *p == '+';
        char *name = arena_copy(a, p + skip, len - skip);
        if (!name)
            return error_no_memory(e);
        if (n == LISTING_KEYS)
            return error_set(e, STATUS_MISUSE, "at most %d fields can be sorted by",
                             LISTING_KEYS);
        struct list_column column;
        enum status status = list_column_open(f, name, &column, e);
        if (status)
            return status;
        if (!can_sort(f, name)) {
            error_set(e, STATUS_MISUSE, "records cannot be sorted by %s", name);
            return error_way_out(e, "sort by a field of a few words, a date or a number");
        }
        keys[n++] = (struct sort_key){name, descending};
        p += len;
        p += *p == ',';
    }
    return STATUS_OK;
}
