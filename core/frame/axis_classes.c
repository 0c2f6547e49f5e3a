/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as axes: in classes, or in parts of equally many lines. Columns of numbers are
 * grouped by value; amounts get a column of a byte a line, once a frame. */
#include "frame/axis_private.h"

#include "base/halves.h"
#include "base/middle.h"
#include "frame/classes.h"

#include <stdio.h>
#include <stdlib.h>

#define PARTS_MOST 10
#define BOUNDS_MOST CLASSES_MOST
#define LABEL_SIZE 192
#define POWERS 63 /* of two, in amounts */

static const struct kind {
    const char *name;
    uint32_t parts; /* 0: classes */
    char letter;    /* of the codes of parts */
} kinds[] = {{"class", 0, 0}, {"quartile", 4, 'Q'}, {"decile", PARTS_MOST, 'D'}};

const char *const *axis_class_heads(void)
{
    static const char *const names[] = {"class", "quartile", "decile", NULL};
    return names;
}

static const struct kind *find_kind(const char *head)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, head) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

bool axis_is_class(const char *head)
{
    return find_kind(head) != NULL;
}

bool axis_has_classes(enum field_type type)
{
    return classes_of(type) != NULL;
}

/* Groups from bound to bound, the first below the second bound: of amounts and of numbers. */
struct bounds {
    const struct kind *kind;
    const struct classes *classes;
    uint32_t count;
    int64_t bound[BOUNDS_MOST];
};

/* ---- groups */

/* A number of the type in its base unit, "0.05 kg"; unit apart where several share it. */
static void format_number(const struct classes *c, int64_t number, bool unit, char text[80])
{
    static const struct {
        enum field_type type;
        const char *unit;
    } units[] = {{FIELD_MASS, " kg"}, {FIELD_VOLUME, " L"}, {FIELD_DAYS, " days"}};
    char plain[64];
    const char *of = "";
    for (size_t i = 0; unit && i < sizeof units / sizeof *units; i++) {
        of = units[i].type == c->type ? units[i].unit : of;
    }
    fixed_format(number, c->scale, -1, ',', plain);
    snprintf(text, 80, "%s%s", plain, of);
}

/* "Q2: over 0.05 to 0.3 kg": a part ends with the number before the bound of the next. */
static void name_part(const struct bounds *b, uint32_t g, char label[LABEL_SIZE])
{
    char from[80], to[80];
    bool first = g == 0, last = g + 1 == b->count;
    format_number(b->classes, first ? 0 : b->bound[g] - 1, last, from);
    format_number(b->classes, last ? 0 : b->bound[g + 1] - 1, true, to);
    int n = snprintf(label, LABEL_SIZE, "%c%u: ", b->kind->letter, (unsigned)g + 1);
    label += n;
    size_t room = LABEL_SIZE - (size_t)n;
    if (!last && !first && b->bound[g] == b->bound[g + 1]) {
        snprintf(label, room, "none");
    } else if (first) {
        snprintf(label, room, "up to %s", to);
    } else if (last) {
        snprintf(label, room, "over %s", from);
    } else {
        snprintf(label, room, "over %s to %s", from, to);
    }
}

/* Fills group[0 .. count), whose texts live in a. */
static bool name_groups(const struct bounds *b, struct arena *a, struct value *group)
{
    for (uint32_t g = 0; g < b->count; g++) {
        group[g] = (struct value){.state = VALUE_VALID, .number = g};
        if (!b->kind->parts) {
            group[g].code = b->classes->one[g].code;
            group[g].label = b->classes->one[g].label;
            continue;
        }
        char label[LABEL_SIZE];
        name_part(b, g, label);
        group[g].code = arena_printf(a, "%c%u", b->kind->letter, (unsigned)g + 1);
        group[g].label = arena_string(a, label);
        if (!group[g].code || !group[g].label) {
            return false;
        }
    }
    return true;
}

/* The smallest rank (from 0) that part k of parts has behind it: so many of n lines or more are
 * in the k parts up to it. */
static size_t rank_of(size_t n, uint32_t k, uint32_t parts)
{
    return (n * k + parts - 1) / parts - 1;
}

/* A part ends with number: the next begins behind it. */
static int64_t behind(int64_t number)
{
    return number < INT64_MAX ? number + 1 : number;
}

/* ---- amounts */

/* Where the bounds stand among the powers of two: few are in one of them. */
struct place {
    const struct amounts *amounts;
    uint8_t *ids;
    uint8_t of_state[AMOUNT_STATES];
    uint8_t
        first[POWERS]; /* groups that begin at or below the power, but for the first of all */
    int64_t bound[2 * BOUNDS_MOST]; /* without that of the first group, INT64_MAX behind */
    uint32_t steps;                 /* bounds in one power at most */
};

static inline unsigned power_of(int64_t amount)
{
    return 63 - (unsigned)__builtin_clzll((uint64_t)amount | 1);
}

static void place_bounds(const struct bounds *b, struct place *p)
{
    for (uint32_t i = 0; i < 2 * BOUNDS_MOST; i++) {
        p->bound[i] = i + 1 < b->count ? b->bound[i + 1] : INT64_MAX;
    }
    for (unsigned power = 0; power < POWERS; power++) {
        /* Power 0 has 0 as well as 1. */
        int64_t low = power ? (int64_t)1 << power : 0;
        uint32_t within = 0;
        for (uint32_t i = 0; i + 1 < b->count; i++) {
            p->first[power] = (uint8_t)(p->first[power] + (p->bound[i] <= low));
            within += p->bound[i] > low && power_of(p->bound[i]) == power;
        }
        p->steps = within > p->steps ? within : p->steps;
    }
}

static void place_lines(void *data, int half, size_t from, size_t end)
{
    /* A copy that the bytes written cannot be part of. */
    const struct place place = *(const struct place *)data, *const p = &place;
    const uint8_t *const state = p->amounts->state;
    const int64_t *const amounts = p->amounts->amount; /* never below 0 */
    uint8_t *restrict const ids = p->ids;
    const uint32_t steps = p->steps;
    (void)half;
    for (size_t i = from; i < end; i++) {
        const int64_t amount = amounts[i];
        const uint8_t first = p->first[power_of(amount)];
        uint8_t at = first;
        for (uint32_t s = 0; s < steps; s++) {
            at = (uint8_t)(at + (amount >= p->bound[first + s]));
        }
        ids[i] = state[i] == AMOUNT_COUNTED ? at : p->of_state[state[i]];
    }
}

/* The amounts of current lines by range, then those of the ranges that a bound lies in, one
 * range behind the other; by half. */
struct ranking {
    const struct amounts *amounts;
    const uint64_t *current;
    uint32_t count[2][MIDDLE_RANGES];
    size_t next[2][MIDDLE_RANGES]; /* where the next of a range goes; SIZE_MAX: nobody asks */
    uint64_t *gathered;
};

static bool ranks(const struct ranking *r, size_t i)
{
    return r->amounts->state[i] == AMOUNT_COUNTED && r->current[i / 64] >> (i % 64) & 1;
}

static void count_ranges(void *data, int half, size_t from, size_t end)
{
    struct ranking *r = data;
    for (size_t i = from; i < end; i++) {
        r->count[half][middle_range((uint64_t)r->amounts->amount[i])] += ranks(r, i);
    }
}

static void gather_ranges(void *data, int half, size_t from, size_t end)
{
    struct ranking *r = data;
    for (size_t i = from; i < end; i++) {
        const uint64_t amount = (uint64_t)r->amounts->amount[i];
        size_t *next = &r->next[half][middle_range(amount)];
        if (*next != SIZE_MAX && ranks(r, i)) {
            r->gathered[(*next)++] = amount;
        }
    }
}

/* Where the range begins that has the k-th smallest; *before: how many are in those below. */
static uint32_t range_with(const struct ranking *r, size_t k, size_t *before)
{
    uint32_t range = 0;
    *before = 0;
    while (*before + r->count[0][range] + r->count[1][range] <= k) {
        *before += r->count[0][range] + r->count[1][range];
        range++;
    }
    return range;
}

/* Makes room for the ranges of all bounds; false when memory is out. */
static bool place_ranges(struct ranking *r, const struct bounds *b, size_t n)
{
    size_t room = 0, before;
    memset(r->next, 0xff, sizeof r->next);
    for (uint32_t k = 1; k < b->count; k++) {
        uint32_t range = range_with(r, rank_of(n, k, b->count), &before);
        if (r->next[0][range] == SIZE_MAX) {
            r->next[0][range] = room;
            r->next[1][range] = room + r->count[0][range];
            room += (size_t)r->count[0][range] + r->count[1][range];
        }
    }
    r->gathered = malloc((room + 1) * sizeof *r->gathered);
    return r->gathered != NULL;
}

/* The bounds of parts with equally many of the current lines that have an amount. */
static enum status part_amounts(struct frame *f, const struct amounts *m, struct bounds *b,
                                struct error *e)
{
    const size_t cut = halves_cut(f->lines, FRAME_LINES_A_THREAD, FRAME_BLOCK);
    struct ranking *r = calloc(1, sizeof *r);
    if (!r) {
        return error_no_memory(e);
    }
    r->amounts = m;
    r->current = f->current.words;
    halves_run(f->lines, cut, count_ranges, r);
    size_t n = 0, before;
    for (uint32_t i = 0; i < MIDDLE_RANGES; i++) {
        n += (size_t)r->count[0][i] + r->count[1][i];
    }
    b->count = n ? b->kind->parts : 0;
    b->bound[0] = INT64_MIN;
    bool placed = place_ranges(r, b, n);
    if (placed) {
        halves_run(f->lines, cut, gather_ranges, r);
    }
    for (uint32_t k = 1; placed && k < b->count; k++) {
        const size_t rank = rank_of(n, k, b->count);
        const uint32_t range = range_with(r, rank, &before);
        const size_t many = (size_t)r->count[0][range] + r->count[1][range];
        /* Both halves' places have moved to their ends. */
        const uint64_t *first = r->gathered + (r->next[1][range] - many);
        b->bound[k] = behind((int64_t)middle_smallest(first, many, rank - before));
    }
    free(r->gathered);
    free(r);
    return placed ? STATUS_OK : error_no_memory(e);
}

static enum status fill_amounts(struct frame *f, const struct amounts *m,
                                const struct bounds *b, struct held_column *h, struct error *e)
{
    const uint32_t other = b->count; /* a value of no group, and last of the valid ones */
    struct value *value = arena_zero(&f->arena, (size_t)b->count + 4, sizeof *value);
    if (!value || !name_groups(b, &f->arena, value)) {
        return error_no_memory(e);
    }
    value[other] = (struct value){.code = "", .label = "", .state = VALUE_VALID};
    value[other + 1] = (struct value){.code = "", .label = "(invalid)", .state = VALUE_INVALID};
    value[other + 2] = derived_special(VALUE_UNKNOWN);
    value[other + 3] = derived_special(VALUE_BLANK);
    h->column.value = value;
    h->column.values = b->count + 4;
    struct place p = {.amounts = m};
    enum status status = column_make_room(f, h, e);
    if (status != STATUS_OK) {
        return status;
    }
    p.ids = h->ids;
    memset(p.of_state, (int)other, sizeof p.of_state);
    p.of_state[AMOUNT_INVALID] = (uint8_t)(other + 1);
    p.of_state[AMOUNT_BLANK] = (uint8_t)(other + 3);
    place_bounds(b, &p);
    halves_run(f->lines, halves_cut(f->lines, FRAME_LINES_A_THREAD, FRAME_BLOCK), place_lines,
               &p);
    return STATUS_OK;
}

/* The column name of the amounts of a type in groups. */
static enum status amounts_column(struct frame *f, const char *name, const char *label,
                                  struct bounds *b, const struct column **out, struct error *e)
{
    const struct amounts *m;
    struct held_column *h = arena_zero(&f->arena, 1, sizeof *h);
    enum status status = frame_amounts(f, b->classes->type, &m, e);
    if (status == STATUS_OK && h) {
        h->column.name = arena_string(&f->arena, name);
        h->column.label = arena_string(&f->arena, label);
        h->column.type = FIELD_TEXT;
    }
    if (status == STATUS_OK && (!h || !h->column.name || !h->column.label)) {
        status = error_no_memory(e);
    }
    if (status == STATUS_OK && b->kind->parts) {
        status = part_amounts(f, m, b, e);
    }
    if (status == STATUS_OK) {
        status = fill_amounts(f, m, b, h, e);
    }
    if (status == STATUS_OK) {
        h->next = f->columns;
        f->columns = h;
        *out = &h->column;
    }
    return status;
}

static enum status amounts_axis(struct frame *f, struct bounds *b, struct arena *a,
                                struct axis *out, struct error *e)
{
    const uint32_t *lines;
    struct unplaced u = {0};
    enum status status = STATUS_OK;
    out->column = column_held(f, out->name);
    if (!out->column) {
        status = amounts_column(f, out->name, out->label, b, &out->column, e);
    }
    if (status == STATUS_OK) {
        status = frame_value_lines(f, out->column, &lines, e);
    }
    if (status != STATUS_OK) {
        return status;
    }
    const struct column *c = out->column;
    uint32_t n = c->values - 4, *group_of = arena_alloc(a, c->values * sizeof *group_of);
    struct value *group = arena_alloc(a, ((size_t)n + 3) * sizeof *group);
    if (!group_of || !group) {
        return error_no_memory(e);
    }
    memcpy(group, c->value, n * sizeof *group);
    u.occurs[VALUE_INVALID] = lines[n + 1] > 0;
    u.occurs[VALUE_BLANK] = lines[column_blank(c)] > 0;
    out->groups = axis_add_unplaced(&u, group, n);
    out->group = group;
    for (uint32_t v = 0; v < c->values; v++) {
        enum value_state state = c->value[v].state;
        group_of[v] = v < n ? v : v > n && u.occurs[state] ? u.group[state] : AXIS_NONE;
    }
    out->group_of = group_of;
    return STATUS_OK;
}

/* ---- columns of numbers */

/* Parts of a column's values, which stand by size: into which each valid one falls, and the
 * bounds for their names. */
static enum status part_values(struct frame *f, const struct column *c, struct bounds *b,
                               uint32_t *group_of, struct error *e)
{
    const uint32_t *lines;
    enum status status = frame_value_lines(f, c, &lines, e);
    size_t all = 0, before = 0;
    for (uint32_t v = 0; status == STATUS_OK && v < c->values; v++) {
        all += c->value[v].state == VALUE_VALID ? lines[v] : 0;
    }
    b->count = all ? b->kind->parts : 0;
    b->bound[0] = INT64_MIN;
    uint32_t part = 0;
    for (uint32_t v = 0; b->count && v < c->values; v++) {
        if (c->value[v].state != VALUE_VALID) {
            break;
        }
        group_of[v] = part;
        before += lines[v];
        while (part + 1 < b->count && before > rank_of(all, part + 1, b->count)) {
            b->bound[++part] = behind(c->value[v].number);
        }
    }
    return status;
}

static enum status column_axis(struct frame *f, const char *field, struct bounds *b,
                               struct arena *a, struct axis *out, struct error *e)
{
    struct unplaced u;
    enum status status = frame_column(f, field, &out->column, e);
    if (status == STATUS_OK) {
        status = axis_unplaced(f, out->column, &u, e);
    }
    if (status != STATUS_OK) {
        return status;
    }
    const struct column *c = out->column;
    uint32_t *group_of = arena_alloc(a, c->values * sizeof *group_of);
    struct value *group = arena_zero(a, BOUNDS_MOST + 3, sizeof *group);
    if (!group_of || !group) {
        return error_no_memory(e);
    }
    memset(group_of, 0xff, c->values * sizeof *group_of); /* AXIS_NONE */
    if (b->kind->parts) {
        status = part_values(f, c, b, group_of, e);
    }
    if (status == STATUS_OK && !name_groups(b, a, group)) {
        status = error_no_memory(e);
    }
    out->groups = axis_add_unplaced(&u, group, b->count);
    out->group = group;
    for (uint32_t v = 0; v < c->values; v++) {
        enum value_state state = c->value[v].state;
        if (state != VALUE_VALID) {
            group_of[v] = u.occurs[state] ? u.group[state] : AXIS_NONE;
        } else if (!b->kind->parts) {
            group_of[v] = classes_at(b->bound, b->count, classes_number(&c->value[v]));
        }
    }
    out->group_of = group_of;
    return status;
}

enum status axis_classes(struct frame *f, const char *head, const char *field,
                         enum field_type type, struct arena *a, struct axis *out,
                         struct error *e)
{
    struct bounds b = {.kind = find_kind(head), .classes = classes_of(type)};
    if (!b.kind->parts) {
        b.count = b.classes->count;
        classes_bounds(b.classes, b.bound);
    }
    out->ordered = true;
    out->none = "amount in another unit or in packages";
    return classes_of_amounts(type) ? amounts_axis(f, &b, a, out, e)
                                    : column_axis(f, field, &b, a, out, e);
}
