/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found wrong or odd: how it is kept, summed and read. */
#include "store/finding.h"

#include "store/writer_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- writing ----------------------------------------------------------------------------- */

static bool is_rule(const struct known_rule *k, const struct finding *f)
{
    return k->severity == f->severity && !strcmp(k->rule, f->rule) &&
           !strcmp(k->meaning, f->meaning);
}

/* The number of a rule in the cache, which gets one when it is new to it. */
static enum status number_rule(struct writer *w, struct known_rule *k, struct error *e)
{
    static const enum statement steps[] = {FIND_RULE, ADD_RULE, FIND_RULE};
    enum status s = STATUS_OK;
    bool row = false;
    writer_rest(w);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !row && s == STATUS_OK; i++) {
        sqlite3_stmt *step = w->statements[steps[i]];
        sql_bind_text(step, 1, k->rule, strlen(k->rule));
        sql_bind_text(step, 2, &k->severity, 1);
        sql_bind_text(step, 3, k->meaning, strlen(k->meaning));
        s = sql_step(w->cache, step, &row, e);
        k->id = row ? (uint32_t)sqlite3_column_int64(step, 0) : 0;
        sqlite3_reset(step);
    }
    return s;
}

/* The place of the finding's rule among those that this writer knows. */
static enum status find_rule(struct writer *w, const struct finding *f, uint32_t *at,
                             struct error *e)
{
    for (*at = 0; *at < w->rule_count; ++*at)
        if (w->rules[*at].asked == f->meaning && is_rule(&w->rules[*at], f))
            return STATUS_OK;
    for (*at = 0; *at < w->rule_count; ++*at)
        if (is_rule(&w->rules[*at], f)) {
            w->rules[*at].asked = f->meaning;
            return STATUS_OK;
        }
    if (w->rule_count == RULES_MOST)
        return error_set(e, STATUS_FAILED, "a batch has findings by more than %d rules",
                         RULES_MOST);
    struct known_rule *k = &w->rules[w->rule_count];
    *k = (struct known_rule){.rule = arena_string(&w->arena, f->rule),
                             .meaning = arena_string(&w->arena, f->meaning),
                             .asked = f->meaning,
                             .severity = f->severity};
    if (!k->rule || !k->meaning)
        return error_no_memory(e);
    enum status s = number_rule(w, k, e);
    w->rule_count += s == STATUS_OK;
    return s;
}

enum status writer_finding(struct writer *w, const struct finding *f, struct error *e)
{
    uint32_t rule;
    enum status s = find_rule(w, f, &rule, e);
    if (s != STATUS_OK)
        return s;
    const struct order o = {
        .kind = ORDER_FINDING,
        .numbers = {f->row, rule},
        .texts = {f->field, f->text},
        .lengths = {(uint32_t)strlen(f->field), (uint32_t)strlen(f->text)},
    };
    load_order(handover_load(w->handover), &o);
    return handover_pass(w->handover, e);
}

enum status writer_add_finding(struct writer *w, const struct order *o, struct error *e)
{
    sqlite3_stmt *add = w->statements[ADD_FINDING];
    struct known_rule *k = &w->rules[o->numbers[1]];
    sqlite3_bind_int64(add, 1, w->batch);
    sqlite3_bind_int64(add, 2, o->numbers[0]);
    sqlite3_bind_int64(add, 3, k->id);
    sql_bind_text(add, 4, o->texts[0], o->lengths[0]);
    sql_bind_text(add, 5, o->texts[1], o->lengths[1]);
    enum status s = sql_run(w->cache, add, e);
    if (s != STATUS_OK || !sqlite3_changes(w->cache->db))
        return s;
    if (!k->count++ || o->numbers[0] < k->first_row)
        k->first_row = o->numbers[0];
    return STATUS_OK;
}

/* ---- rows that were known from a batch that is taken back ---- */

enum status writer_adopted(struct writer *w, uint32_t line, uint32_t row, struct error *e)
{
    if (w->adopted_count == w->adopted_room) {
        size_t room = w->adopted_room ? w->adopted_room * 2 : 1024;
        struct adopted_row *grown = realloc(w->adopted, room * sizeof *grown);
        if (!grown)
            return error_no_memory(e);
        w->adopted = grown;
        w->adopted_room = room;
    }
    w->adopted[w->adopted_count++] = (struct adopted_row){line, row};
    return STATUS_OK;
}

static struct known_rule *rule_of_id(struct writer *w, int64_t id)
{
    for (uint32_t i = 0; i < w->rule_count; i++)
        if (w->rules[i].id == id)
            return &w->rules[i];
    return NULL;
}

/* Rules that this file did not meet by itself get their number as any other. */
static enum status know_rules(struct writer *w, struct error *e)
{
    sqlite3_stmt *s = NULL;
    bool row = false;
    enum status status =
        sql_prepare(w->cache, "SELECT rule, severity, meaning FROM rule ORDER BY id", &s, e);
    while (status == STATUS_OK) {
        status = sql_step(w->cache, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        const unsigned char *severity = sqlite3_column_text(s, 1);
        const struct finding f = {.rule = (const char *)sqlite3_column_text(s, 0),
                                  .severity = severity ? (char)severity[0] : 'I',
                                  .meaning = (const char *)sqlite3_column_text(s, 2)};
        uint32_t at;
        status = f.rule && f.meaning ? find_rule(w, &f, &at, e) : error_no_memory(e);
    }
    sqlite3_finalize(s);
    return status;
}

enum status writer_adopt_findings(struct writer *w, struct error *e)
{
    sqlite3_stmt *find = NULL, *add = w->statements[ADD_FINDING];
    bool more = false;
    if (!w->adopted_count)
        return STATUS_OK;
    enum status s = know_rules(w, e);
    if (s == STATUS_OK)
        s = sql_prepare(
            w->cache,
            "SELECT f.rule, f.field, f.text FROM line AS l"
            " JOIN batch AS b ON b.id = l.batch AND b.retracted"
            " JOIN finding AS f ON f.batch = l.batch AND f.row = l.row WHERE l.id = ?",
            &find, e);
    for (size_t i = 0; i < w->adopted_count && s == STATUS_OK; i++) {
        const struct adopted_row *a = &w->adopted[i];
        sqlite3_bind_int64(find, 1, a->line);
        while ((s = sql_step(w->cache, find, &more, e)) == STATUS_OK && more) {
            struct known_rule *k = rule_of_id(w, sqlite3_column_int64(find, 0));
            sqlite3_bind_int64(add, 1, w->batch);
            sqlite3_bind_int64(add, 2, a->row);
            for (int c = 0; c < 3; c++)
                sqlite3_bind_value(add, 3 + c, sqlite3_column_value(find, c));
            if ((s = sql_run(w->cache, add, e)) != STATUS_OK)
                break;
            if (k && sqlite3_changes(w->cache->db) && (!k->count++ || a->row < k->first_row))
                k->first_row = a->row;
        }
        sqlite3_reset(find);
    }
    sqlite3_finalize(find);
    return s;
}

enum status writer_sum_findings(struct writer *w, uint32_t *total, struct error *e)
{
    enum status s = STATUS_OK;
    *total = 0;
    for (uint32_t i = 0; i < w->rule_count && s == STATUS_OK; i++) {
        const struct known_rule *k = &w->rules[i];
        sqlite3_stmt *add = w->statements[ADD_SUM];
        if (!k->count)
            continue;
        *total += k->count;
        sqlite3_bind_int64(add, 1, w->batch);
        sqlite3_bind_int64(add, 2, k->id);
        sqlite3_bind_int64(add, 3, k->count);
        sqlite3_bind_int64(add, 4, k->first_row);
        s = sql_run(w->cache, add, e);
    }
    return s;
}

/* ---- reading ----------------------------------------------------------------------------- */

enum status cache_finding_sums(struct cache *c, uint32_t batch, const char *rule,
                               struct arena *a, struct finding_sum **out, size_t *count,
                               struct error *e)
{
    sqlite3_stmt *s = NULL;
    bool row = false;
    int64_t room = 0;
    *count = 0;
    enum status status = sql_number(c, "SELECT count(*) FROM finding_sum", &room, e);
    if (status == STATUS_OK && !(*out = arena_zero(a, (size_t)room + 1, sizeof **out)))
        status = error_no_memory(e);
    if (status == STATUS_OK)
        status = sql_prepare(c,
                             "SELECT s.batch, s.count, s.first_row, r.rule, r.severity,"
                             " r.meaning FROM finding_sum AS s JOIN rule AS r ON r.id = s.rule"
                             " JOIN batch AS b ON b.id = s.batch"
                             " WHERE (s.batch = ?1 OR ?1 = 0 AND NOT b.retracted)"
                             " AND (r.rule = ?2 OR ?2 IS NULL)"
                             " ORDER BY s.batch, r.rule, s.first_row, r.id",
                             &s, e);
    if (status == STATUS_OK) {
        sqlite3_bind_int64(s, 1, batch);
        if (rule)
            sql_bind_text(s, 2, rule, strlen(rule));
    }
    while (status == STATUS_OK && *count < (size_t)room) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        struct finding_sum *f = *out + *count;
        f->batch = (uint32_t)sqlite3_column_int64(s, 0);
        f->count = (uint32_t)sqlite3_column_int64(s, 1);
        f->first_row = (uint32_t)sqlite3_column_int64(s, 2);
        f->rule = sql_copy(s, 3, a, NULL);
        const char *severity = sql_copy(s, 4, a, NULL);
        f->meaning = sql_copy(s, 5, a, NULL);
        if (!f->rule || !severity || !f->meaning)
            status = error_no_memory(e);
        else
            f->severity = *severity ? *severity : 'I';
        ++*count;
    }
    sqlite3_finalize(s);
    return status;
}

#define FINDING_COLUMNS                                                                        \
    "SELECT f.batch, f.row, f.field, r.rule, r.severity, r.meaning, f.text"                    \
    " FROM finding AS f CROSS JOIN rule AS r ON r.id = f.rule WHERE f.batch = ?1"

static void borrow_finding(sqlite3_stmt *s, struct finding *f)
{
    const char *text = sqlite3_column_blob(s, 6);
    const char *severity = (const char *)sqlite3_column_text(s, 4);
    *f = (struct finding){.batch = (uint32_t)sqlite3_column_int64(s, 0),
                          .row = (uint32_t)sqlite3_column_int64(s, 1),
                          .field = (const char *)sqlite3_column_text(s, 2),
                          .rule = (const char *)sqlite3_column_text(s, 3),
                          .severity = severity && *severity ? *severity : 'I',
                          .meaning = (const char *)sqlite3_column_text(s, 5),
                          .text = text ? text : ""};
}

static bool copy_finding(const struct finding *from, struct arena *a, struct finding *to)
{
    *to = *from;
    to->field = arena_string(a, from->field);
    to->rule = arena_string(a, from->rule);
    to->meaning = arena_string(a, from->meaning);
    to->text = arena_string(a, from->text);
    return to->field && to->rule && to->meaning && to->text;
}

/* Those of one batch from a row on, at most so many. */
static enum status visit_batch(struct cache *c, const struct finding_sum *from,
                               const char *rule, uint32_t most, cache_finding_visit *visit,
                               void *data, struct error *e)
{
    sqlite3_stmt *s = NULL;
    bool row = false;
    struct finding f;
    enum status status = sql_prepare(c,
                                     FINDING_COLUMNS " AND f.row >= ?2"
                                                     " AND (r.rule = ?3 OR ?3 IS NULL)"
                                                     " ORDER BY f.row, f.rule, f.field",
                                     &s, e);
    if (status == STATUS_OK) {
        sqlite3_bind_int64(s, 1, from->batch);
        sqlite3_bind_int64(s, 2, from->first_row);
        if (rule)
            sql_bind_text(s, 3, rule, strlen(rule));
    }
    while (status == STATUS_OK && most--) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        borrow_finding(s, &f);
        status = f.field && f.rule && f.meaning ? visit(data, &f, e) : error_no_memory(e);
    }
    sqlite3_finalize(s);
    return status;
}

enum status cache_visit_findings(struct cache *c, uint32_t batch, const char *rule,
                                 uint32_t limit, cache_finding_visit *visit, void *data,
                                 struct error *e)
{
    struct arena a = {0};
    struct finding_sum *sum = NULL;
    size_t sums = 0;
    enum status s = cache_finding_sums(c, batch, rule, &a, &sum, &sums, e);
    /* How many there are is known: nobody looks for more. */
    for (size_t i = 0; i < sums && limit && s == STATUS_OK;) {
        struct finding_sum all = sum[i++];
        for (; i < sums && sum[i].batch == all.batch; i++) {
            all.count += sum[i].count;
            if (sum[i].first_row < all.first_row)
                all.first_row = sum[i].first_row;
        }
        uint32_t most = all.count < limit ? all.count : limit;
        s = visit_batch(c, &all, rule, most, visit, data, e);
        limit -= most;
    }
    arena_free(&a);
    return s;
}

enum { ROW_FINDINGS_MOST = 100 };

enum status cache_row_findings(struct cache *c, uint32_t batch, uint32_t row, struct arena *a,
                               struct finding **out, size_t *count, struct error *e)
{
    sqlite3_stmt *s = NULL;
    bool more = false;
    *count = 0;
    if (!(*out = arena_zero(a, ROW_FINDINGS_MOST, sizeof **out)))
        return error_no_memory(e);
    enum status status = sql_prepare(
        c, FINDING_COLUMNS " AND f.row = ?2 ORDER BY r.severity = 'I', r.rule, f.field", &s, e);
    if (status == STATUS_OK) {
        sqlite3_bind_int64(s, 1, batch);
        sqlite3_bind_int64(s, 2, row);
    }
    while (status == STATUS_OK && *count < ROW_FINDINGS_MOST) {
        status = sql_step(c, s, &more, e);
        if (status != STATUS_OK || !more)
            break;
        struct finding f;
        borrow_finding(s, &f);
        if (!f.field || !f.rule || !f.meaning || !copy_finding(&f, a, *out + (*count)++))
            status = error_no_memory(e);
    }
    sqlite3_finalize(s);
    return status;
}

enum status findings_begin(struct findings_reader *r, struct cache *c, uint32_t batch,
                           struct error *e)
{
    r->cache = c;
    enum status s =
        sql_prepare(c, FINDING_COLUMNS " ORDER BY f.row, f.rule, f.field", &r->statement, e);
    if (s == STATUS_OK)
        sqlite3_bind_int64(r->statement, 1, batch);
    return s;
}

enum status findings_next(struct findings_reader *r, struct finding *out, bool *more,
                          struct error *e)
{
    enum status s = sql_step(r->cache, r->statement, more, e);
    if (s != STATUS_OK || !*more)
        return s;
    borrow_finding(r->statement, out);
    return out->field && out->rule && out->meaning ? STATUS_OK : error_no_memory(e);
}

void findings_end(struct findings_reader *r)
{
    sqlite3_finalize(r->statement);
    r->statement = NULL;
}
