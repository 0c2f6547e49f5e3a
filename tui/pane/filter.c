/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filter: the fields at the left, the values of the chosen one with their counts at the right,
 * counted under the filter without that field's own choice. */
#include "app.h"
#include "base/text.h"
#include "pane/filter_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- fields */

static bool is_facet(const struct frame_field *f)
{
    return f->type != FIELD_LONG_TEXT && f->type != FIELD_CASE_ID;
}

static bool is_amount(const struct frame_field *f)
{
    return f->type == FIELD_MASS || f->type == FIELD_VOLUME || f->type == FIELD_PIECES;
}

static uint32_t count_values(const struct column *c)
{
    const struct value *v = c->items ? c->item : c->value;
    uint32_t n = c->items ? c->items : c->values, seen = 0;

    for (uint32_t i = 0; i < n; i++) {
        seen += v[i].state == VALUE_VALID || v[i].state == VALUE_INVALID;
    }
    return seen;
}

/* The fields that hold anything; asked once, when the pane is first looked at. */
static enum status find_fields(struct pane *p, struct error *e)
{
    struct facets *f = p->state;
    struct frame *frame = p->workspace->frame;
    size_t n;
    const struct frame_field *all = frame_fields(frame, &n);

    f->field = arena_zero(&f->arena, n + 1, sizeof *f->field);
    if (!f->field) {
        return error_no_memory(e);
    }
    /* Plain numbers and amounts are the last that one would choose from. */
    for (size_t k = 0; k < 2 * n; k++) {
        const struct column *c = NULL;
        size_t i = k % n;
        bool amount = is_amount(&all[i]), last = all[i].type == FIELD_NUMBER || amount;
        if (!is_facet(&all[i]) || last != (k >= n)) {
            continue;
        }
        enum status s = amount ? STATUS_OK : frame_column(frame, all[i].name, &c, e);
        if (s != STATUS_OK) {
            f->field = NULL; /* none rather than some: they are asked for again */
            f->field_count = 0;
            return s;
        }
        uint32_t values = amount ? 0 : count_values(c);
        if (amount || values > 0) {
            f->field[f->field_count++] =
                (struct facet_field){.name = all[i].name,
                                     .label = all[i].label,
                                     .date = all[i].type == FIELD_DATE,
                                     .steps = steps_suit(all[i].type, c),
                                     .values = values};
        }
    }
    return STATUS_OK;
}

/* Tags come and go while the panes are open, and with the first and the last one their field.
 */
static enum status follow_tags(struct pane *p, struct error *e)
{
    struct facets *f = p->state;
    struct frame *frame = p->workspace->frame;
    const struct column *tags;
    size_t at = 0;

    while (at < f->field_count && strcmp(f->field[at].name, "tag") != 0) {
        at++;
    }
    bool known = at < f->field_count;
    if (known != (frame_find_field(frame, "tag") != NULL)) {
        char here[128] = "";
        if (f->field_count) {
            snprintf(here, sizeof here, "%s", f->field[f->fields.cursor].label);
        }
        arena_free(&f->arena);
        f->field = NULL;
        f->field_count = 0;
        enum status found = find_fields(p, e);
        for (size_t i = 0; i < f->field_count; i++) {
            f->fields.cursor = strcmp(f->field[i].label, here) == 0 ? i : f->fields.cursor;
        }
        list_fit(&f->fields, f->field_count, f->fields.page);
        f->shown_field = f->fields.cursor; /* its values are counted anew */
        f->value_count = 0;
        return found;
    }
    enum status s = known ? frame_column(frame, "tag", &tags, e) : STATUS_OK;
    if (known && s == STATUS_OK) {
        f->field[at].values = count_values(tags);
    }
    return s;
}

const struct filter *facet_rest(struct pane *p, const struct facet_field *field,
                                struct arena *a)
{
    return facet_without(p->workspace->frame, p->workspace->filter, field->name, a);
}

/* Which fields the sentence speaks of: those without which it reads otherwise. */
static void mark_narrowed(struct pane *p)
{
    struct facets *f = p->state;
    struct buffer text = {0};

    for (size_t i = 0; i < f->field_count; i++) {
        struct arena a = {0};
        const struct filter *rest = facet_rest(p, &f->field[i], &a);
        buffer_clear(&text);
        if (rest) {
            filter_print(rest, &text);
        }
        f->field[i].narrowed = rest && strcmp(buffer_text(&text), p->workspace->sentence) != 0;
        arena_free(&a);
    }
    buffer_free(&text);
}

/* ---- values */

uint32_t facets_count_of(const struct facets *f, const struct facet *counts, uint32_t group)
{
    return counts->cases && !f->seizures ? counts->cases[group] : counts->lines[group];
}

static void name_unit(struct facets *f, bool cases)
{
    snprintf(f->unit, sizeof f->unit, "%s", f->seizures || !cases ? "seizures" : "cases");
}

struct sorting {
    uint32_t count;
    bool rest; /* blank, unknown: last whatever they count */
    uint32_t row;
};

static int by_count(const void *va, const void *vb)
{
    const struct sorting *a = va, *b = vb;

    if (a->rest != b->rest) {
        return a->rest ? 1 : -1;
    }
    if (a->count != b->count) {
        return a->count < b->count ? 1 : -1;
    }
    return a->row < b->row ? -1 : a->row > b->row;
}

/* The groups that occur, in the order that is asked for; periods always in time's. */
static enum status list_values(struct facets *f, const struct facet *v, bool date,
                               struct error *e)
{
    size_t coarse = f->coarse ? f->coarse->occurring : 0, rows = 0;
    struct sorting *order = calloc((size_t)v->axis.groups + 1, sizeof *order);
    bool gaps = date && dates_show_gaps(v), listed = !date;

    free(f->value);
    facets_forget_texts(f);
    f->value = calloc((size_t)v->axis.groups + coarse + 1, sizeof *f->value);
    f->value_count = 0;
    f->most = 0;
    if (!order || !f->value) {
        free(order);
        return error_no_memory(e);
    }
    for (uint32_t i = 0; i < v->axis.groups; i++) {
        const struct value *g = &v->axis.group[i];
        if (facet_has_row(v, i)) {
            order[rows++] =
                (struct sorting){facets_count_of(f, v, i),
                                 g->state == VALUE_BLANK || g->state == VALUE_UNKNOWN, i};
        }
    }
    if (!f->by_label && !date) {
        qsort(order, rows, sizeof *order, by_count);
    }
    for (size_t i = 0; i < rows; i++) {
        const struct value *g = &v->axis.group[order[i].row];
        if (!order[i].count && !gaps) {
            continue;
        }
        /* Behind the periods, before what is no date. */
        if (!listed && g->state != VALUE_VALID) {
            listed = dates_list_coarse(f);
        }
        f->most = order[i].count > f->most ? order[i].count : f->most;
        struct facet_value *to = &f->value[f->value_count++];
        *to = (struct facet_value){.group = *g, .count = order[i].count};
        to->group.precision = date ? DATE_NONE : g->precision; /* the whole span of it */
    }
    free(order);
    return listed || dates_list_coarse(f) ? STATUS_OK : error_no_memory(e);
}

/* A number in steps, always by size. */
static enum status count_steps_of(struct pane *p, const struct facet_field *field,
                                  struct facet_counts *counts, struct error *e)
{
    struct facets *f = p->state;
    struct arena a = {0};
    struct bitmap lines = {0};
    struct filter_outcome outcome;
    struct steps *s = NULL;
    const struct filter *rest = facet_rest(p, field, &a);
    enum status status = rest ? filter_select(p->workspace->frame, rest, &lines, &outcome, e)
                              : error_no_memory(e);

    if (status == STATUS_OK) {
        status = steps_run(p->workspace->frame, &lines, field->name, &s, e);
    }
    bitmap_free(&lines);
    arena_free(&a);
    struct facet_value *value = s ? calloc(s->count + 1, sizeof *value) : NULL;
    if (status == STATUS_OK && !value) {
        status = error_no_memory(e);
    }
    if (status != STATUS_OK) {
        steps_free(&s);
        return status;
    }
    bool seizures = f->seizures || !counts_have_cases(counts);
    free(f->value);
    facets_forget_texts(f);
    steps_free(&f->steps);
    f->shown = f->coarse = NULL;
    f->steps = s;
    f->value = value;
    f->value_count = s->count;
    f->total = seizures ? s->seizures : s->cases;
    f->most = 0;
    for (size_t i = 0; i < s->count; i++) {
        value[i].group = s->step[i].group;
        value[i].count = seizures ? s->step[i].seizures : s->step[i].cases;
        f->most = value[i].count > f->most ? value[i].count : f->most;
    }
    counts_take(f, counts);
    return STATUS_OK;
}

static enum status count_values_of(struct pane *p, const struct facet_field *field,
                                   struct error *e)
{
    struct facets *f = p->state;
    char period[128];
    const struct facet *values = NULL, *coarse = NULL;
    struct facet_counts *counts;
    enum status s = counts_open(p, &counts, e);

    if (s != STATUS_OK) {
        return s;
    }
    name_unit(f, counts_have_cases(counts));
    if (field->steps) {
        return count_steps_of(p, field, counts, e);
    }
    snprintf(period, sizeof period, "%s(%s)", dates_grain(f), field->name);
    s = counts_of(p, counts, field->date ? period : field->name, &values, e);
    if (s == STATUS_OK && field->date && values->no_group) {
        s = counts_of(p, counts, field->name, &coarse, e);
    }
    if (s != STATUS_OK) {
        return s;
    }
    counts_take(f, counts);
    steps_free(&f->steps);
    f->shown = values;
    f->coarse = coarse;
    const struct facet *all = coarse ? coarse : values;
    f->total = all->cases && !f->seizures ? all->distinct : all->seizures;
    return list_values(f, values, field->date, e);
}

/* What the sentence says of a value; asked of those in sight alone. */
static void find_choice(struct pane *p, struct facet_value *v)
{
    struct facets *f = p->state;
    const char *name = f->field[f->shown_field].name;

    if (v->choice == CHOICE_UNSEEN) {
        struct frame *frame = p->workspace->frame;
        const char *sentence = p->workspace->sentence;
        v->choice = filter_has(frame, sentence, name, &v->group, false)  ? CHOICE_IN
                    : filter_has(frame, sentence, name, &v->group, true) ? CHOICE_OUT
                                                                         : CHOICE_NONE;
    }
}

static void facets_fetch(struct pane *p)
{
    struct facets *f = p->state;

    dates_fetch(p);
    for (size_t i = 0; i < (size_t)f->values.page && f->values.top + i < f->value_count; i++) {
        find_choice(p, &f->value[f->values.top + i]);
    }
}

static enum status facets_refresh(struct pane *p, struct error *e)
{
    struct facets *f = p->state;
    struct arena a = {0};
    enum status s = f->field ? STATUS_OK : find_fields(p, e);

    if (s != STATUS_OK || !f->field_count) {
        return s;
    }
    list_fit(&f->fields, f->field_count, f->fields.page);
    bool anew = f->choice_generation != p->workspace->generation;
    if (anew) {
        s = follow_tags(p, e);
        if (s != STATUS_OK) {
            return s;
        }
        list_fit(&f->fields, f->field_count, f->fields.page);
    }
    const struct facet_field *field = &f->field[f->fields.cursor];
    bool same = f->shown_field == f->fields.cursor;
    s = count_values_of(p, field, e);
    if (s == STATUS_OK && anew) {
        mark_narrowed(p);
        const char *text = workspace_counts(p->workspace, &a);
        free(f->provenance);
        f->provenance = strdup(text ? text : "");
        f->choice_generation = p->workspace->generation;
    }
    if (s == STATUS_OK) {
        f->shown_field = f->fields.cursor;
        if (!same) {
            f->values.cursor = f->values.top = 0;
        }
        if (!same || anew) {
            dates_sync(p);
        }
        if (anew) {
            counts_begin_more(p);
        }
        dates_found(f);
        list_fit(&f->values, f->value_count, f->values.page);
        f->on_values = f->on_values && f->value_count > 0;
    }
    arena_free(&a);
    return s;
}

static void facets_close(struct pane *p)
{
    struct facets *f = p->state;

    counts_free(&f->counts);
    counts_free(&f->next);
    p->more = false;
    steps_free(&f->steps);
    free(f->value);
    facets_forget_texts(f);
    free(f->provenance);
    free(f->find);
    buffer_free(&f->find_folded);
    arena_free(&f->arena);
}

static void facets_reopen(struct pane *p)
{
    struct facets *f = p->state, was = *f;

    f->find = NULL;
    f->find_folded = (struct buffer){0};
    facets_close(p);
    *f = (struct facets){.fields = was.fields, .values.page = was.values.page};
    f->by_label = was.by_label;
    f->seizures = was.seizures;
    f->dates.grain = was.dates.grain;
    f->find = was.find;
    f->find_folded = was.find_folded;
    f->find_back = was.find_back;
    f->fields.count = 0; /* its cursor stays */
}

static void facets_measure(struct pane *p, int rows, int cols)
{
    struct facets *f = p->state;

    (void)cols;
    list_fit(&f->fields, f->field_count, rows - FACETS_HEAD_ROWS);
    list_fit(&f->values, f->value_count, rows - FACETS_HEAD_ROWS);
}

/* ---- acting */

/* The sentence without the value's choice (or, exclude, its exclusion), if it has that. */
static const char *lift(struct pane *p, const struct value *group, bool exclude,
                        struct arena *a)
{
    struct facets *f = p->state;
    struct workspace *w = p->workspace;
    const char *name = f->field[f->shown_field].name;

    return filter_has(w->frame, w->sentence, name, group, exclude)
               ? filter_toggle(w->frame, w->sentence, name, group, exclude, a)
               : w->sentence;
}

/* The filter with the value chosen or left (exclude: left out or taken back). */
static unsigned toggle(struct pane *p, bool exclude)
{
    struct facets *f = p->state;
    struct workspace *w = p->workspace;
    struct arena a = {0};
    uint64_t was = f->values.cursor;

    if (!f->on_values || !f->value_count) {
        app_notice(p->app, "to the right are the values: l or Enter goes there");
        return HANDLED | HANDLED_REPAINT;
    }
    const struct value *group = &f->value[f->values.cursor].group;
    const char *sentence = lift(p, group, !exclude, &a); /* in and out at once is nothing */
    if (sentence) {
        sentence = filter_toggle(w->frame, sentence, f->field[f->shown_field].name, group,
                                 exclude, &a);
    }
    if (sentence) {
        app_filter(p->app, sentence);
    }
    f->values.cursor = was;
    arena_free(&a);
    return HANDLED | HANDLED_REPAINT;
}

/* Narrows to the value alone and goes back to the fields, on to the next question. */
static unsigned narrow(struct pane *p)
{
    struct facets *f = p->state;
    struct workspace *w = p->workspace;
    struct arena a = {0};

    if (!f->on_values) {
        f->on_values = f->value_count > 0;
    } else if (f->value_count && !dates_apply(p)) {
        const struct value *group = &f->value[f->values.cursor].group;
        const char *sentence = lift(p, group, true, &a);
        if (sentence) {
            sentence =
                filter_narrow(w->frame, sentence, f->field[f->shown_field].name, group, &a);
        }
        if (sentence && app_filter(p->app, sentence)) {
            f->on_values = false;
        }
    }
    arena_free(&a);
    return HANDLED | HANDLED_REPAINT;
}

/* The field under the hand becomes the rows, the columns or the measure of the cross-tab. */
static unsigned to_pivot(struct pane *p, const char *what)
{
    struct facets *f = p->state;
    const struct facet_field *field = &f->field[f->fields.cursor];
    const char *name = field->date ? dates_grain(f) : field->name;
    struct app *a = p->app;
    size_t to = app_find_pane(a, "pivot");
    struct error e = {0};

    if (a->pane[to].ops->set(&a->pane[to], what, name, &e)) {
        app_go(a, to);
    } else {
        app_fault(a, &e);
    }
    return HANDLED | HANDLED_REPAINT;
}

/* To the values; there, into the period under the hand. */
static unsigned go_right(struct pane *p)
{
    struct facets *f = p->state;

    if (f->on_values) {
        return dates_zoom(p, true);
    }
    f->on_values = f->value_count > 0;
    return HANDLED | HANDLED_REPAINT;
}

static unsigned facets_action(struct pane *p, enum action action, int count)
{
    struct facets *f = p->state;

    switch (action) {
    case ACTION_RIGHT:
        return go_right(p);
    case ACTION_ROWS:
        return to_pivot(p, "rows");
    case ACTION_COLUMNS:
        return to_pivot(p, "cols");
    case ACTION_MEASURE:
        return to_pivot(p, "measure");
    case ACTION_FINER:
    case ACTION_COARSER:
        return dates_zoom(p, action == ACTION_FINER);
    case ACTION_FIRST_END:
    case ACTION_LAST_END:
        return dates_end(p, action == ACTION_LAST_END);
    case ACTION_LEFT:
    case ACTION_CLOSE:
        f->on_values = f->on_values && action == ACTION_CLOSE && dates_drop(p);
        return HANDLED | HANDLED_REPAINT;
    case ACTION_OPEN:
        return narrow(p);
    case ACTION_TOGGLE:
    case ACTION_EXCLUDE:
        return toggle(p, action == ACTION_EXCLUDE);
    case ACTION_SORT:
        f->by_label = !f->by_label;
        f->values.cursor = f->values.top = 0;
        return HANDLED | HANDLED_RECOMPUTE;
    case ACTION_CASES:
        f->seizures = !f->seizures;
        return HANDLED | HANDLED_RECOMPUTE;
    case ACTION_FIND:
    case ACTION_FIND_BACK:
    case ACTION_FIND_NEXT:
    case ACTION_FIND_PREVIOUS:
        return facets_find(p, action);
    default:
        break;
    }
    if (f->on_values) {
        return list_action(&f->values, action, count);
    }
    unsigned did = list_action(&f->fields, action, count);
    if (did && f->fields.cursor != f->shown_field) {
        p->lazy = true;
        return did | HANDLED_RECOMPUTE;
    }
    return did;
}

#define GRAIN_SHIFT 60
#define FIELD_MASK 0xFFFFFFF

static uint64_t facets_place(struct pane *p)
{
    struct facets *f = p->state;

    return (uint64_t)f->dates.grain << GRAIN_SHIFT | (uint64_t)f->fields.cursor << 32 |
           (uint32_t)f->values.cursor << 1 | f->on_values;
}

static void facets_go(struct pane *p, uint64_t place)
{
    struct facets *f = p->state;
    size_t field = (size_t)(place >> 32) & FIELD_MASK;
    unsigned grain = (unsigned)(place >> GRAIN_SHIFT);

    if (field < f->field_count) {
        list_go(&f->fields, field);
        struct error e = {0};
        bool same =
            field == f->shown_field && (grain == f->dates.grain || !f->field[field].date);
        f->dates.grain = grain;
        if (!same && facets_refresh(p, &e) != STATUS_OK) {
            app_fault(p->app, &e);
        }
        list_go(&f->values, (size_t)((place & UINT32_MAX) >> 1));
        f->on_values = (place & 1) && f->value_count > 0;
    }
}

const struct pane_ops pane_filter = {
    .name = "filter",
    .title = "Filter",
    .intro = "What there is, field by field, each value with its count under the filter of all "
             "other fields. Space chooses values, several if you like; x leaves one out; Enter "
             "narrows to one and goes on to the next field. f finds a value, n the next with "
             "it. Of a date, + and - go to quarters, months and days and back; [ and ] set two "
             "ends, "
             "and Enter takes what lies between them. "
             "/ edits the same filter as a sentence.",
    .state_size = sizeof(struct facets),
    .close = facets_close,
    .measure = facets_measure,
    .refresh = facets_refresh,
    .fetch = facets_fetch,
    .paint = facets_paint,
    .provenance = facets_provenance,
    .action = facets_action,
    .place = facets_place,
    .go = facets_go,
    .reopen = facets_reopen,
    .stage = dates_stage,
    .more = counts_more,
};
