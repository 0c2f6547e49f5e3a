/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags and notes against a model that knows seizures by their names alone: after any sequence
 * of deliveries, undoing, purging, tagging and taking back, each current line has what was said
 * of its seizure. And what a reader that holds its moment sees of it. */
#include "frame/frame.h"
#include "ingest/import.h"
#include "store/tag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <sqlite3.h>

enum { SEQUENCES = 40, STEPS = 14, SEIZURES = 6, ACTS = 64, BATCHES = 32 };

/* Bit i: seizure i. */
struct said {
    uint32_t tagged[2]; /* with the tags "a" and "b" */
};

struct undo {
    enum act_kind kind;
    int tag;
    uint32_t changed;
};

struct fixture {
    struct reference *reference;
    char folder[64], path[96], file[96];
    struct error error;
    struct arena arena;
    uint64_t random;
    struct buffer log;
    struct said said;
    struct undo undo[ACTS];
    size_t acts;
    bool live[BATCHES], gone[BATCHES];
    uint32_t batches;
};

static void ok(const struct fixture *f, enum status s)
{
    if (s != STATUS_OK)
        fail_msg("%s (%s) after%s", f->error.text, f->error.way_out, buffer_text(&f->log));
}

static void remove_cache(const char *path)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    char one[128];
    for (size_t i = 0; i < 4; i++) {
        snprintf(one, sizeof one, "%s%s", path, suffixes[i]);
        unlink(one);
    }
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    const char *tmp = getenv("TMPDIR");
    if (!tmp)
        tmp = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";
    snprintf(f->folder, sizeof f->folder, "%.40s/saisie-XXXXXX", tmp);
    if (!mkdtemp(f->folder) || reference_open(&f->reference, &f->error) != STATUS_OK)
        return -1;
    snprintf(f->path, sizeof f->path, "%s/cache.db", f->folder);
    snprintf(f->file, sizeof f->file, "%s/file.csv", f->folder);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    remove_cache(f->path);
    unlink(f->file);
    rmdir(f->folder);
    reference_free(&f->reference);
    buffer_free(&f->log);
    arena_free(&f->arena);
    free(f);
    return 0;
}

static struct cache *open_cache(struct fixture *f, enum cache_mode mode)
{
    struct cache *c = NULL;
    ok(f, cache_open(f->path, mode, &c, &f->error));
    return c;
}

static void load(struct fixture *f, struct cache *c, const char *text)
{
    struct import_report report;
    struct import_options options = {0};
    FILE *file = fopen(f->file, "w");
    assert_true(file && fputs(text, file) >= 0 && fclose(file) == 0);
    ok(f, import_file(c, f->reference, f->file, &options, &report, &f->error));
    import_report_free(&report);
}

/* Seizure i is line i % 2 of case C(i / 2). */
static int seizure_at(struct fixture *f, const struct frame *frame, const struct column *lines,
                      uint32_t position)
{
    struct line_origin origin;
    ok(f, cache_line(frame_cache(frame), position + 1, &f->arena, &origin, &f->error));
    return atoi(origin.case_id + 1) * 2 + atoi(lines->value[column_id(lines, position)].code);
}

static struct bitmap lines_of(struct fixture *f, struct frame *frame, uint32_t seizures,
                              uint32_t *there)
{
    struct bitmap out = {0};
    const struct column *lines;
    ok(f, frame_column(frame, "line", &lines, &f->error));
    assert_true(bitmap_init(&out, frame_lines(frame)));
    *there = 0;
    for (uint32_t i = 0; i < frame_lines(frame); i++) {
        int s = seizure_at(f, frame, lines, i);
        if (s >= SEIZURES || !bitmap_get(frame_current(frame), i) || !(seizures >> s & 1U))
            continue;
        bitmap_set(&out, i);
        *there |= 1U << s;
    }
    return out;
}

/* ---- the model */

static void keep(struct fixture *f, enum act_kind kind, int tag, uint32_t changed)
{
    if (changed)
        f->undo[f->acts++] = (struct undo){kind, tag, changed};
}

static void forget(struct fixture *f, uint32_t gone)
{
    for (int t = 0; t < 2; t++)
        f->said.tagged[t] &= ~gone;
    size_t kept = 0;
    for (size_t i = 0; i < f->acts; i++) {
        f->undo[i].changed &= ~gone;
        if (f->undo[i].changed)
            f->undo[kept++] = f->undo[i];
    }
    f->acts = kept;
}

static size_t notes_on(const struct fixture *f, int seizure)
{
    size_t n = 0;
    for (size_t i = 0; i < f->acts; i++)
        n += f->undo[i].kind == ACT_NOTE && f->undo[i].changed >> seizure & 1U;
    return n;
}

/* ---- steps */

static uint32_t below(struct fixture *f, uint32_t n)
{
    f->random = f->random * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)(f->random >> 33) % n;
}

static void step_import(struct fixture *f, struct cache *c)
{
    char text[1024];
    if (f->batches + 1 >= BATCHES)
        return;
    /* The delivery's number in a remark makes each file another one. */
    int at = snprintf(text, sizeof text, "case_id,line,product,quantity\n");
    for (unsigned s = 0; s < SEIZURES; s++)
        if (below(f, 3))
            at += snprintf(text + at, sizeof text - (size_t)at, "C%u,%u,Heroin,%u\n", s / 2,
                           s % 2, (unsigned)below(f, 3) + 1);
    snprintf(text + at, sizeof text - (size_t)at, "C9,%u,Heroin,1\n", f->batches + 10);
    buffer_addf(&f->log, "\nimport\n%s", text);
    load(f, c, text);
    f->live[++f->batches] = true;
}

static void step_retract(struct fixture *f, struct cache *c)
{
    uint32_t b = f->batches ? below(f, f->batches) + 1 : 0;
    if (!b || f->gone[b])
        return;
    buffer_addf(&f->log, "\n%s %u", f->live[b] ? "undo" : "redo", b);
    ok(f, cache_retract(c, b, !f->live[b], &f->error));
    f->live[b] = !f->live[b];
}

static void step_purge(struct fixture *f, struct cache *c)
{
    struct cache_purged gone;
    struct frame *frame = NULL;
    const struct column *lines;
    uint32_t there = 0;
    buffer_adds(&f->log, "\npurge");
    ok(f, cache_purge(c, &gone, &f->error));
    for (uint32_t b = 1; b <= f->batches; b++)
        f->gone[b] |= !f->live[b];
    ok(f, frame_open_all(c, f->reference, &frame, &f->error));
    ok(f, frame_column(frame, "line", &lines, &f->error));
    for (uint32_t i = 0; i < frame_lines(frame); i++) {
        int s = seizure_at(f, frame, lines, i);
        there |= s < SEIZURES ? 1U << s : 0;
    }
    frame_free(&frame);
    forget(f, ~there);
}

static void step_act(struct fixture *f, struct cache *c)
{
    static const char *const tags[] = {"a", "b"};
    struct frame *frame = NULL;
    uint32_t there, changed, wanted = below(f, 1U << SEIZURES);
    int tag = (int)below(f, 2), kind = (int)below(f, 3) + ACT_TAG;
    ok(f, frame_open(c, f->reference, &frame, &f->error));
    struct bitmap lines = lines_of(f, frame, wanted, &there);
    uint32_t *tagged = &f->said.tagged[tag], before = *tagged;
    buffer_addf(&f->log, "\nact %d %s on %x", kind, tags[tag], there);
    if (kind == ACT_NOTE) {
        ok(f, cache_note(c, "seen", &lines, &changed, &f->error));
        keep(f, ACT_NOTE, 0, there);
        assert_int_equal(changed, __builtin_popcount(there));
    } else {
        ok(f, cache_tag(c, tags[tag], kind == ACT_UNTAG, &lines, &changed, &f->error));
        *tagged = kind == ACT_TAG ? before | there : before & ~there;
        keep(f, (enum act_kind)kind, tag, before ^ *tagged);
        assert_int_equal(changed, __builtin_popcount(before ^ *tagged));
    }
    bitmap_free(&lines);
    frame_free(&frame);
}

static void step_undo(struct fixture *f, struct cache *c)
{
    struct cache_act act;
    buffer_adds(&f->log, "\ntake back");
    enum status s = cache_undo_act(c, &f->arena, &act, &f->error);
    if (!f->acts) {
        assert_int_equal(s, STATUS_MISUSE);
        return;
    }
    ok(f, s);
    const struct undo *u = &f->undo[--f->acts];
    assert_int_equal(act.kind, u->kind);
    assert_int_equal(act.seizures, __builtin_popcount(u->changed));
    if (u->kind != ACT_NOTE)
        f->said.tagged[u->tag] ^= u->changed;
}

/* ---- the comparison */

static void no_fault(void *data, const char *text)
{
    const struct fixture *f = data;
    fail_msg("check: %s after%s", text, buffer_text(&f->log));
}

/* From one version of each seizure that has the first tag to all of them. */
static void compare_versions(struct fixture *f, struct cache *c, struct frame *frame,
                             const struct column *lines)
{
    struct bitmap one = {0}, all = {0}, found = {0};
    uint32_t seen = 0;
    assert_true(bitmap_init(&one, frame_lines(frame)) && bitmap_init(&all, frame_lines(frame)));
    for (uint32_t i = 0; i < frame_lines(frame); i++) {
        int s = seizure_at(f, frame, lines, i);
        if (s >= SEIZURES || !(f->said.tagged[0] >> s & 1U))
            continue;
        if (!(seen >> s & 1U))
            bitmap_set(&one, i);
        seen |= 1U << s;
        bitmap_set(&all, i);
    }
    ok(f, cache_same_seizures(c, &one, &found, &f->error));
    if (!bitmap_equal(&found, &all))
        fail_msg("%zu versions, not %zu after%s", bitmap_count(&found), bitmap_count(&all),
                 buffer_text(&f->log));
    bitmap_free(&one);
    bitmap_free(&all);
    bitmap_free(&found);
}

static void compare(struct fixture *f, struct cache *c)
{
    static const char *const sets[] = {"", "a", "b", "a b"};
    struct frame *frame = NULL;
    const struct column *tags, *lines;
    struct cache_note *note;
    size_t notes;
    ok(f, cache_check(c, no_fault, f, &f->error));
    /* All lines: fields that retracted batches alone brought are needed too. */
    ok(f, frame_open_all(c, f->reference, &frame, &f->error));
    ok(f, frame_column(frame, "tag", &tags, &f->error));
    ok(f, frame_column(frame, "line", &lines, &f->error));
    for (uint32_t i = 0; i < frame_lines(frame); i++) {
        int s = seizure_at(f, frame, lines, i);
        const char *code = tags->value[column_id(tags, i)].code;
        uint32_t in = s < SEIZURES
                          ? (f->said.tagged[0] >> s & 1U) | (f->said.tagged[1] >> s & 1U) << 1
                          : 0;
        if (strcmp(code, sets[in]))
            fail_msg("line %u, seizure %d: \"%s\", not \"%s\" after%s", i + 1, s, code,
                     sets[in], buffer_text(&f->log));
        ok(f, cache_notes(c, i + 1, &f->arena, &note, &notes, &f->error));
        if (notes != (s < SEIZURES ? notes_on(f, s) : 0))
            fail_msg("line %u, seizure %d: %zu notes after%s", i + 1, s, notes,
                     buffer_text(&f->log));
    }
    compare_versions(f, c, frame, lines);
    frame_free(&frame);
}

static void test_any_sequence(void **state)
{
    static void (*const steps[])(struct fixture *, struct cache *) = {
        step_import, step_import, step_act,     step_act,     step_act,  step_act,
        step_undo,   step_undo,   step_retract, step_retract, step_purge};
    struct fixture *f = *state;
    for (unsigned seed = 1; seed <= SEQUENCES; seed++) {
        f->random = seed * 0x9E3779B97F4A7C15ULL;
        f->said = (struct said){0};
        f->acts = 0;
        f->batches = 0;
        memset(f->gone, 0, sizeof f->gone);
        buffer_clear(&f->log);
        buffer_addf(&f->log, " (sequence %u)", seed);
        remove_cache(f->path);
        struct cache *c = open_cache(f, CACHE_WRITE);
        step_import(f, c);
        for (unsigned i = 0; i < STEPS; i++) {
            steps[below(f, sizeof steps / sizeof *steps)](f, c);
            compare(f, c);
        }
        cache_close(&c);
        arena_free(&f->arena);
    }
}

static void test_names(void **state)
{
    static const struct {
        const char *text;
        bool good;
    } names[] = {
        {"watch", true}, {"à-voir", true},    {"2025_q1", true},       {"見張り", true},
        {"", false},     {"-x", false},       {"two words", false},    {"a,b", false},
        {"a:b", false},  {"\033[31m", false}, {"\xff", false},         {"a\"b", false},
        {"?", false},    {"a*", false},       {"\xe2\x80\xae", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (tag_is_name(names[i].text) != names[i].good)
            fail_msg("\"%s\" is %sa tag", names[i].text, names[i].good ? "" : "not ");
}

/* ---- a reader that holds its moment */

#define TWO "case_id,line,product\nC0,0,Heroin\nC0,1,Cocaine\n"

static struct frame *hold(struct fixture *f, struct cache **reader)
{
    struct frame *frame = NULL;
    *reader = open_cache(f, CACHE_READ);
    ok(f, cache_hold(*reader, &f->error));
    ok(f, frame_open(*reader, f->reference, &frame, &f->error));
    return frame;
}

static void test_a_reader_sees_its_acts(void **state)
{
    struct fixture *f = *state;
    const struct column *tags;
    const struct text_column *notes;
    uint32_t there, changed;
    struct cache *c = open_cache(f, CACHE_WRITE), *reader;
    load(f, c, TWO);
    cache_close(&c);
    struct frame *frame = hold(f, &reader);
    struct bitmap first = lines_of(f, frame, 1, &there);
    ok(f, frame_column(frame, "tag", &tags, &f->error));
    ok(f, frame_text(frame, "note", &notes, &f->error));
    assert_int_equal(tags->width, 1);
    assert_null(frame_find_field(frame, "tag"));
    ok(f, cache_tag(reader, "watch", false, &first, &changed, &f->error));
    ok(f, cache_note(reader, "Écrit", &first, &changed, &f->error));
    ok(f, frame_retag(frame, &f->error));
    assert_non_null(frame_find_field(frame, "tag"));
    assert_string_equal(tags->value[column_id(tags, 0)].code, "watch");
    assert_int_equal(tags->value[column_id(tags, 1)].state, VALUE_BLANK);
    assert_int_equal(notes->offset[2], 5);
    assert_memory_equal(notes->folded, "ecrit", 5);
    bitmap_free(&first);
    frame_free(&frame);
    cache_close(&reader);
}

/* Line numbers of the moment may mean other lines now: nothing is done. */
static void test_a_moment_that_passed(void **state)
{
    struct fixture *f = *state;
    uint32_t there, changed;
    struct cache_tag *tag;
    size_t count;
    struct cache *c = open_cache(f, CACHE_WRITE), *reader;
    load(f, c, TWO);
    struct frame *frame = hold(f, &reader);
    struct bitmap first = lines_of(f, frame, 1, &there);
    load(f, c, "case_id,line,product\nC5,1,Heroin\n");
    assert_int_equal(cache_tag(reader, "watch", false, &first, &changed, &f->error),
                     STATUS_FAILED);
    assert_non_null(strstr(f->error.text, "somebody else wrote meanwhile"));
    assert_int_equal(changed, 0);
    ok(f, cache_tags(c, &f->arena, &tag, &count, &f->error));
    assert_int_equal(count, 0);
    bitmap_free(&first);
    frame_free(&frame);
    cache_close(&reader);
    cache_close(&c);
}

/* ---- check */

static void count_fault(void *data, const char *text)
{
    unsigned *faults = data;
    if (strstr(text, "tag") || strstr(text, "reference leads nowhere"))
        ++*faults;
}

static void test_faults_are_found(void **state)
{
    static const struct {
        const char *sql;
        unsigned faults;
    } records[] = {
        {"", 0},
        {"INSERT INTO tag_line VALUES(3, 1)", 1},      /* a later version */
        {"INSERT INTO tag_line VALUES(77, 1)", 1},     /* no such line */
        {"INSERT INTO tag_line VALUES(2, 9)", 1},      /* no such tag */
        {"INSERT INTO note VALUES(1, 3, '', 'x')", 1}, /* a later version */
        {"UPDATE act SET lines = x'4D00'", 1},         /* line 77 */
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        uint32_t changed;
        unsigned faults = 0;
        struct bitmap first = {0};
        remove_cache(f->path);
        struct cache *c = open_cache(f, CACHE_WRITE);
        load(f, c, "case_id,line,quantity\nC0,0,1\nC0,1,1\n");
        load(f, c, "case_id,line,quantity\nC0,0,2\n");
        assert_true(bitmap_init(&first, 3));
        bitmap_set(&first, 2);
        ok(f, cache_tag(c, "watch", false, &first, &changed, &f->error));
        bitmap_free(&first);
        cache_close(&c);
        sqlite3 *db;
        assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, records[i].sql, NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        c = open_cache(f, CACHE_READ);
        ok(f, cache_check(c, count_fault, &faults, &f->error));
        if (faults != records[i].faults)
            fail_msg("%u faults, not %u: %s", faults, records[i].faults, records[i].sql);
        cache_close(&c);
    }
}

/* ---- lines without a number
 *
 * One case and commodity, deliveries that hold some of four quantities, and only such changes
 * as leave no choice: of the current contents at most one goes and at most one comes. So the
 * model needs no order of pairs: it hands the one seizure to the one content. Deliveries are
 * undone from the newest and redone, seizures are named by when they began. */

enum { CONTENTS = 4, LOOSE_STEPS = 24, LOOSE_MOST = 20 };

struct loose_state {
    int seizure[CONTENTS]; /* 0: does not count */
};

static void load_loose(struct fixture *f, struct cache *c, unsigned held, unsigned number)
{
    char text[256];
    int at =
        snprintf(text, sizeof text, "case_id,product,quantity,unit\nZ%u,Heroin,1,g\n", number);
    for (unsigned i = 0; i < CONTENTS; i++)
        if (held >> i & 1U)
            at += snprintf(text + at, sizeof text - (size_t)at, "A1,Cocaine,%u,kg\n", i + 3);
    buffer_addf(&f->log, "\nimport\n%s", text);
    load(f, c, text);
}

static unsigned counting(const struct loose_state *s)
{
    unsigned out = 0;
    for (unsigned i = 0; i < CONTENTS; i++)
        out |= s->seizure[i] ? 1U << i : 0;
    return out;
}

/* What the next delivery holds: all that counts, or all but one, and sometimes one more. */
static struct loose_state next_state(struct fixture *f, const struct loose_state *now,
                                     unsigned *held, int *begun)
{
    struct loose_state next = *now;
    unsigned is = counting(now), come = below(f, CONTENTS), go = below(f, CONTENTS);
    *held = is | 1U << come;
    if (!(is >> come & 1U)) {
        bool replaces = is >> go & 1U && below(f, 3);
        next.seizure[come] = replaces ? now->seizure[go] : ++*begun;
        if (replaces) {
            next.seizure[go] = 0;
            *held &= ~(1U << go);
        }
    }
    return next;
}

static void compare_loose(struct fixture *f, struct cache *c, const struct loose_state *s,
                          uint32_t tagged, struct bitmap *lines, unsigned wanted)
{
    struct frame *frame = NULL;
    const struct column *tags, *quantity;
    unsigned seen = 0;
    ok(f, cache_check(c, no_fault, f, &f->error));
    ok(f, frame_open(c, f->reference, &frame, &f->error));
    ok(f, frame_column(frame, "tag", &tags, &f->error));
    ok(f, frame_column(frame, "quantity", &quantity, &f->error));
    assert_true(bitmap_init(lines, frame_lines(frame)));
    for (uint32_t i = 0; i < frame_lines(frame); i++) {
        int content = atoi(quantity->value[column_id(quantity, i)].code) - 3;
        if (!bitmap_get(frame_current(frame), i) || content < 0)
            continue;
        bool has = !strcmp(tags->value[column_id(tags, i)].code, "w");
        seen |= 1U << content;
        if (has != (tagged >> s->seizure[content] & 1U))
            fail_msg("%d kg is %stagged after%s", content + 3, has ? "" : "not ",
                     buffer_text(&f->log));
        if ((unsigned)content == wanted)
            bitmap_set(lines, i);
    }
    assert_int_equal(seen, counting(s));
    frame_free(&frame);
}

static void test_lines_without_a_number(void **state)
{
    struct fixture *f = *state;
    for (unsigned seed = 1; seed <= SEQUENCES; seed++) {
        struct loose_state past[LOOSE_MOST + 1] = {0};
        struct bitmap lines = {0};
        uint32_t batches = 0, tagged = 0, changed;
        unsigned held, content = 0;
        int begun = 0;
        f->random = seed * 0x9E3779B97F4A7C15ULL;
        buffer_clear(&f->log);
        remove_cache(f->path);
        struct cache *c = open_cache(f, CACHE_WRITE);
        for (unsigned i = 0; i < LOOSE_STEPS && batches < LOOSE_MOST; i++) {
            unsigned what = below(f, 4);
            if (what < 2 || !batches) {
                past[batches + 1] = next_state(f, &past[batches], &held, &begun);
                load_loose(f, c, held, ++batches);
            } else if (what == 2 && lines.bits) {
                int seizure = past[batches].seizure[content];
                buffer_addf(&f->log, "\ntag %u kg", content + 3);
                ok(f, cache_tag(c, "w", false, &lines, &changed, &f->error));
                assert_int_equal(changed, seizure && !(tagged >> seizure & 1U));
                tagged |= seizure ? 1U << seizure : 0;
            } else if (batches > 1) {
                /* Without the newest all is as before; then it comes back. */
                struct bitmap none = {0};
                buffer_addf(&f->log, "\nundo and redo %u", batches);
                ok(f, cache_retract(c, batches, false, &f->error));
                compare_loose(f, c, &past[batches - 1], tagged, &none, CONTENTS);
                bitmap_free(&none);
                ok(f, cache_retract(c, batches, true, &f->error));
            }
            bitmap_free(&lines);
            lines = (struct bitmap){0};
            content = below(f, CONTENTS);
            compare_loose(f, c, &past[batches], tagged, &lines, content);
        }
        bitmap_free(&lines);
        cache_close(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test_setup_teardown(test_a_reader_sees_its_acts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_moment_that_passed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_faults_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_any_sequence, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lines_without_a_number, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
