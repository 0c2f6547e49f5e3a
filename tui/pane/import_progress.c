/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the loading goes, file by file and in all; and what came of it. */
#include "pane/import_pane.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define HEADS 2
#define DETAIL 6 /* lines about the file under the cursor */

double import_since(const struct timespec *then)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + 1e-9 * (double)(now.tv_nsec - then->tv_nsec);
}

/* ---- how far it is */

/* What of a file is to be done, in bytes; of one that is packed at least what was looked at. */
static double work_of(const struct intake_item *it)
{
    return (double)(it->seen.batch.bytes > it->size ? it->seen.batch.bytes : it->size);
}

static double part_of(const struct job_state *s)
{
    double part = s->total ? (double)s->done / (double)s->total : 0;

    return part > 1 ? 1 : part;
}

/* Whether item i takes part: it is loaded, or will be. */
static bool takes_part(const struct intake_item *it)
{
    return it->looked && it->status == STATUS_OK && !it->left_out;
}

unsigned import_percent(struct import_pane *v)
{
    struct job_state s = job_look(&v->intake.job);
    size_t at = atomic_load(&v->intake.at);
    double done = 0, all = 0;

    for (size_t i = 0; i < v->intake.count; i++) {
        const struct intake_item *it = &v->intake.item[i];
        double work = takes_part(it) ? work_of(it) : 0;
        all += work;
        done += i < at ? work : i == at ? work * part_of(&s) : 0;
    }
    return all > 0 ? (unsigned)(100 * done / all) : 0;
}

static void paint_bar(struct canvas *c, int row, int col, int width, double part)
{
    const char *full = canvas_glyph(c, GLYPH_BAR), *rest = canvas_glyph(c, GLYPH_DOT);
    int filled = (int)(part * width);
    char text[512];
    size_t len = 0;

    for (int i = 0; i < width && len + GLYPH_BYTES < sizeof text; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "%s", i < filled ? full : rest);
    }
    canvas_text(c, row, col, width, ROLE_SPARK, text);
}

/* "12 s left", "3 min left" */
static void time_left(double spent, double part, char out[32])
{
    double left = part > 0.01 ? spent * (1 - part) / part : -1;

    if (left < 0) {
        out[0] = '\0';
    } else if (left < 100) {
        snprintf(out, 32, "%.0f s left", left);
    } else {
        snprintf(out, 32, "%.0f min left", left / 60);
    }
}

static void paint_running(struct import_pane *v, struct canvas *c, int row, int col)
{
    struct job_state s = job_look(&v->intake.job);
    char rows[64], rate[64], left[32];
    double spent = import_since(&v->step_begun), part = part_of(&s);
    int bar = c->cols >= 100 ? 24 : 8;

    if (s.cancelled) {
        canvas_text(c, row, col, c->cols - col, ROLE_NOTICE,
                    atomic_load(&v->intake.taking_back) ? "taking back" : "stopping");
        return;
    }
    if (!s.total || s.done == s.total) {
        canvas_text(c, row, col, c->cols - col, ROLE_DIM,
                    s.total ? "writing what was read" : "reading it once");
        return;
    }
    paint_bar(c, row, col, bar, part);
    time_left(spent, part, left);
    canvas_printf(c, row, col + bar + 1, ROLE_TEXT, "%3.0f %% %9s rows %7s/s %s", 100 * part,
                  import_number(s.rows, rows),
                  import_number((uint64_t)(spent > 0.2 ? (double)s.rows / spent : 0), rate),
                  left);
}

/* ---- what came of it */

struct outcome {
    const char *head;
    int width;
};

static const struct outcome outcomes[] = {{"new", 10},     {"changed", 9},  {"unchanged", 10},
                                          {"left out", 9}, {"findings", 9}, {"absent", 8}};
#define OUTCOMES (sizeof outcomes / sizeof *outcomes)

static void numbers_of(const struct batch *b, uint32_t out[OUTCOMES])
{
    const uint32_t n[OUTCOMES] = {b->rows_new,      b->rows_changed, b->rows_unchanged,
                                  b->rows_left_out, b->findings,     b->absent};

    memcpy(out, n, sizeof n);
}

static int name_width(const struct canvas *c)
{
    int rest = c->cols - 2;

    for (size_t i = 0; i < OUTCOMES; i++) {
        rest -= outcomes[i].width;
    }
    return rest < 12 ? 12 : rest > 60 ? 60 : rest;
}

#define SAID 80

static const char *say(const struct import_pane *v, const struct intake_item *it,
                       char out[SAID])
{
    if (it->end == INTAKE_BACK) {
        snprintf(out, SAID, "was loaded as batch %u; taken back (retracted)",
                 it->result.batch.id);
        return out;
    }
    return it->end == INTAKE_REFUSED   ? intake_reason(it, &it->why)
           : it->left_out              ? "left out, as you said"
           : it->status != STATUS_OK   ? intake_reason(it, &it->fault)
           : v->stopped                ? "not loaded"
           : v->stage == IMPORT_LOADED ? "not loaded"
                                       : "waits";
}

static void paint_file(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    struct import_pane *v = data;
    const struct intake_item *it = &v->intake.item[at];
    size_t now = atomic_load(&v->intake.at);
    bool running = v->stage == IMPORT_LOADING && at == now && takes_part(it);
    int width = name_width(c), col = width + 2;
    uint32_t n[OUTCOMES];
    char text[64], said[SAID];

    canvas_text(c, row, 1, c->cols - 1, ROLE_TEXT, "");
    canvas_text(c, row, 1, width, cursor ? ROLE_MATCH : ROLE_TEXT, it->name);
    if (running) {
        paint_running(v, c, row, col);
        return;
    }
    /* What the job still writes is not looked at. */
    bool stopping = v->stage == IMPORT_LOADING && job_look(&v->intake.job).cancelled;
    bool done = v->stage == IMPORT_LOADED || (at < now && !stopping);
    if (!done || it->end != INTAKE_LOADED) {
        bool bad = done && it->end != INTAKE_BACK && !it->left_out && !v->stopped;
        canvas_text(c, row, col, c->cols - col, bad ? ROLE_ERROR : ROLE_DIM,
                    done || !takes_part(it) ? say(v, it, said)
                    : stopping              ? "nothing of it is kept"
                                            : "waits");
        return;
    }
    numbers_of(&it->result.batch, n);
    for (size_t i = 0; i < OUTCOMES && col + outcomes[i].width <= c->cols; i++) {
        canvas_right(c, row, col, outcomes[i].width - 1, ROLE_NUMBER,
                     import_number(n[i], text));
        col += outcomes[i].width;
    }
}

static void paint_heads(struct canvas *c)
{
    int width = name_width(c), col = width + 2;

    canvas_text(c, 0, 1, width, ROLE_HEAD, "File");
    for (size_t i = 0; i < OUTCOMES && col + outcomes[i].width <= c->cols; i++) {
        canvas_right(c, 0, col, outcomes[i].width - 1, ROLE_HEAD, outcomes[i].head);
        col += outcomes[i].width;
    }
    canvas_rule(c, 1);
}

/* Of the file under the cursor: its findings by rule, or why it was not loaded. */
static void paint_detail(struct import_pane *v, struct canvas *c, int row)
{
    const struct intake_item *it = &v->intake.item[v->files.cursor];
    char text[64], said[SAID];

    canvas_rule(c, row++);
    if (it->end != INTAKE_LOADED) {
        const struct error *e = it->end == INTAKE_REFUSED ? &it->why : &it->fault;
        canvas_text(c, row, 1, c->cols - 1, ROLE_TEXT, say(v, it, said));
        canvas_text(c, row + 1, 1, c->cols - 1, ROLE_TEXT, e->text[0] ? e->way_out : "");
        return;
    }
    const struct import_report *r = &it->result;
    canvas_printf(c, row++, 1, ROLE_HEAD, "batch %u%s", r->batch.id,
                  r->rule_count ? ": what was odd; f lists it row by row, Enter there opens it"
                                : ": nothing was odd");
    for (size_t i = 0; i < r->rule_count && row < c->rows; i++, row++) {
        canvas_printf(c, row, 1, ROLE_TEXT, "%-3s %c %8s from row %u: %s", r->rules[i].rule,
                      r->rules[i].severity, import_number(r->rules[i].count, text),
                      r->rules[i].first_row, r->rules[i].meaning);
    }
}

/* The bar over all files. */
static void paint_total(struct import_pane *v, struct canvas *c, int row)
{
    unsigned percent = import_percent(v);
    char left[32];
    int col = name_width(c) + 2;

    if (row >= c->rows) {
        return;
    }
    time_left(import_since(&v->begun), percent / 100.0, left);
    canvas_rule(c, row++);
    canvas_text(c, row, 1, col - 2, ROLE_TOTAL, "all files");
    paint_bar(c, row, col, c->cols >= 100 ? 24 : 8, percent / 100.0);
    canvas_printf(c, row, col + (c->cols >= 100 ? 25 : 9), ROLE_TEXT, "%3u %%  %s", percent,
                  left);
}

void import_progress_paint(struct pane *p, struct canvas *c)
{
    struct import_pane *v = p->state;
    size_t at = atomic_load(&v->intake.at);
    bool loading = v->stage == IMPORT_LOADING;
    int detail = c->rows >= 14 ? DETAIL : loading ? 2 : 0;

    for (int i = 0; i < c->rows; i++) {
        canvas_blank(c, i);
    }
    if (loading && v->step != at) {
        v->step = at;
        clock_gettime(CLOCK_MONOTONIC, &v->step_begun);
    }
    paint_heads(c);
    int page = c->rows - HEADS - detail;
    list_fit(&v->files, v->intake.count, page);
    list_paint(&v->files, c, HEADS, true, paint_file, v);
    int below = HEADS + (v->files.count < (size_t)page ? (int)v->files.count : page);
    if (loading) {
        paint_total(v, c, below);
    } else if (detail && v->intake.count) {
        paint_detail(v, c, HEADS + page);
    }
}

/* ---- the lines below */

void import_progress_notes(struct pane *p, struct buffer *out)
{
    struct import_pane *v = p->state;
    uint64_t sum_new = 0, sum_changed = 0;
    size_t loaded = 0, refused = 0;
    bool absent = false;
    char a[64], b[64];

    if (v->stage == IMPORT_LOADING) {
        buffer_addf(out, "file %zu of %zu · 1 to 5: the other panes work meanwhile",
                    atomic_load(&v->intake.at) + 1, v->intake.count);
        return;
    }
    for (size_t i = 0; i < v->intake.count; i++) {
        const struct intake_item *it = &v->intake.item[i];
        uint32_t of[OUTCOMES];
        refused += it->end == INTAKE_REFUSED;
        if (it->end != INTAKE_LOADED) {
            continue;
        }
        loaded++;
        numbers_of(&it->result.batch, of);
        sum_new += of[0];
        sum_changed += of[1];
        absent |= of[5] > 0;
    }
    if (absent) {
        buffer_adds(out, "absent: lines that were known and are not in the file; they stay\n");
    }
    buffer_addf(out, "%zu of %zu files loaded · %s new · %s changed", loaded, v->intake.count,
                import_number(sum_new, a), import_number(sum_changed, b));
    if (refused) {
        buffer_addf(out, " · %zu refused", refused);
    }
}
