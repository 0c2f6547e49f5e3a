/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small random tables for the tests of the analysis, and the plainest reading of their cells
 * that there can be: no columns, no value ids, one line at a time. */
#ifndef SAISIE_TESTS_RANDOM_LINES_H
#define SAISIE_TESTS_RANDOM_LINES_H

#include "analysis/measure.h"
#include "base/date.h"
#include "frame_fixture.h"

#include <time.h>

enum {
    R_DATE,
    R_ENTERED,
    R_REPORTER,
    R_TRANSIT,
    R_PRODUCT,
    R_QUANTITY,
    R_UNIT,
    R_VALUE,
    R_CURRENCY,
    R_KIND,
    R_STREAM,
    R_FIELDS
};

#define RANDOM_MOST 100

static const char *const random_fields[] = {"date",     "entered",    "reporter", "transit",
                                            "product",  "quantity",   "unit",     "value",
                                            "currency", "value_kind", "stream",   NULL};

struct random_table {
    struct fixture_row row[RANDOM_MOST];
    size_t lines;
    bool current[RANDOM_MOST];
    struct bitmap selection; /* some of the current ones */
};

/* xorshift32, so that a seed draws the same everywhere. */
static inline uint32_t random_next(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static inline uint32_t random_below(uint32_t *seed, uint32_t n)
{
    return random_next(seed) % n;
}

static const char *const random_pool[R_FIELDS][10] = {
    [R_DATE] = {"2024-01-31", "2024-02-29", "2023-12-31", "2024-12-30", "2024-03", "2024", "",
                "?", "!30.02.2024", "2025-01-05"},
    [R_ENTERED] = {"2024-02-01", "2024-03-15", "2024-01-02", "2025-01-03", "2025-01-05", "", "",
                   "2025-02-28", "2025-06", "!soon"},
    [R_REPORTER] = {"TH", "Thailande@TH", "MM", "AU", "AU", "?", "", "!Tailand", "NZ", "NZ"},
    [R_TRANSIT] = {"LA>MY", "MY", "", "?", "TH>LA>MY", "LA", "MY>LA", "", "LA", "!Atlantis"},
    [R_PRODUCT] = {"Heroin", "Cocaine", "Heroin", "Khat", "!Blue stuff", "?", "", "Cigarettes",
                   "Heroin", "Cigarettes"},
    [R_QUANTITY] = {"5", "0.25", "1000", "12.5", "0", "", "?", "!some", "-3", "7"},
    [R_UNIT] = {"kg", "g", "t", "L", "mL", "pcs", "carton", "USD", "!sacks", ""},
    [R_VALUE] = {"100", "", "7.25", "", "2000", "!much", "0", "", "", "1"},
    [R_CURRENCY] = {"USD", "EUR", "", "THB", "!doubloon", "USD", "EUR", "", "USD", "USD"},
    [R_STREAM] = {"Cocaine", "Cocaine", "Cocaine", "Cannabis", "Cocaine", "Cocaine", "?", "",
                  "!Plants", "Cocaine"},
    [R_KIND] = {"estimated", "declared", "", "?", "estimated", "", "counterfeit", "", "", ""},
};

/* A table of up to 100 lines: cases of several lines, some of them parted by others, lines of
 * no case, a few withdrawn. */
static inline void random_draw(uint32_t *seed, struct random_table *t)
{
    uint32_t cases = 0;
    *t = (struct random_table){.lines = random_below(seed, RANDOM_MOST)};
    for (size_t i = 0; i < t->lines; i++) {
        uint32_t draw = random_below(seed, 10);
        t->row[i].case_key = draw == 0           ? 0
                             : draw < 3 && cases ? 1 + random_below(seed, cases)
                             : draw < 5 && cases ? cases
                                                 : ++cases;
        for (size_t f = 0; f < R_FIELDS; f++)
            t->row[i].cells[f] = random_pool[f][random_below(seed, 10)];
        t->current[i] = random_below(seed, 20) > 0;
    }
}

/* Brings it into a cache; and a selection of it. */
static inline void random_load(struct fixture *x, uint32_t *seed, struct random_table *t)
{
    uint32_t gone[RANDOM_MOST + 1] = {0}, n = 0;
    for (size_t i = 0; i < t->lines; i++)
        if (!t->current[i])
            gone[n++] = (uint32_t)i + 1;
    fixture_import(x, "random.csv", random_fields, t->row, t->lines, gone);
    fixture_frame(x);
    assert_true(bitmap_init(&t->selection, t->lines));
    uint32_t most = random_below(seed, 4);
    for (size_t i = 0; i < t->lines; i++)
        if (t->current[i] && (most || random_below(seed, 2)))
            bitmap_set(&t->selection, i);
}

static inline void random_table(struct fixture *x, uint32_t *seed, struct random_table *t)
{
    random_draw(seed, t);
    random_load(x, seed, t);
}

/* ---- reading cells */

struct random_value {
    enum value_state state;
    char code[24];
};

static inline struct random_value random_read(const char *cell)
{
    struct random_value v = {VALUE_VALID, ""};
    const char *at = strchr(cell, '@');
    if (!*cell)
        v.state = VALUE_BLANK;
    else if (!strcmp(cell, "?"))
        v.state = VALUE_UNKNOWN;
    else if (*cell == '!')
        v.state = VALUE_INVALID;
    if (v.state == VALUE_VALID || v.state == VALUE_INVALID)
        snprintf(v.code, sizeof v.code, "%s", at ? at + 1 : cell + (*cell == '!'));
    return v;
}

/* The period of a calendar axis, found from the civil date; false: the date is too coarse. */
static inline bool random_period(const char *grain, const char *date, char out[24])
{
    int year, month = 0, day = 0, known = sscanf(date, "%d-%d-%d", &year, &month, &day);
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    if (!strcmp(grain, "year"))
        return snprintf(out, 24, "%d", year) > 0;
    if (!strcmp(grain, "quarter"))
        return known >= 2 && snprintf(out, 24, "%d-Q%d", year, (month + 2) / 3) > 0;
    if (!strcmp(grain, "month"))
        return known >= 2 && snprintf(out, 24, "%d-%02d", year, month) > 0;
    if (!strcmp(grain, "day"))
        return known == 3 && snprintf(out, 24, "%s", date) > 0;
    if (known < 3)
        return false;
    struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12};
    timegm(&tm);
    if (!strcmp(grain, "weekday"))
        return snprintf(out, 24, "%s", days[(tm.tm_wday + 6) % 7]) > 0;
    return strftime(out, 24, "%G-W%V", &tm) > 0; /* "week" */
}

/* The groups of a line on an axis: a field, a calendar grain of date, or grain(entered). */
static inline size_t random_groups(const struct fixture_row *row, const char *axis,
                                   struct random_value out[8])
{
    size_t field = 0;
    while (field < R_FIELDS && strcmp(random_fields[field], axis))
        field++;
    if (field < R_FIELDS && field != R_TRANSIT) {
        out[0] = random_read(row->cells[field]);
        return 1;
    }
    if (field == R_TRANSIT) {
        struct random_value all = random_read(row->cells[field]);
        size_t n = 0;
        if (all.state != VALUE_VALID) {
            out[0] = all;
            return 1;
        }
        for (char *s = all.code, *save, *p = strtok_r(s, ">", &save); p;
             p = strtok_r(NULL, ">", &save))
            out[n++] = random_read(p);
        return n;
    }
    char grain[16];
    snprintf(grain, sizeof grain, "%.*s", (int)strcspn(axis, "("), axis);
    const char *cell = row->cells[strchr(axis, '(') ? R_ENTERED : R_DATE];
    out[0] = random_read(cell);
    if (out[0].state != VALUE_VALID) {
        out[0].code[0] = '\0';
        return 1;
    }
    return random_period(grain, cell, out[0].code);
}

static inline int128 random_power(int n)
{
    int128 p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

/* A quantity of the pools at a scale; every one of them has few decimals. */
static inline int128 random_number(const char *text, int scale)
{
    const char *point = strchr(text, '.');
    int128 n = 0;
    int decimals = point ? (int)strlen(point + 1) : 0;
    for (const char *p = text; *p; p++)
        if (*p != '.')
            n = 10 * n + (*p - '0');
    return n * random_power(scale - decimals);
}

/* What mass, volume and pieces make of a line. */
static inline enum amount_state random_amount(const struct fixture_row *row,
                                              enum measure_kind kind, int scale, int128 *amount)
{
    static const struct {
        const char *unit;
        enum measure_kind kind;
        int power;
    } units[] = {{"kg", MEASURE_MASS, 0},    {"g", MEASURE_MASS, -3},
                 {"t", MEASURE_MASS, 3},     {"L", MEASURE_VOLUME, 0},
                 {"mL", MEASURE_VOLUME, -3}, {"pcs", MEASURE_PIECES, 0},
                 {"USD", MEASURE_VALUE, 0},  {"carton", MEASURE_KINDS, 0}};
    struct random_value quantity = random_read(row->cells[R_QUANTITY]);
    *amount = 0;
    if (quantity.state == VALUE_BLANK || quantity.state == VALUE_UNKNOWN)
        return AMOUNT_BLANK;
    if (quantity.state == VALUE_INVALID || quantity.code[0] == '-')
        return AMOUNT_INVALID;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(units[i].unit, row->cells[R_UNIT]))
            continue;
        if (units[i].kind == MEASURE_KINDS) {
            /* A carton holds something known of cigarettes alone. */
            if (strcmp(row->cells[R_PRODUCT], "Cigarettes"))
                return AMOUNT_PACKAGE;
            if (kind != MEASURE_PIECES)
                return AMOUNT_OTHER_UNIT;
            *amount = 200 * random_number(quantity.code, scale);
            return AMOUNT_COUNTED;
        }
        if (units[i].kind != kind)
            return AMOUNT_OTHER_UNIT;
        *amount = random_number(quantity.code, scale + units[i].power);
        return AMOUNT_COUNTED;
    }
    return AMOUNT_INVALID;
}

/* Money of a line in the group of this name ("value USD seized"): from the quantity, and from
 * the value column. */
static inline size_t random_money(const struct fixture_row *row, const char *name, int scale,
                                  int128 *amount)
{
    struct random_value kind = random_read(row->cells[R_KIND]),
                        value = random_read(row->cells[R_VALUE]),
                        currency = random_read(row->cells[R_CURRENCY]);
    char is[64];
    int128 n;
    size_t counted = 0;
    *amount = 0;
    if (random_amount(row, MEASURE_VALUE, scale, &n) == AMOUNT_COUNTED) {
        snprintf(is, sizeof is, "value %s %s", row->cells[R_UNIT],
                 strcmp(kind.code, "counterfeit") ? "seized" : "forged");
        if (!strcmp(is, name)) {
            *amount += n;
            counted++;
        }
    }
    if (value.state == VALUE_VALID && currency.state == VALUE_VALID) {
        bool told = kind.state == VALUE_VALID;
        snprintf(is, sizeof is, "value %s%s%s", currency.code, told ? " " : ", ",
                 told ? kind.code : "kind not told");
        if (!strcmp(is, name)) {
            *amount += random_number(value.code, scale);
            counted++;
        }
    }
    return counted;
}

/* The day of a cell that names one. */
static inline bool random_day(const char *cell, int32_t *day)
{
    int y, m, d;
    if (*cell == '!' || sscanf(cell, "%d-%d-%d", &y, &m, &d) != 3)
        return false;
    *day = date_from_civil(y, m, d);
    return true;
}

/* Days that 9 of 10 current lines keep from date to entry; -1: no line has both. */
static inline int random_delay(const struct random_table *t)
{
    int32_t a, b, lag[RANDOM_MOST];
    size_t n = 0;
    for (size_t i = 0; i < t->lines; i++)
        if (t->current[i] && random_day(t->row[i].cells[R_DATE], &a) &&
            random_day(t->row[i].cells[R_ENTERED], &b))
            lag[n++] = b - a;
    for (size_t i = 0; i < n; i++) {
        size_t below = 0, equal = 0;
        for (size_t k = 0; k < n; k++) {
            below += lag[k] < lag[i];
            equal += lag[k] == lag[i];
        }
        if (below * 10 < n * 9 && (below + equal) * 10 >= n * 9)
            return lag[i] > 0 ? lag[i] : 0;
    }
    return -1;
}

/* ---- measures of sets of lines */

struct plain {
    struct amount amount;
    struct left_out left_out;  /* but for the rules */
    uint32_t packed;           /* lines counted through the one rule that the tables can need */
    bool has_cash, has_values; /* the table holds any at all */
    int128 each[RANDOM_MOST];  /* the amounts of the lines that count in a quantity */
    size_t amounts;
    struct random_value stream; /* of the first of them */
    bool mixed;                 /* another has another */
};

/* A value whose currency is not told. */
static inline bool random_untold(const struct fixture_row *row)
{
    return random_read(row->cells[R_VALUE]).state == VALUE_VALID &&
           random_read(row->cells[R_CURRENCY]).state != VALUE_VALID;
}

/* Why a line is in a money group's sum with nothing: it has other money, none that could be
 * understood, or none. */
static inline enum amount_state why_no_money(const struct fixture_row *row,
                                             const struct measure *m, const struct plain *p)
{
    int128 n;
    enum amount_state cash = random_amount(row, MEASURE_VALUE, m->scale, &n);
    enum value_state value = random_read(row->cells[R_VALUE]).state;
    if (random_untold(row))
        return AMOUNT_CURRENCY;
    if (cash == AMOUNT_COUNTED || value == VALUE_VALID)
        return AMOUNT_OTHER_UNIT;
    bool invalid =
        (p->has_cash && cash == AMOUNT_INVALID) || (p->has_values && value == VALUE_INVALID);
    return invalid ? AMOUNT_INVALID : AMOUNT_BLANK;
}

/* Of each line that counts: its amount, and whether it is of the stream of the others. */
static inline void plain_keep(const struct fixture_row *row, const struct measure *m, int128 n,
                              struct plain *p)
{
    struct random_value stream = random_read(row->cells[R_STREAM]);
    if (p->amounts == 0)
        p->stream = stream;
    p->mixed |= p->stream.state != stream.state || strcmp(p->stream.code, stream.code) != 0;
    p->each[p->amounts++] = n;
    if (m->kind == MEASURE_VALUE)
        p->mixed = false; /* not told of money */
}

static inline void add_line(const struct fixture_row *row, const struct measure *m, bool *seen,
                            struct plain *p)
{
    int128 n = 0;
    enum amount_state state = AMOUNT_COUNTED;
    p->amount.lines++;
    if (m->kind == MEASURE_SEIZURES) {
        n = 1;
    } else if (m->kind == MEASURE_CASES) {
        if (row->case_key == 0) {
            p->left_out.without_case++;
            return;
        }
        n = !seen[row->case_key];
        seen[row->case_key] = true;
    } else if (m->kind == MEASURE_REPORTERS) {
        static const char *const known[] = {"TH", "MM", "AU", "NZ"};
        struct random_value who = random_read(row->cells[R_REPORTER]);
        size_t k = 0;
        if (who.state != VALUE_VALID) {
            p->left_out.without_reporter++;
            return;
        }
        while (strcmp(known[k], who.code))
            k++;
        n = !seen[k];
        seen[k] = true;
    } else if (m->kind == MEASURE_VALUE) {
        size_t counted = random_money(row, m->name, m->scale, &n);
        if (counted == 0)
            state = why_no_money(row, m, p);
        else if (random_untold(row)) /* and money in no told currency beside it */
            p->left_out.by_state[AMOUNT_CURRENCY]++;
    } else {
        state = random_amount(row, m->kind, m->scale, &n);
        p->packed += state == AMOUNT_COUNTED && !strcmp(row->cells[R_UNIT], "carton");
    }
    p->left_out.by_state[state] += state != AMOUNT_COUNTED;
    p->amount.value += n;
    p->amount.counted += state == AMOUNT_COUNTED;
    if (state == AMOUNT_COUNTED && measure_is_quantity(m))
        plain_keep(row, m, n, p);
}

/* Whether an answer leaves out the same lines, and counts as many through a rule. */
static inline bool same_left_out(const struct plain *want, const struct left_out *got)
{
    bool packed = got->through_count == (want->packed > 0) &&
                  (!want->packed || got->through[0].lines == want->packed);
    return packed && got->without_case == want->left_out.without_case &&
           got->without_reporter == want->left_out.without_reporter &&
           !memcmp(got->by_state, want->left_out.by_state, sizeof got->by_state);
}

static inline struct plain plain_begin(const struct random_table *t)
{
    struct plain p = {.has_cash = false};
    int128 n;
    for (size_t i = 0; i < t->lines; i++) {
        p.has_cash |= random_amount(&t->row[i], MEASURE_VALUE, 4, &n) == AMOUNT_COUNTED;
        p.has_values |= random_read(t->row[i].cells[R_VALUE]).state == VALUE_VALID;
    }
    return p;
}

static inline void random_tear_down(struct random_table *t)
{
    bitmap_free(&t->selection);
}

#endif
