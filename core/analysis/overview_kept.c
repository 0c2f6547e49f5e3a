/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview over all records, kept in the cache: its key, and how it is written and read. */
#include "analysis/overview_kept.h"
#include "store/answer.h"

#include <nettle/sha2.h>
#include <string.h>

#define NAME "overview"
/* Of each list; more than a pane shows. */
#define KEPT_ROWS 16
/* Counts up with each change of what the overview says or of how it is written here: what an
 * older program kept is then passed over. */
#define KEPT_FORMAT 1
/* No delay is longer; beyond it the answer is damaged. */
#define MOST_DAYS (1 << 20)

/* ---- the key */

static void hash_number(struct sha256_ctx *h, uint64_t n)
{
    sha256_update(h, sizeof n, (const uint8_t *)&n);
}

/* With its length: neighbours cannot run into each other. */
static void hash_text(struct sha256_ctx *h, const char *text)
{
    size_t len = text ? strlen(text) : 0;
    hash_number(h, len);
    sha256_update(h, len, (const uint8_t *)text);
}

/* What the numbers and labels of the overview take from the reference. */
static void hash_reference(struct sha256_ctx *h, const struct reference *r)
{
    static const char *const lists[] = {"unit", "product", "stream", "country"};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        const struct code_list *list = reference_list(r, lists[l]);
        hash_number(h, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
            hash_text(h, list->codes[i].code);
            hash_text(h, list->codes[i].label[LANGUAGE_EN]);
            hash_number(h, list->codes[i].parent);
        }
    }
    const struct code_list *units = reference_list(r, "unit");
    for (uint32_t i = 0; i < units->count; i++) {
        int64_t factor;
        hash_number(h, reference_unit(r, i, &factor));
        hash_number(h, (uint64_t)factor);
    }
    size_t count;
    const struct package_rule *rule = reference_package_rules(r, &count);
    hash_number(h, count);
    for (size_t i = 0; i < count; i++) {
        hash_text(h, rule[i].name);
        hash_number(h, rule[i].unit);
        hash_number(h, rule[i].family);
        hash_number(h, (uint64_t)rule[i].factor);
        hash_number(h, (uint64_t)rule[i].product << 32 | rule[i].stream);
    }
}

/* A line's content never changes, so what there is to count follows from the batches and from
 * which lines count: the words of the bitmap themselves. */
static void hash_lines(struct sha256_ctx *h, const struct frame *f)
{
    size_t count;
    const struct batch *b = frame_batches(f, &count);
    hash_number(h, count);
    for (size_t i = 0; i < count; i++) {
        const uint64_t numbers[] = {b[i].id,        b[i].first_line, b[i].last_line,
                                    b[i].retracted, b[i].grain,      b[i].rows_read};
        sha256_update(h, sizeof numbers, (const uint8_t *)numbers);
        hash_text(h, b[i].sha256);
        hash_text(h, b[i].imported_at);
        hash_text(h, b[i].as_of);
    }
    const struct bitmap *current = frame_current(f);
    hash_number(h, current->bits);
    sha256_update(h, bitmap_words(current) * sizeof *current->words,
                  (const uint8_t *)current->words);
}

static void make_key(const struct frame *f, uint8_t key[ANSWER_KEY_BYTES])
{
    struct sha256_ctx h;
    size_t fields;
    sha256_init(&h);
    hash_number(&h, KEPT_FORMAT);
    hash_number(&h, frame_is_apart(f));
    hash_text(&h, frame_as_of(f));
    const struct frame_field *field = frame_fields(f, &fields);
    for (size_t i = 0; i < fields; i++)
        if (field[i].field) /* further ones, tags and notes are nothing to the overview */
            hash_text(&h, field[i].name);
    hash_lines(&h, f);
    hash_reference(&h, frame_reference(f));
    sha256_digest(&h, ANSWER_KEY_BYTES, key);
}

/* ---- the answer of a frame */

/* What the cache has for the current lines of a frame, which are the same for its life: asked
 * once, and no question of a frame that is at work reads the cache again. */
struct answer {
    uint8_t key[ANSWER_KEY_BYTES];
    size_t bytes; /* 0: there is none that fits */
    char data[];
};

/* The answer, in the frame where there is room for it, else in a. */
static enum status find_answer(struct frame *f, struct arena *a, const struct answer **out,
                               struct error *e)
{
    uint8_t key[ANSWER_KEY_BYTES];
    const void *data;
    size_t bytes;
    if ((*out = frame_kept(f, NAME)))
        return STATUS_OK;
    make_key(f, key);
    enum status s = cache_answer(frame_cache(f), NAME, key, a, &data, &bytes, e);
    if (s != STATUS_OK)
        return s;
    struct answer *answer = frame_keep(f, NAME, sizeof *answer + bytes);
    if (!answer && !(answer = arena_alloc(a, sizeof *answer + bytes)))
        return error_no_memory(e);
    memcpy(answer->key, key, sizeof key);
    answer->bytes = bytes;
    if (bytes)
        memcpy(answer->data, data, bytes);
    *out = answer;
    return STATUS_OK;
}

/* ---- writing: little endian as the cache's columns are, texts with their length before them
 */

static void put_number(struct buffer *b, uint64_t n)
{
    buffer_add(b, &n, sizeof n);
}

static void put_real(struct buffer *b, double d)
{
    buffer_add(b, &d, sizeof d);
}

static void put_text(struct buffer *b, const char *text)
{
    put_number(b, strlen(text));
    buffer_adds(b, text);
}

static void put_lists(struct buffer *b, const struct overview *o)
{
    put_number(b, o->silent_count);
    for (size_t i = 0; i < o->silent_count; i++) {
        put_text(b, o->silent[i].code);
        put_text(b, o->silent[i].label);
        put_text(b, o->silent[i].last);
        put_number(b, o->silent[i].months);
        put_real(b, o->silent[i].usual);
    }
    put_number(b, o->haul_count);
    for (size_t i = 0; i < o->haul_count; i++) {
        put_number(b, o->haul[i].position);
        put_text(b, o->haul[i].product);
        put_text(b, o->haul[i].reporter);
        put_text(b, o->haul[i].date);
        put_text(b, o->haul[i].amount);
    }
    put_number(b, o->mover_count);
    for (size_t i = 0; i < o->mover_count; i++) {
        put_text(b, o->mover[i].code);
        put_text(b, o->mover[i].label);
        put_number(b, o->mover[i].now);
        put_number(b, o->mover[i].before);
        put_real(b, o->mover[i].p);
    }
}

/* The plain counts, in one place for writing and reading. */
#define COUNTS 13
static void counts_of(struct overview *o, uint32_t *out[COUNTS])
{
    uint32_t *counts[COUNTS] = {
        &o->cases_now,
        &o->cases_before,
        &o->seizures_now,
        &o->seizures_before,
        &o->reporters_now,
        &o->reporters_before,
        &o->cases_since,
        &o->seizures_since,
        &o->reporters_since,
        &o->last_current,
        &o->without_case,
        &o->reporters,
        NULL,
    };
    memcpy(out, counts, sizeof counts);
}

static void write_overview(struct buffer *b, struct overview *o)
{
    uint32_t *counts[COUNTS];
    counts_of(o, counts);
    for (size_t i = 0; counts[i]; i++)
        put_number(b, *counts[i]);
    put_number(b, o->has_cases);
    put_number(b, o->cases);
    put_number(b, (uint64_t)(o->usual_delay + 1));
    put_lists(b, o);
}

/* ---- reading: the cache may be damaged */

struct reading {
    const char *at;
    size_t left;
    struct arena *arena;
    bool bad;
};

static const char *take(struct reading *r, size_t bytes)
{
    const char *at = r->at;
    if (r->bad || bytes > r->left) {
        r->bad = true;
        return NULL;
    }
    r->at += bytes;
    r->left -= bytes;
    return at;
}

/* At most most, else the whole is bad. */
static uint64_t take_number(struct reading *r, uint64_t most)
{
    uint64_t n = 0;
    const char *at = take(r, sizeof n);
    if (at)
        memcpy(&n, at, sizeof n);
    r->bad |= n > most;
    return r->bad ? 0 : n;
}

static double take_real(struct reading *r, double most)
{
    double d = 0;
    const char *at = take(r, sizeof d);
    if (at)
        memcpy(&d, at, sizeof d);
    r->bad |= !(d >= 0 && d <= most);
    return r->bad ? 0 : d;
}

static const char *take_text(struct reading *r)
{
    size_t len = take_number(r, SIZE_MAX);
    const char *at = take(r, len);
    const char *text = at && !memchr(at, 0, len) ? arena_copy(r->arena, at, len) : NULL;
    r->bad |= !text;
    return text ? text : "";
}

/* A list's room; *count is what was kept, *shown how many of them are asked for. */
static void *take_list(struct reading *r, size_t size, size_t rows, size_t *count,
                       size_t *shown)
{
    *count = take_number(r, KEPT_ROWS);
    *shown = *count < rows ? *count : rows;
    void *list = arena_zero(r->arena, *count + 1, size);
    if (!list) {
        r->bad = true;
        *count = *shown = 0;
    }
    return list;
}

static void read_lists(struct reading *r, size_t lines, size_t rows, struct overview *o)
{
    size_t n;
    o->silent = take_list(r, sizeof *o->silent, rows, &n, &o->silent_count);
    for (size_t i = 0; i < n; i++) {
        struct overview_silent *s = &o->silent[i];
        s->code = take_text(r);
        s->label = take_text(r);
        s->last = take_text(r);
        s->months = (uint32_t)take_number(r, UINT32_MAX);
        s->usual = take_real(r, UINT32_MAX);
    }
    o->haul = take_list(r, sizeof *o->haul, rows, &n, &o->haul_count);
    for (size_t i = 0; i < n; i++) {
        struct overview_haul *h = &o->haul[i];
        h->position = take_number(r, lines - 1);
        h->product = take_text(r);
        h->reporter = take_text(r);
        h->date = take_text(r);
        h->amount = take_text(r);
    }
    o->mover = take_list(r, sizeof *o->mover, rows, &n, &o->mover_count);
    for (size_t i = 0; i < n; i++) {
        struct overview_mover *m = &o->mover[i];
        m->code = take_text(r);
        m->label = take_text(r);
        m->now = (uint32_t)take_number(r, lines);
        m->before = (uint32_t)take_number(r, lines);
        m->p = take_real(r, 1);
    }
}

/* What the frame has at hand is taken from there. */
static bool read_overview(struct frame *f, struct reading *r, size_t rows, struct overview *o)
{
    uint32_t *counts[COUNTS];
    size_t lines = frame_lines(f);
    int32_t as_of;
    counts_of(o, counts);
    for (size_t i = 0; counts[i]; i++)
        *counts[i] = (uint32_t)take_number(r, lines);
    o->has_cases = take_number(r, 1);
    o->cases = take_number(r, lines);
    o->usual_delay = (int)take_number(r, MOST_DAYS) - 1;
    read_lists(r, lines, rows, o);
    o->as_of = frame_as_of(f);
    o->last = frame_last_batch(f);
    o->lines = bitmap_count(frame_current(f));
    frame_fields(f, &o->fields);
    if (span_as_of(f, &as_of))
        overview_set_spans(o, as_of);
    return !r->bad && !r->left;
}

bool overview_recall(struct frame *f, const struct bitmap *selection, size_t rows,
                     struct overview *o)
{
    const struct answer *answer;
    struct arena a = {0};
    struct overview read = *o;
    if (rows > KEPT_ROWS || !frame_lines(f) || !bitmap_equal(selection, frame_current(f)))
        return false;
    bool ok = find_answer(f, &a, &answer, NULL) == STATUS_OK && answer->bytes;
    if (ok) {
        struct reading r = {answer->data, answer->bytes, &read.arena, false};
        ok = read_overview(f, &r, rows, &read);
    }
    arena_free(&a);
    if (ok)
        *o = read;
    else
        arena_free(&read.arena);
    return ok;
}

/* ---- keeping and checking */

/* What is to be kept of the frame's current lines, appended to b. */
static enum status make_answer(struct frame *f, struct buffer *b, struct error *e)
{
    struct overview *o;
    enum status s = overview_compute(f, frame_current(f), KEPT_ROWS, &o, e);
    if (s == STATUS_OK)
        write_overview(b, o);
    overview_free(&o);
    return s == STATUS_OK && b->failed ? error_no_memory(e) : s;
}

enum status overview_keep(struct cache *c, const struct reference *r, struct error *e)
{
    uint8_t key[ANSWER_KEY_BYTES];
    struct frame *f = NULL;
    struct buffer b = {0};
    struct arena a = {0};
    const struct answer *known = NULL;
    enum status s = cache_hold(c, e);
    if (s == STATUS_OK)
        s = frame_open(c, r, &f, e);
    if (s == STATUS_OK && frame_lines(f))
        s = find_answer(f, &a, &known, e);
    bool needed = s == STATUS_OK && known && !known->bytes;
    if (needed) {
        memcpy(key, known->key, sizeof key);
        s = make_answer(f, &b, e);
    }
    if (f)
        frame_free(&f);
    cache_release(c);
    /* Who wrote meanwhile made another state: then the key fits no more, and nobody is misled.
     */
    if (s == STATUS_OK && needed)
        s = cache_keep_answer(c, NAME, key, b.data, b.len, e);
    buffer_free(&b);
    arena_free(&a);
    return s;
}

enum status overview_check(struct frame *f, bool *kept, bool *same, struct error *e)
{
    struct buffer b = {0};
    struct arena a = {0};
    const struct answer *known = NULL;
    *kept = *same = false;
    enum status s = frame_lines(f) ? find_answer(f, &a, &known, e) : STATUS_OK;
    if (s == STATUS_OK && known && known->bytes) {
        *kept = true;
        s = make_answer(f, &b, e);
        *same = s == STATUS_OK && b.len == known->bytes && !memcmp(b.data, known->data, b.len);
    }
    buffer_free(&b);
    arena_free(&a);
    return s;
}
