/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview: a handful of cross-tabs put together as one answer. */
#include "analysis/overview.h"
#include "analysis/block.h"
#include "analysis/cases.h"
#include "analysis/listing.h"
#include "analysis/overview_kept.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Changes are told only where one of the two spans has at least this many. */
#define MOVER_LEAST 5

struct run {
    struct frame *frame;
    struct overview *o;
    const struct bitmap *selection;
    size_t rows;
    int32_t as_of;
};

/* ---- this year so far */

/* The span ends where late lines no longer change it, so that an unfinished summer is not read
 * as a fall. */
void overview_set_spans(struct overview *o, int32_t as_of)
{
    int32_t end = as_of - (o->usual_delay > 0 ? o->usual_delay : 0);
    int year, month, day;
    date_to_civil(end, &year, &month, &day);
    /* The 29th of February has no counterpart: its year before ends on the 28th. */
    int day_before =
        day > date_days_in_month(year - 1, month) ? date_days_in_month(year - 1, month) : day;
    o->now = (struct span){date_from_civil(year, 1, 1), end};
    o->before = (struct span){date_from_civil(year - 1, 1, 1),
                              date_from_civil(year - 1, month, day_before)};
    o->since = (struct span){end + 1, as_of};
}

static enum status count_span(struct run *r, struct span span, struct bitmap *inside,
                              uint32_t *seizures, uint32_t *cases, uint32_t *reporters,
                              struct error *e)
{
    struct span_outcome outcome;
    uint32_t without;
    enum status status =
        span_select(r->frame, "date", r->selection, span, GRAIN_YEAR, inside, &outcome, e);
    if (status)
        return status;
    *seizures = outcome.inside;
    status = cases_count(r->frame, inside, cases, &without, e);
    return status ? status : reporters_count(r->frame, inside, reporters, e);
}

/* ---- what moves */

/* Two-sided two-period exact test: given n = a + b in two spans of equal length, b ~ Bin(n,
 * 1/2) (domain: two-period exact test). The sum of all outcomes no likelier than the one seen.
 */
double overview_exact_test(uint32_t a, uint32_t b)
{
    uint32_t n = a + b, far = a > b ? a : b;
    if (n == 0 || a == b)
        return 1;
    double tail = 0, one = exp(lgamma(n + 1.0) - lgamma(far + 1.0) - lgamma(n - far + 1.0) -
                               n * log(2.0));
    /* Each outcome from the one before, until they no longer tell: of millions of lines that is
     * after some thousand. */
    for (uint32_t k = far; k <= n && one > tail * 1e-17; k++) {
        tail += one;
        one *= (double)(n - k) / (k + 1.0);
    }
    return tail * 2 > 1 ? 1 : tail * 2;
}

static int compare_movers(const void *a, const void *b)
{
    const struct overview_mover *x = a, *y = b;
    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    uint32_t dx = x->now > x->before ? x->now - x->before : x->before - x->now;
    uint32_t dy = y->now > y->before ? y->now - y->before : y->before - y->now;
    return (dx < dy) - (dx > dy);
}

static enum status count_by(struct run *r, const char *field, const struct bitmap *lines,
                            struct pivot **p, struct error *e)
{
    struct pivot_question q = {.rows = {field},
                               .measures = {r->o->has_cases ? MEASURE_CASES : MEASURE_SEIZURES},
                               .measure_count = 1};
    return pivot_run(r->frame, lines, &q, p, e);
}

/* Adds a span's counts to the movers by group; the group's number is its place in all. */
static void add_counts(const struct pivot *p, struct overview_mover *all, bool now)
{
    for (size_t row = 0; row < p->row_count; row++) {
        uint32_t group = p->row[row].group[0];
        uint32_t n = (uint32_t)pivot_at(p, 0, row, p->col_count)->value;
        *(now ? &all[group].now : &all[group].before) = n;
    }
}

static enum status find_movers(struct run *r, const struct bitmap *now,
                               const struct bitmap *before, struct error *e)
{
    struct overview *o = r->o;
    struct pivot *a = NULL, *b = NULL;
    enum status status = count_by(r, o->mover_field, now, &a, e);
    if (!status)
        status = count_by(r, o->mover_field, before, &b, e);
    const struct axis *axis = a ? &a->rows[0] : NULL;
    struct overview_mover *all =
        axis ? arena_zero(&o->arena, axis->groups + 1, sizeof *all) : NULL;
    if (!status && !all)
        status = error_no_memory(e);
    if (!status) {
        add_counts(a, all, true);
        add_counts(b, all, false);
        size_t n = 0;
        for (uint32_t g = 0; !status && g < axis->groups; g++) {
            struct overview_mover m = all[g];
            if (axis->group[g].state != VALUE_VALID ||
                (m.now < MOVER_LEAST && m.before < MOVER_LEAST))
                continue;
            m.code = arena_string(&o->arena, axis->group[g].code);
            m.label = arena_string(&o->arena, axis->group[g].label);
            m.p = overview_exact_test(m.before, m.now);
            if (!m.code || !m.label)
                status = error_no_memory(e);
            all[n++] = m;
        }
        qsort(all, n, sizeof *all, compare_movers);
        o->mover = all;
        o->mover_count = n < r->rows ? n : r->rows;
    }
    pivot_free(&a);
    pivot_free(&b);
    return status;
}

/* ---- who is silent */

static enum status find_silent(struct run *r, struct error *e)
{
    struct overview *o = r->o;
    size_t n;
    enum status status = silent_find(r->frame, &o->arena, &o->silent, &n, e);
    if (!status)
        o->silent_count = n < r->rows ? n : r->rows;
    return status;
}

/* ---- the largest hauls */

/* A cell with its unit; "" and *status where it cannot be read. */
static const char *cell_text(struct run *r, const char *field, size_t position,
                             enum status *status, struct error *e)
{
    struct list_column column;
    struct buffer b = {0};
    const char *text = NULL;
    if (!*status)
        *status = list_column_open(r->frame, field, &column, e);
    if (!*status)
        *status = list_column_cell(&column, position, CELL_LABEL, &b, NULL, e);
    if (!*status) {
        if (*column.unit && b.len)
            buffer_addf(&b, " %s", column.unit);
        text = b.failed ? NULL : arena_string(&r->o->arena, buffer_text(&b));
        if (!text)
            *status = error_no_memory(e);
    }
    buffer_free(&b);
    return text ? text : "";
}

/* The largest masses of the lines, largest first, the earlier line where two are equal:
 * positions into top (room for rows), how many as the result. One pass with the few best kept
 * in order. */
static size_t largest(struct pace *pace, const struct amounts *mass, const struct bitmap *lines,
                      uint32_t *top, size_t rows)
{
    uint32_t at[BLOCK_LINES];
    size_t from = 0, n, kept = 0;
    while ((n = block_next(pace, lines, &from, at)) > 0)
        for (size_t i = 0; i < n; i++) {
            if ((kept == rows && mass->amount[at[i]] <= mass->amount[top[rows - 1]]) ||
                mass->state[at[i]] != AMOUNT_COUNTED)
                continue;
            size_t place = kept < rows ? kept++ : rows - 1;
            for (; place > 0 && mass->amount[top[place - 1]] < mass->amount[at[i]]; place--)
                top[place] = top[place - 1];
            top[place] = at[i];
        }
    return kept;
}

/* Hauls are measured in kilograms: the family in which one is larger than another. */
static enum status find_hauls(struct run *r, const struct bitmap *now, struct error *e)
{
    struct overview *o = r->o;
    const struct amounts *mass;
    enum status status = frame_amounts(r->frame, FIELD_MASS, &mass, e);
    if (status || !r->rows)
        return status;
    uint32_t *top = arena_zero(&o->arena, r->rows, sizeof *top);
    o->haul = arena_zero(&o->arena, r->rows, sizeof *o->haul);
    if (!top || !o->haul)
        return error_no_memory(e);
    o->haul_count = largest(frame_pace(r->frame), mass, now, top, r->rows);
    for (size_t i = 0; i < o->haul_count; i++) {
        struct overview_haul *h = &o->haul[i];
        h->position = top[i];
        h->product = cell_text(r, "product", top[i], &status, e);
        h->reporter = cell_text(r, "reporter", top[i], &status, e);
        h->date = cell_text(r, "date", top[i], &status, e);
        h->amount = cell_text(r, "mass", top[i], &status, e);
    }
    return status;
}

/* ---- the whole */

static enum status describe(struct run *r, struct error *e)
{
    struct overview *o = r->o;
    size_t fields;
    struct bitmap lines = {0};
    frame_fields(r->frame, &fields);
    o->fields = fields;
    o->as_of = frame_as_of(r->frame);
    o->lines = bitmap_count(r->selection);
    o->last = frame_last_batch(r->frame);
    if (o->last) {
        if (!bitmap_init(&lines, frame_lines(r->frame)))
            return error_no_memory(e);
        frame_batch_lines(r->frame, o->last->id, lines.words);
        bitmap_and(&lines, r->selection);
        o->last_current = (uint32_t)bitmap_count(&lines);
        bitmap_free(&lines);
    }
    const struct frame_cases *cases;
    enum status status = frame_cases(r->frame, &cases, e);
    if (status)
        return status;
    uint32_t all;
    o->has_cases = cases->cases_max > 0;
    status = cases_count(r->frame, r->selection, &all, &o->without_case, e);
    o->cases = all;
    if (!status)
        status = reporters_count(r->frame, r->selection, &o->reporters, e);
    return status ? status : span_usual_delay(r->frame, &o->usual_delay, e);
}

static enum status run(struct run *r, struct error *e)
{
    struct overview *o = r->o;
    enum status status = describe(r, e);
    if (status || !span_as_of(r->frame, &r->as_of))
        return status;
    overview_set_spans(o, r->as_of);
    struct bitmap now = {0}, before = {0}, since = {0};
    status = count_span(r, o->now, &now, &o->seizures_now, &o->cases_now, &o->reporters_now, e);
    if (!status)
        status = count_span(r, o->before, &before, &o->seizures_before, &o->cases_before,
                            &o->reporters_before, e);
    if (!status)
        status = count_span(r, o->since, &since, &o->seizures_since, &o->cases_since,
                            &o->reporters_since, e);
    if (!status)
        status = find_movers(r, &now, &before, e);
    if (!status)
        status = find_silent(r, e);
    if (!status)
        status = find_hauls(r, &now, e);
    bitmap_free(&now);
    bitmap_free(&before);
    bitmap_free(&since);
    return status;
}

static struct overview *overview_new(void)
{
    struct overview *o = calloc(1, sizeof *o);
    if (o) {
        o->usual_delay = -1;
        o->mover_field = "product";
    }
    return o;
}

enum status overview_compute(struct frame *f, const struct bitmap *selection, size_t rows,
                             struct overview **out, struct error *e)
{
    struct overview *o = *out = overview_new();
    if (!o)
        return error_no_memory(e);
    struct run r = {.frame = f, .o = o, .selection = selection, .rows = rows};
    /* Three spans, each of which the lines are looked up for, and who is silent among all. */
    pace_expect(frame_pace(f), 4 * (uint64_t)selection->bits);
    enum status status = run(&r, e);
    if (!status)
        status = pace_status(frame_pace(f), e);
    if (status)
        overview_free(out);
    return status;
}

enum status overview_run(struct frame *f, const struct bitmap *selection, size_t rows,
                         struct overview **out, struct error *e)
{
    *out = overview_new();
    if (*out && overview_recall(f, selection, rows, *out))
        return STATUS_OK;
    overview_free(out);
    return overview_compute(f, selection, rows, out, e);
}

void overview_free(struct overview **o)
{
    if (!o || !*o)
        return;
    arena_free(&(*o)->arena);
    free(*o);
    *o = NULL;
}
