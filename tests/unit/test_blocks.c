/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting by blocks and words of lines against counting line by line: tables of some thousand
 * lines with long and scattered cases, selections with whole blocks and with holes, one thread
 * and two. */
#include "random_lines.h"

#include "analysis/cases.h"
#include "analysis/pivot_dense.h"
#include "analysis/span.h"

#define LINES 9000
#define GROUPS 24

struct big {
    struct fixture_row *row;
    uint32_t cases;
};

/* Runs of cases: most of one line, some of a few, one in a hundred of hundreds; lines of no
 * case; now and then a line of a case that was long ago. */
static void big_table(struct fixture *x, uint32_t *seed, bool scatter, struct big *t)
{
    static uint32_t gone[LINES + 1];
    uint32_t left = 0, withdrawn = 0;
    t->row = calloc(LINES, sizeof *t->row);
    t->cases = 0;
    for (uint32_t i = 0; i < LINES; i++) {
        if (!left) {
            uint32_t draw = random_below(seed, 100);
            left = draw < 1    ? 100 + random_below(seed, 400)
                   : draw < 30 ? 1 + random_below(seed, 9)
                               : 1;
            t->cases++;
        }
        left--;
        t->row[i].case_key = t->cases;
        if (scatter && random_below(seed, 50) == 0) {
            t->row[i].case_key = random_below(seed, t->cases);
            left = 0; /* 0: no case; what it stands in the middle of is torn as well */
        }
        for (size_t f = 0; f < R_FIELDS; f++)
            t->row[i].cells[f] = random_pool[f][random_below(seed, 10)];
        if (i / 2000 % 2 && random_below(seed, 30) == 0)
            gone[withdrawn++] = i + 1;
    }
    gone[withdrawn] = 0;
    fixture_import(x, "big.csv", random_fields, t->row, LINES, gone);
    fixture_frame(x);
}

/* All current lines; or those of every second thousand; or with holes, few or many. */
static void select_lines(struct fixture *x, uint32_t *seed, uint32_t how, struct bitmap *out)
{
    assert_true(bitmap_copy(out, frame_current(x->frame)));
    for (size_t i = 0; how && i < LINES; i++)
        if (how == 1 ? i / 1000 % 2 : !random_below(seed, how == 2 ? 100 : 2))
            bitmap_unset(out, i);
}

/* ---- the cross-tab, line by line */

struct cell {
    int128 value;
    uint32_t lines, counted;
};

struct plain_table {
    struct random_value group[2][GROUPS];
    uint32_t groups[2];
    /* The last row and column are the totals. */
    struct cell cell[GROUPS + 1][GROUPS + 1];
    bool *seen; /* by case, then cell */
    uint32_t outside[2];
};

static uint32_t find_group(const struct plain_table *t, int side, const struct random_value *v)
{
    uint32_t g = 0;
    while (g < t->groups[side] &&
           (t->group[side][g].state != v->state || strcmp(t->group[side][g].code, v->code)))
        g++;
    return g;
}

static bool group_of(struct plain_table *t, int side, const struct fixture_row *row,
                     const char *axis, uint32_t *out)
{
    struct random_value v[8];
    *out = GROUPS;
    if (!axis)
        return true;
    if (!random_groups(row, axis, v)) {
        t->outside[side]++;
        return false;
    }
    *out = find_group(t, side, &v[0]);
    if (*out == t->groups[side])
        t->group[side][t->groups[side]++] = v[0];
    assert_true(t->groups[side] < GROUPS);
    return true;
}

static void add_to(struct plain_table *t, uint32_t r, uint32_t c, const struct fixture_row *row,
                   enum measure_kind kind)
{
    struct cell *cell = &t->cell[r][c];
    int128 n = 0;
    bool counted = true;
    if (kind == MEASURE_CASES) {
        bool *seen = &t->seen[(row->case_key * (GROUPS + 1) + r) * (GROUPS + 1) + c];
        counted = row->case_key != 0;
        n = counted && !*seen;
        *seen = true;
    } else {
        counted = random_amount(row, kind, measure_of(kind).scale, &n) == AMOUNT_COUNTED;
    }
    cell->lines++;
    cell->counted += counted;
    cell->value += counted ? n : 0;
}

static void plain_count(const struct big *big, const struct bitmap *lines,
                        const char *const axis[2], enum measure_kind kind,
                        struct plain_table *t)
{
    *t = (struct plain_table){
        .seen = calloc((size_t)(big->cases + 1) * (GROUPS + 1) * (GROUPS + 1), 1)};
    for (size_t i = 0; i < LINES; i++) {
        uint32_t r, c;
        if (!bitmap_get(lines, i))
            continue;
        bool placed = group_of(t, 0, &big->row[i], axis[0], &r);
        placed &= group_of(t, 1, &big->row[i], axis[1], &c);
        for (int k = 0; placed && k < 4; k++)
            if ((k != 1 && k != 3) || axis[0]) /* a side without an axis is its own total */
                if (k < 2 || axis[1])
                    add_to(t, k % 2 ? GROUPS : r, k < 2 ? c : GROUPS, &big->row[i], kind);
    }
    free(t->seen);
}

static uint32_t plain_group(const struct plain_table *t, int side, const struct axis *axis,
                            const struct pivot_group *group)
{
    const struct value *v = &axis->group[group->group[0]];
    struct random_value want = {.state = v->state};
    snprintf(want.code, sizeof want.code, "%s", v->code);
    return find_group(t, side, &want);
}

static void assert_cells(const struct pivot *p, const struct plain_table *t)
{
    for (size_t r = 0; r <= p->row_count; r++)
        for (size_t c = 0; c <= p->col_count; c++) {
            uint32_t row = r == p->row_count ? GROUPS
                                             : plain_group(t, 0, &p->rows[0], &p->row[r]),
                     col = c == p->col_count ? GROUPS
                                             : plain_group(t, 1, &p->cols[0], &p->col[c]);
            struct cell want = {0};
            /* A period in which nothing was is none of the plain table. */
            if ((row == GROUPS || row < t->groups[0]) && (col == GROUPS || col < t->groups[1]))
                want = t->cell[row][col];
            const struct amount *got = pivot_at(p, 0, r, c);
            assert_int_equal(got->lines, want.lines);
            assert_int_equal(got->counted, want.counted);
            assert_true(got->value == want.value);
        }
    assert_int_equal(p->no_row, t->outside[0]);
    assert_int_equal(p->no_col, t->outside[1]);
}

static void compare(struct fixture *x, const struct big *big, const struct bitmap *lines,
                    const char *const axis[2], enum measure_kind kind, size_t lines_a_thread)
{
    static struct plain_table want;
    struct pivot *p = calloc(1, sizeof *p);
    struct side rows, cols;
    const char *const row_names[PIVOT_DEPTH] = {axis[0]}, *const col_names[] = {axis[1], NULL};
    p->measure = arena_zero(&p->arena, 1, sizeof *p->measure);
    p->measure_count = 1;
    p->measure[0] = measure_of(kind);
    ok(x, side_open(x->frame, row_names, &p->arena, &rows, &x->e));
    ok(x, side_open(x->frame, col_names, &p->arena, &cols, &x->e));
    ok(x, dense_run(x->frame, lines, p, &rows, &cols, lines_a_thread, &x->e));
    side_close(&rows);
    side_close(&cols);
    plain_count(big, lines, axis, kind, &want);
    assert_cells(p, &want);
    pivot_free(&p);
}

/* ---- whole selections */

static void compare_counts(struct fixture *x, const struct big *big, const struct bitmap *lines)
{
    bool *seen = calloc(big->cases + 1, 1);
    struct random_value reporter[GROUPS];
    uint32_t want = 0, want_without = 0, reporters = 0, got, without;
    for (size_t i = 0; i < LINES; i++) {
        if (!bitmap_get(lines, i))
            continue;
        uint32_t key = big->row[i].case_key, r = 0;
        want += key && !seen[key];
        want_without += !key;
        seen[key] = true;
        struct random_value v = random_read(big->row[i].cells[R_REPORTER]);
        while (r < reporters && strcmp(reporter[r].code, v.code))
            r++;
        if (r == reporters && v.state == VALUE_VALID)
            reporter[reporters++] = v;
    }
    free(seen);
    ok(x, cases_count(x->frame, lines, &got, &without, &x->e));
    assert_int_equal(got, want);
    assert_int_equal(without, want_without);
    ok(x, reporters_count(x->frame, lines, &got, &x->e));
    assert_int_equal(got, reporters);
}

/* From the middle of January to the end of February: months are known too little, the years
 * that begin or end inside as well. */
static void compare_span(struct fixture *x, const struct big *big, const struct bitmap *lines)
{
    const struct span span = {date_from_civil(2024, 1, 15), date_from_civil(2024, 2, 29)};
    static const char *const inside[] = {"2024-01-31", "2024-02-29"}, *coarse[] = {"2024", ""},
                             *undated[] = {"?", "!30.02.2024"};
    struct span_outcome want = {0}, got;
    struct bitmap out;
    ok(x, span_select(x->frame, "date", lines, span, GRAIN_DAY, &out, &got, &x->e));
    for (size_t i = 0; i < LINES; i++) {
        const char *cell = big->row[i].cells[R_DATE];
        bool is =
            bitmap_get(lines, i) && (!strcmp(cell, inside[0]) || !strcmp(cell, inside[1]));
        assert_int_equal(bitmap_get(&out, i), is);
        want.inside += is;
        if (!bitmap_get(lines, i))
            continue;
        want.coarse += !strcmp(cell, coarse[0]);
        want.undated += !*cell || !strcmp(cell, undated[0]) || !strcmp(cell, undated[1]);
    }
    assert_int_equal(got.inside, want.inside);
    assert_int_equal(got.coarse, want.coarse);
    assert_int_equal(got.undated, want.undated);
    bitmap_free(&out);
}

static void test_blocks_count_as_lines_do(void **state)
{
    (void)state;
    static const char *const axes[] = {"reporter", "month", "year", "product", "weekday", NULL};
    static const enum measure_kind kinds[] = {MEASURE_CASES, MEASURE_MASS, MEASURE_CASES,
                                              MEASURE_PIECES};
    for (uint32_t draw = 0; draw < 4; draw++) {
        uint32_t seed = draw * 7919 + 1;
        void *own = NULL;
        struct big big;
        assert_int_equal(fixture_set_up(&own), 0);
        big_table(own, &seed, draw % 2, &big);
        for (uint32_t how = 0; how < 4; how++) {
            struct bitmap lines;
            select_lines(own, &seed, how, &lines);
            for (size_t i = 0; i < 8; i++) {
                const char *const axis[2] = {axes[random_below(&seed, 6)],
                                             axes[random_below(&seed, 6)]};
                compare(own, &big, &lines, axis, kinds[i % 4], i % 3 ? 1 : SIZE_MAX / 4);
            }
            compare_counts(own, &big, &lines);
            compare_span(own, &big, &lines);
            bitmap_free(&lines);
        }
        free(big.row);
        fixture_tear_down(&own);
    }
}

/* Every way in which 5 lines in and around a word's end can follow each other and be taken. */
static void test_repeats_across_words(void **state)
{
    (void)state;
    for (uint32_t follows = 0; follows < 32; follows++)
        for (uint32_t taken = 0; taken < 32; taken++) {
            const size_t at = 61;
            uint64_t f[2] = {(uint64_t)follows << at, follows >> 3},
                     l[2] = {(uint64_t)taken << at, taken >> 3}, carry = 0, got[2];
            for (int w = 0; w < 2; w++)
                got[w] = case_repeats(l[w], f[w], &carry);
            bool before = false;
            for (uint32_t i = 0; i < 5; i++) {
                bool takes = (taken >> i) & 1U, goes_on = (follows >> i) & 1U;
                before = goes_on && before;
                uint64_t word = got[(at + i) / 64];
                assert_int_equal((word >> ((at + i) % 64)) & 1U, takes && before);
                before |= takes;
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repeats_across_words),
        cmocka_unit_test(test_blocks_count_as_lines_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
