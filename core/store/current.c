/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lines count.
 *
 * What is kept of a batch does not depend on other batches being there: the lines that it
 * brought, and its statements about known lines (statement.h). A line is found again by its
 * identity, whether it counts or not:
 *   numbered  source, case and line number; its versions form a chain, each linked to an older
 *             one. Content as that of the current version is "seen", other content is brought.
 *   loose     a case without line numbers: case, content and occurrence. Content is fixed, so
 *             it is brought once and seen ever after.
 *   no case   content and occurrence, the same.
 * Current lines are the outcome of all live batches taken in order. Each one
 *   1. pairs loose lines: of a case and a commodity that it speaks of, current lines that it
 *      does not hold give way to as many that it holds and that were not current (a change);
 *      what gives way hands its seizure, with tags and notes (tag.h), to what takes its place;
 *   2. makes the lines current that it saw and those that it brought, and no other of their
 *      chains (of two in one file the later);
 *   3. withdraws: the line named and all older ones of its chain count no more;
 *   4. withdraws the lines inside its scope that it does not hold, version by version, since
 *      which of them was current depends on other batches.
 * Every step asks for identities and contents alone, never for which row happens to hold them.
 * So to retract a batch is to leave it out: the rest comes out as if it had never been there,
 * and a line that it brought and a later one saw stays on behalf of that one.
 *
 * The outcome is kept as runs of lines whose being current does not follow from their batch
 * (table exception); the frame and the view read those.
 *
 * A loose line's content may stand for one seizure now and for another later: 3 kg becomes
 * 5 kg, then 3 kg comes beside it. So seizures are told apart by the line that they were first
 * known as, and at any time no two lines carry the same one. What came where nothing gave way
 * begins a seizure of its own. Retracted batches say what a line was taken for while they
 * counted: it is that again where no other line is, so that a tag outlives the older batch as
 * well as the newer one. Lines that are not named by their own id are kept (carried.c). */
#include "store/current.h"

#include <stdlib.h>
#include <string.h>

struct past_batch {
    uint32_t id, first, last;
    bool retracted;
    struct statements said;
};

/* A loose line. Bits from CACHE_COMMODITY_SHIFT up of its hash tell its commodity. Seizures by
 * the line that they were first known as. */
struct loose_line {
    uint64_t hash;
    uint32_t case_key, line;
    uint32_t stamp;   /* at the first of a group: the last batch that looked at it */
    uint32_t gives;   /* the batch to which it gives way and has not yet handed its seizure */
    uint32_t takes;   /* the last batch in which it took a place */
    uint32_t seizure; /* that it stands for, or last stood for; 0 never came */
    uint32_t before;  /* that it first stood for, retracted batches counted too; 0 not known */
    uint32_t carrier; /* the line that carries the seizure first known as this one; 0 none */
};

struct replay {
    struct cache *cache;
    uint32_t lines;
    struct past_batch *batch;
    size_t batches;
    uint32_t *next; /* by line: ring of its chain, 0 alone; NULL without chains */
    struct loose_line *loose;
    size_t loose_count;
    uint32_t *place;   /* by line: index in loose + 1 */
    bool pairs;        /* loose lines of one batch may take the place of those of another */
    bool knows_before; /* what loose lines stood for before is found */
    struct bitmap *current;
    struct bitmap held; /* loose lines of the batch at hand */
};

static void replay_free(struct replay *r)
{
    for (size_t i = 0; i < r->batches; i++)
        statements_free(&r->batch[i].said);
    free(r->batch);
    free(r->next);
    free(r->loose);
    free(r->place);
    bitmap_free(&r->held);
}

static enum status read_batches(struct replay *r, struct error *e)
{
    sqlite3_stmt *s = NULL;
    bool row = false;
    int64_t count;
    enum status status = sql_number(r->cache, "SELECT count(*) FROM batch", &count, e);
    if (status != STATUS_OK)
        return status;
    r->batch = calloc((size_t)count + 1, sizeof *r->batch);
    if (!r->batch)
        return error_no_memory(e);
    status = sql_prepare(
        r->cache, "SELECT id, first_line, last_line, retracted FROM batch ORDER BY id", &s, e);
    while (status == STATUS_OK && r->batches < (size_t)count) {
        status = sql_step(r->cache, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        struct past_batch *b = &r->batch[r->batches++];
        b->id = (uint32_t)sqlite3_column_int64(s, 0);
        b->first = (uint32_t)sqlite3_column_int64(s, 1);
        b->last = (uint32_t)sqlite3_column_int64(s, 2);
        b->retracted = sqlite3_column_int(s, 3);
        if (b->last > r->lines || b->first > b->last)
            status = error_set(e, STATUS_FAILED, "%s: batch %u names lines that are not there",
                               r->cache->path, b->id);
        else
            status = statements_read(r->cache, b->id, r->lines, &b->said, e);
    }
    sqlite3_finalize(s);
    return status;
}

/* Links, one after another, become rings. */
static enum status make_chains(struct replay *r, struct error *e)
{
    for (size_t i = 0; i < r->batches; i++) {
        const struct links *l = &r->batch[i].said.links;
        if (l->count && !r->next && !(r->next = calloc((size_t)r->lines + 1, sizeof *r->next)))
            return error_no_memory(e);
        for (size_t k = 0; k < l->count; k++) {
            uint32_t older = l->link[k].older, line = l->link[k].line;
            r->next[line] = r->next[older] ? r->next[older] : older;
            r->next[older] = line;
        }
    }
    return STATUS_OK;
}

/* ---- loose lines ---- */

enum filled { FILL_CASE, FILL_HASH };
struct filling {
    struct replay *replay;
    enum filled what;
};

static enum status fill(void *data, uint32_t first, uint32_t count, unsigned width,
                        const void *values, struct error *e)
{
    const struct filling *f = data;
    struct replay *r = f->replay;
    (void)e;
    for (uint32_t i = 0; i < count && width; i++) {
        uint64_t v = 0;
        uint32_t place = first + i <= r->lines ? r->place[first + i] : 0;
        if (!place)
            continue;
        memcpy(&v, (const char *)values + (size_t)i * width, width);
        if (f->what == FILL_CASE)
            r->loose[place - 1].case_key = (uint32_t)v;
        else
            r->loose[place - 1].hash = v;
    }
    return STATUS_OK;
}

/* Of equal content the last stored first: the highest occurrence gives way. */
static int by_group(const void *a, const void *b)
{
    const struct loose_line *x = a, *y = b;
    if (x->case_key != y->case_key)
        return x->case_key < y->case_key ? -1 : 1;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->line > y->line ? -1 : x->line < y->line;
}

static enum status index_loose(struct replay *r, struct error *e)
{
    size_t count = 0;
    for (size_t i = 0; i < r->batches; i++) {
        const struct runs *runs = &r->batch[i].said.runs[STATEMENT_LOOSE];
        for (size_t k = 0; k < runs->count; k++)
            count += runs->run[k].last - runs->run[k].first + 1;
    }
    r->loose = calloc(count + 1, sizeof *r->loose);
    r->place = calloc((size_t)r->lines + 1, sizeof *r->place);
    if (!r->loose || !r->place || !bitmap_init(&r->held, r->lines))
        return error_no_memory(e);
    for (size_t i = 0; i < r->batches; i++) {
        const struct runs *runs = &r->batch[i].said.runs[STATEMENT_LOOSE];
        for (size_t k = 0; k < runs->count; k++)
            for (uint32_t line = runs->run[k].first; line <= runs->run[k].last; line++) {
                r->loose[r->loose_count].line = line;
                r->place[line] = (uint32_t)++r->loose_count;
            }
    }
    struct filling cases = {r, FILL_CASE}, hashes = {r, FILL_HASH};
    enum status s = cache_column(r->cache, CACHE_COLUMN_CASE, fill, &cases, e);
    if (s == STATUS_OK)
        s = cache_column(r->cache, CACHE_COLUMN_HASH, fill, &hashes, e);
    if (r->loose_count)
        qsort(r->loose, r->loose_count, sizeof *r->loose, by_group);
    for (size_t i = 0; i < r->loose_count; i++)
        r->place[r->loose[i].line] = (uint32_t)i + 1;
    return s;
}

/* ---- seizures of loose lines ---- */

static struct loose_line *loose_at(const struct replay *r, uint32_t line)
{
    return &r->loose[r->place[line] - 1];
}

/* A line that handed its seizure on shows it still, but no longer carries it. */
static bool carries(const struct replay *r, const struct loose_line *l)
{
    return l->seizure && loose_at(r, l->seizure)->carrier == l->line;
}

static void give(const struct replay *r, struct loose_line *to, uint32_t seizure)
{
    to->seizure = seizure;
    loose_at(r, seizure)->carrier = to->line;
}

/* A seizure for a line that came where nothing gave way. Its own name may be carried by another
 * line, whose own by a third: the first name at the end of that row is nobody's, since no two
 * lines carry the same. */
static void begin_seizure(const struct replay *r, struct loose_line *l)
{
    uint32_t seizure = r->knows_before ? l->before : 0;
    if (carries(r, l))
        return;
    if (!seizure || loose_at(r, seizure)->carrier)
        for (seizure = l->line; loose_at(r, seizure)->carrier;)
            seizure = loose_at(r, seizure)->carrier;
    give(r, l, seizure);
}

/* A line that comes back with a seizure of its own exchanges it: nothing said is lost. */
static void hand_over(const struct replay *r, struct loose_line *from, struct loose_line *to,
                      uint32_t stamp)
{
    uint32_t own = carries(r, to) ? to->seizure : 0;
    begin_seizure(r, from); /* where it carries one, nothing happens */
    give(r, to, from->seizure);
    if (own)
        give(r, from, own);
    from->gives = 0;
    to->takes = stamp;
}

static bool comes(const struct replay *r, const struct loose_line *l, uint32_t stamp)
{
    return bitmap_get(&r->held, l->line - 1) && !bitmap_get(r->current, l->line - 1) &&
           l->takes != stamp;
}

/* Seizures of the lines from .. to that give way, to those that come: first to what stood for
 * them before, then in order, at last to what comes back with a seizure of its own. */
static void hand_over_group(const struct replay *r, size_t from, size_t to, uint32_t stamp)
{
    for (size_t i = from; i < to && r->knows_before; i++) {
        struct loose_line *l = &r->loose[i];
        uint32_t line = l->before ? loose_at(r, l->before)->carrier : 0;
        if (line && comes(r, l, stamp) && loose_at(r, line)->gives == stamp)
            hand_over(r, loose_at(r, line), l, stamp);
    }
    size_t next = from;
    for (int own = 0; own < 2; own++)
        for (size_t i = from; i < to; i++) {
            struct loose_line *l = &r->loose[i];
            if (!comes(r, l, stamp) || (!own && carries(r, l)))
                continue;
            while (next < to && r->loose[next].gives != stamp)
                next++;
            if (next == to)
                return;
            hand_over(r, &r->loose[next], l, stamp);
        }
}

static bool same_group(const struct loose_line *a, const struct loose_line *b)
{
    return a->case_key == b->case_key &&
           a->hash >> CACHE_COMMODITY_SHIFT == b->hash >> CACHE_COMMODITY_SHIFT;
}

/* Step 1 for the group that a line stands in. Returns how many gave way. */
static uint32_t pair_group(struct replay *r, uint32_t line, uint32_t stamp)
{
    size_t at = r->place[line] - 1, from = at, to;
    uint32_t coming = 0, paired = 0;
    while (from && same_group(&r->loose[from - 1], &r->loose[at]))
        from--;
    if (r->loose[from].stamp == stamp)
        return 0;
    r->loose[from].stamp = stamp;
    for (to = from; to < r->loose_count && same_group(&r->loose[to], &r->loose[at]); to++) {
        size_t bit = r->loose[to].line - 1;
        coming += bitmap_get(&r->held, bit) && !bitmap_get(r->current, bit);
    }
    for (size_t i = from; i < to && paired < coming; i++) {
        size_t bit = r->loose[i].line - 1;
        if (!bitmap_get(&r->held, bit) && bitmap_get(r->current, bit)) {
            bitmap_unset(r->current, bit);
            r->loose[i].gives = stamp;
            paired++;
        }
    }
    if (paired)
        hand_over_group(r, from, to, stamp);
    return paired;
}

enum pass { PASS_HOLD, PASS_PAIR, PASS_BEGIN, PASS_RELEASE };

static uint32_t pass(struct replay *r, const struct past_batch *b, enum pass what)
{
    static const enum statement_kind kinds[] = {STATEMENT_SEEN, STATEMENT_LOOSE};
    uint32_t paired = 0;
    for (size_t k = 0; k < 2; k++) {
        const struct runs *runs = &b->said.runs[kinds[k]];
        for (size_t i = 0; i < runs->count; i++)
            for (uint32_t line = runs->run[i].first; line <= runs->run[i].last; line++) {
                if (!r->place[line])
                    continue;
                if (what == PASS_HOLD)
                    bitmap_set(&r->held, line - 1);
                else if (what == PASS_RELEASE)
                    bitmap_unset(&r->held, line - 1);
                else if (what == PASS_BEGIN)
                    begin_seizure(r, loose_at(r, line));
                else
                    paired += pair_group(r, line, b->id);
            }
    }
    return paired;
}

static uint32_t pair_loose(struct replay *r, const struct past_batch *b)
{
    const struct runs *withdrawn = &b->said.runs[STATEMENT_WITHDRAWN];
    if (!r->pairs)
        return 0;
    pass(r, b, PASS_HOLD);
    /* What is brought only to be taken back takes nobody's place. */
    for (size_t i = 0; i < withdrawn->count; i++)
        for (uint32_t line = withdrawn->run[i].first; line <= withdrawn->run[i].last; line++)
            bitmap_unset(&r->held, line - 1);
    uint32_t paired = pass(r, b, PASS_PAIR);
    pass(r, b, PASS_BEGIN);
    pass(r, b, PASS_RELEASE);
    return paired;
}

/* Loose lines matter where one batch brought some and another speaks of lines. */
static enum status prepare_loose(struct replay *r, struct error *e)
{
    size_t bring = 0, speak = 0;
    for (size_t i = 0; i < r->batches; i++) {
        bool loose = r->batch[i].said.runs[STATEMENT_LOOSE].count > 0;
        bring += loose;
        speak += loose || r->batch[i].said.runs[STATEMENT_SEEN].count > 0;
    }
    r->pairs = bring && speak > 1;
    return r->pairs ? index_loose(r, e) : STATUS_OK;
}

/* ---- steps 2 to 4 ---- */

static void set_range(struct bitmap *b, uint32_t first, uint32_t last)
{
    size_t i = first - 1;
    for (; i < last && i % 64; i++)
        bitmap_set(b, i);
    for (; i + 64 <= last; i += 64)
        b->words[i / 64] = UINT64_MAX;
    for (; i < last; i++)
        bitmap_set(b, i);
}

static void make_current(struct replay *r, uint32_t first, uint32_t last)
{
    if (!first)
        return;
    set_range(r->current, first, last);
    for (uint32_t line = first; r->next && line <= last; line++) {
        if (!r->next[line])
            continue;
        /* A later line of the same file comes after this one and sets itself again. */
        for (uint32_t other = r->next[line]; other != line; other = r->next[other])
            bitmap_unset(r->current, other - 1);
        bitmap_set(r->current, line - 1);
    }
}

static void withdraw(struct replay *r, uint32_t line)
{
    bitmap_unset(r->current, line - 1);
    if (!r->next || !r->next[line])
        return;
    for (uint32_t other = r->next[line]; other != line; other = r->next[other])
        if (other < line)
            bitmap_unset(r->current, other - 1);
}

static uint32_t unset_runs(struct bitmap *b, const struct runs *runs)
{
    uint32_t were = 0;
    for (size_t i = 0; i < runs->count; i++)
        for (size_t bit = runs->run[i].first - 1; bit < runs->run[i].last; bit++) {
            were += bitmap_get(b, bit);
            bitmap_unset(b, bit);
        }
    return were;
}

static void apply(struct replay *r, const struct past_batch *b, struct current_outcome *outcome)
{
    outcome->paired = pair_loose(r, b);
    const struct runs *seen = &b->said.runs[STATEMENT_SEEN];
    const struct runs *withdrawn = &b->said.runs[STATEMENT_WITHDRAWN];
    for (size_t i = 0; i < seen->count; i++)
        make_current(r, seen->run[i].first, seen->run[i].last);
    make_current(r, b->first, b->last);
    for (size_t i = 0; i < withdrawn->count; i++)
        for (uint32_t line = withdrawn->run[i].first; line <= withdrawn->run[i].last; line++)
            withdraw(r, line);
    outcome->withdrawn = unset_runs(r->current, &b->said.runs[STATEMENT_ABSENT]);
}

/* What loose lines stood for while batches counted that are retracted now. */
static enum status look_before(struct replay *r, struct error *e)
{
    struct current_outcome outcome;
    struct bitmap all = {0}, *current = r->current;
    bool retracted = false;
    for (size_t i = 0; i < r->batches; i++)
        retracted |= r->batch[i].retracted;
    if (!r->pairs || !retracted)
        return STATUS_OK;
    if (!bitmap_init(&all, r->lines))
        return error_no_memory(e);
    r->current = &all;
    for (size_t i = 0; i < r->batches; i++) {
        const struct past_batch *b = &r->batch[i];
        apply(r, b, &outcome);
        for (uint32_t line = b->first; line && line <= b->last; line++)
            if (r->place[line])
                loose_at(r, line)->before = loose_at(r, line)->seizure;
    }
    for (size_t i = 0; i < r->loose_count; i++) {
        struct loose_line *l = &r->loose[i];
        l->stamp = l->gives = l->takes = l->seizure = l->carrier = 0;
    }
    r->current = current;
    r->knows_before = true;
    bitmap_free(&all);
    return STATUS_OK;
}

static enum status tell_carried(const struct replay *r, struct links *out, struct error *e)
{
    for (uint32_t line = 1; r->pairs && line <= r->lines; line++) {
        if (!r->place[line])
            continue;
        const struct loose_line *l = loose_at(r, line);
        uint32_t seizure = l->seizure ? l->seizure : l->before;
        if (seizure && seizure != line && !links_add(out, line, seizure))
            return error_no_memory(e);
    }
    return STATUS_OK;
}

enum status current_find(struct cache *c, struct current *out, struct current_outcome *last,
                         struct error *e)
{
    struct replay r = {.cache = c, .lines = cache_line_count(c), .current = &out->lines};
    struct current_outcome outcome = {0};
    *out = (struct current){0};
    if (!bitmap_init(&out->lines, r.lines))
        return error_no_memory(e);
    enum status s = read_batches(&r, e);
    if (s == STATUS_OK)
        s = make_chains(&r, e);
    if (s == STATUS_OK)
        s = prepare_loose(&r, e);
    if (s == STATUS_OK)
        s = look_before(&r, e);
    for (size_t i = 0; i < r.batches && s == STATUS_OK; i++) {
        outcome = (struct current_outcome){0};
        if (!r.batch[i].retracted)
            apply(&r, &r.batch[i], &outcome);
    }
    if (last)
        *last = outcome;
    if (s == STATUS_OK)
        s = tell_carried(&r, &out->carried, e);
    replay_free(&r);
    return s;
}

void current_free(struct current *k)
{
    bitmap_free(&k->lines);
    links_free(&k->carried);
}
