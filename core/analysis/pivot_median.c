/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Medians of a cross-tab. How many lines count in each cell and margin is known from the table,
 * so that one walk puts the amounts of a cell side by side; its median is read off them. Lines
 * that stand in one column alone stand side by side by row as well, and the same numbers tell
 * the row's total. Cells and rows are one thread's, columns and the grand total another's. */
#include "analysis/pivot_median.h"
#include "analysis/block.h"
#include "base/halves.h"
#include "base/middle.h"

#include <stdlib.h>

/* Places of the table that are filled together: a place is cell first + step * i. Of cells the
 * row totals among them are left out. */
struct family {
    bool by_row, by_col;
    size_t first, step, count;
};

struct job {
    struct pace *pace;
    int half;
    const struct bitmap *selection;
    const struct pivot *p;
    size_t m, stride, most_amounts;
    const struct amounts *amounts; /* NULL: money */
    const struct money *money;
    struct side rows, cols; /* as the table's, but with scratch room of this thread's own */
    uint32_t *row, *col;    /* a line's, room for the most */
    uint64_t *amount;
    uint32_t *end; /* by place: where its amounts end */
    int128 *median;
};

/* ---- what is filled together */

enum { CELLS, ROWS, COLS, ALL, FAMILIES };

static struct family family_of(const struct pivot *p, int which)
{
    const size_t stride = p->col_count + 1, last = p->row_count * stride;
    const struct family families[FAMILIES] = {
        [CELLS] = {true, true, 0, 1, p->col_count ? last : 0},
        [ROWS] = {true, false, p->col_count, stride, p->row_count},
        [COLS] = {false, true, last, 1, p->col_count},
        [ALL] = {false, false, last + p->col_count, 1, 1},
    };
    return families[which];
}

/* Amounts in place i of a family. */
static size_t amounts_in(const struct job *j, const struct family *f, size_t i)
{
    if (f->by_row && f->by_col && i % j->stride == j->p->col_count)
        return 0;
    const size_t cells = (j->p->row_count + 1) * j->stride;
    return j->p->cell[j->m * cells + f->first + f->step * i].counted;
}

/* The place behind the last one that is filled in one go with place i; whole rows, so that
 * their totals can be told. *amounts: how many these are. */
static size_t go_end(const struct job *j, const struct family *f, size_t i, size_t *amounts)
{
    const size_t unit = f->by_row && f->by_col ? j->stride : 1;
    *amounts = 0;
    while (i < f->count) {
        size_t more = 0;
        for (size_t k = 0; k < unit; k++)
            more += amounts_in(j, f, i + k);
        if (*amounts && *amounts + more > j->most_amounts)
            break;
        *amounts += more;
        i += unit;
    }
    return i;
}

/* ---- lines */

/* Keeps those lines of a block that count, and their amounts. */
static size_t keep_counted(const struct job *j, uint32_t *at, size_t n, uint64_t *amount)
{
    size_t kept = 0;
    for (size_t i = 0; j->amounts && i < n; i++) {
        const uint32_t line = at[i];
        at[kept] = line;
        amount[kept] = (uint64_t)j->amounts->amount[line];
        kept += j->amounts->state[line] == AMOUNT_COUNTED;
    }
    for (size_t i = 0; !j->amounts && i < n; i++) {
        uint64_t sum = 0;
        bool counts = false;
        for (int s = 0; s < 2; s++)
            if (j->money->source[s].amount &&
                j->money->source[s].group_of[at[i]] == j->p->measure[j->m].money_group) {
                sum += (uint64_t)j->money->source[s].amount[at[i]];
                counts = true;
            }
        at[kept] = at[i];
        amount[kept] = sum;
        kept += counts;
    }
    return kept;
}

/* Puts the amount of a line into its places from .. to - 1 of a family. */
static void put(struct job *j, const struct family *f, size_t from, size_t to, uint32_t line,
                uint64_t amount)
{
    const uint32_t rows = side_of(&j->rows, line, j->row),
                   cols = side_of(&j->cols, line, j->col);
    if ((!rows && j->rows.axes) || (!cols && j->cols.axes))
        return;
    const uint32_t row_places = f->by_row ? rows : 1, col_places = f->by_col ? cols : 1;
    const size_t row_step = f->by_col ? j->stride : 1;
    for (uint32_t r = 0; r < row_places; r++)
        for (uint32_t c = 0; c < col_places; c++) {
            size_t place = (f->by_row ? j->row[r] * row_step : 0) + (f->by_col ? j->col[c] : 0);
            if (place >= from && place < to)
                j->amount[j->end[place - from]++] = amount;
        }
}

/* Puts all amounts of these places side by side; false: told to stop. */
static bool gather(struct job *j, const struct family *f, size_t from, size_t to)
{
    uint32_t at[BLOCK_LINES], sum = 0;
    uint64_t amount[BLOCK_LINES];
    for (size_t i = from; i < to; i++) {
        j->end[i - from] = sum; /* for now where they begin */
        sum += (uint32_t)amounts_in(j, f, i);
    }
    size_t next = 0, n;
    while ((n = bitmap_next(j->selection, &next, at, BLOCK_LINES)) > 0) {
        if (!pace_go_half(j->pace, j->half, n))
            return false;
        n = keep_counted(j, at, n, amount);
        for (size_t i = 0; i < n; i++)
            put(j, f, from, to, at[i], amount[i]);
    }
    return true;
}

static void tell(struct job *j, size_t cell, size_t begin, size_t end)
{
    if (begin < end)
        j->median[cell] = middle_twice(j->amount + begin, end - begin);
}

/* ---- the work of a thread */

/* Fills a family; with_total: of cells the total of each row as well, of columns the grand
 * total. False: to stop. */
static bool fill(struct job *j, int which, bool with_total)
{
    const struct family f = family_of(j->p, which);
    for (size_t from = 0, to; from < f.count; from = to) {
        size_t amounts, begin = 0, row = 0;
        to = go_end(j, &f, from, &amounts);
        if (!gather(j, &f, from, to))
            return false;
        for (size_t i = from; i < to && !pace_stopped(j->pace); i++) {
            const size_t end = j->end[i - from];
            if (which == CELLS && i % j->stride == j->p->col_count) {
                if (with_total)
                    tell(j, i, row, end);
                row = end;
            } else {
                tell(j, f.first + f.step * i, begin, end);
            }
            begin = end;
        }
        if (which == COLS && with_total)
            tell(j, f.first + j->p->col_count, 0, amounts);
    }
    return true;
}

/* Whether the amounts of all columns are those of the grand total, in one go. */
static bool all_with_columns(const struct job *j)
{
    const struct family cols = family_of(j->p, COLS);
    size_t amounts;
    return j->p->col_count && !j->p->cols_overlap &&
           go_end(j, &cols, 0, &amounts) == cols.count;
}

static void work(void *data, int half, size_t from, size_t end)
{
    (void)half;
    for (size_t i = from; i < end; i++) {
        struct job *j = (struct job *)data + i;
        const bool rows_with_cells = j->p->col_count && !j->p->cols_overlap,
                   all_with_cols = all_with_columns(j);
        if (i == 0 && fill(j, CELLS, rows_with_cells) && !rows_with_cells)
            fill(j, ROWS, false);
        if (i == 1 && fill(j, COLS, all_with_cols) && !all_with_cols)
            fill(j, ALL, false);
    }
}

/* ---- room */

static bool own_side(struct side *own, const struct side *s, uint32_t **numbers)
{
    *own = *s;
    own->scratch = malloc(s->most * sizeof *own->scratch);
    *numbers = malloc(s->most * sizeof **numbers);
    return own->scratch && *numbers;
}

static bool open_job(struct job *j, int first, const struct side *rows, const struct side *cols)
{
    size_t most = 1, places = 1;
    for (int which = first; which < first + 2; which++) {
        const struct family f = family_of(j->p, which);
        for (size_t i = 0, to, amounts; i < f.count; i = to) {
            to = go_end(j, &f, i, &amounts);
            most = amounts > most ? amounts : most;
            places = to - i > places ? to - i : places;
        }
    }
    j->amount = malloc(most * sizeof *j->amount);
    j->end = malloc(places * sizeof *j->end);
    bool ok = own_side(&j->rows, rows, &j->row);
    ok = own_side(&j->cols, cols, &j->col) && ok;
    return ok && j->amount && j->end;
}

static void close_job(struct job *j)
{
    free(j->amount);
    free(j->end);
    free(j->row);
    free(j->col);
    free(j->rows.scratch);
    free(j->cols.scratch);
}

enum status pivot_fill_median(struct frame *f, const struct bitmap *selection, struct pivot *p,
                              size_t m, const struct side *rows, const struct side *cols,
                              const struct pivot_money *money, size_t most_amounts,
                              struct error *e)
{
    static const enum field_type family[MEASURE_KINDS] = {[MEASURE_MASS] = FIELD_MASS,
                                                          [MEASURE_VOLUME] = FIELD_VOLUME,
                                                          [MEASURE_PIECES] = FIELD_PIECES};
    const struct amounts *amounts = NULL;
    enum status status = STATUS_OK;
    if (family[p->measure[m].kind])
        status = frame_amounts(f, family[p->measure[m].kind], &amounts, e);
    if (status)
        return status;
    int128 *median =
        arena_zero(&p->arena, (p->row_count + 1) * (p->col_count + 1), sizeof *median);
    struct job jobs[2];
    bool ok = median != NULL;
    for (int i = 0; i < 2; i++) {
        jobs[i] = (struct job){.pace = frame_pace(f),
                               .half = i,
                               .selection = selection,
                               .p = p,
                               .m = m,
                               .stride = p->col_count + 1,
                               .most_amounts = most_amounts,
                               .amounts = amounts,
                               .money = money->money,
                               .median = median};
        ok = open_job(&jobs[i], i ? COLS : CELLS, rows, cols) && ok;
    }
    if (ok)
        halves_run(2, 1, work, jobs);
    for (int i = 0; i < 2; i++)
        close_job(&jobs[i]);
    if (!ok)
        return error_no_memory(e);
    p->median[m] = median;
    return pace_status(frame_pace(f), e);
}
