/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kind of question that saisie answers, as a table, and a cache of any number of lines of
 * one vocabulary to ask them of: for the proofs that an answer reads no rows and allocates
 * alike at any size. */
#ifndef SAISIE_TESTS_QUESTIONS_H
#define SAISIE_TESTS_QUESTIONS_H

#include "analysis/crosstab.h"
#include "analysis/facets.h"
#include "analysis/listing.h"
#include "analysis/overview.h"
#include "analysis/pivot.h"
#include "analysis/trend.h"
#include "filter/filter.h"
#include "frame_fixture.h"

static const char *const question_fields[] = {
    "date", "entered", "reporter", "departure",  "transit",    "product", "section", "quantity",
    "unit", "value",   "currency", "value_kind", "conveyance", "line",    "shop",    "remarks"};

enum { QUESTION_FIELDS = sizeof question_fields / sizeof *question_fields, QUESTION_LONG = 15 };

/* The cell of a line: what a thousand lines hold, every further thousand holds again. */
static inline const char *question_cell(uint32_t n, uint32_t field, char text[40])
{
    static const char *const pool[QUESTION_FIELDS][8] = {
        [2] = {"TH", "MM", "AU", "ID", "!Tailand", "?", "", "NZ"},
        [3] = {"TH", "MM", "LA", "MX", "!Atlantis", "?", "", "NG"},
        [4] = {"LA>MY", "MY", "BR>TH>MX", "?", "TH>LA>MY", "BR>LA>ZA>TH>FR", "MY>LA", ""},
        [5] = {"Heroin", "Cocaine", "Ketamine", "Khat", "!Blue stuff", "?", "", "Opium"},
        [6] = {"Drugs", "Drugs", "Revenue", "", "Drugs", "?", "Drugs", "Revenue"},
        [8] = {"kg", "g", "pcs", "L", "USD", "carton", "!sacks", ""},
        [9] = {"100", "", "7.5", "", "2000", "!much", "0", ""},
        [10] = {"USD", "EUR", "", "THB", "!doubloon", "USD", "EUR", ""},
        [11] = {"estimated", "declared", "", "?", "estimated", "", "declared", ""},
        [12] = {"In mail", "Vessel", "Vehicle", "Aircraft", "?", "", "!Cart", "Vessel"},
        [13] = {"1", "2", "3", "1", "2", "1", "1", "1"},
        [14] = {"A-1", "b 2", "", "?", "x,y", "-1", "A-1", "long name of a shop"},
        [15] = {"hidden in a packet of tea", "", "vacuum packed", "", "Thé vert", "pcs", "",
                "x"},
    };
    /* Knuth's multiplier scatters the thousand over the pools, each field in its own way. */
    uint32_t mixed = (n % 1000 * 97 + field * 131) * 2654435761U >> 7;
    if (field == 0) {
        static const char *const odd[] = {"2024-03", "2023", "", "!31.02.2024", "?"};
        if (mixed % 16 < 5)
            return odd[mixed % 16];
        snprintf(text, 40, "%u-%02u-%02u", 2022 + mixed % 4, 1 + mixed / 4 % 6,
                 1 + mixed / 32 % 28);
        return text;
    }
    if (field == 1) {
        snprintf(text, 40, "2025-%02u-%02u", 1 + mixed % 6, 1 + mixed / 8 % 28);
        return mixed % 3 ? text : "";
    }
    if (field == 7) {
        snprintf(text, 40, "%u.%u", mixed % 90, mixed % 10);
        return mixed % 11 ? text : "!some";
    }
    return pool[field][mixed % 8];
}

/* Three lines a case mostly; the lines of every seventh case are parted by others, one line in
 * fifty belongs to no case. */
static inline uint32_t question_case(uint32_t n)
{
    if (n % 50 == 49)
        return 0;
    return n >= 30 && n % 30 < 4 ? (n - 30) / 3 + 1 : n / 3 + 1;
}

static inline void questions_fill(struct fixture *x, uint32_t lines)
{
    struct writer *w;
    uint32_t slot[QUESTION_FIELDS], id[QUESTION_FIELDS], line, made = 0;
    ok(x, writer_begin(x->cache, &w, &x->e));
    for (uint32_t s = 0; s < QUESTION_FIELDS; s++)
        ok(x, writer_field(w, question_fields[s], question_fields[s],
                           !strcmp(question_fields[s], "shop"), s == QUESTION_LONG, &slot[s],
                           &id[s], &x->e));
    for (uint32_t n = 0; n < lines; n++) {
        uint32_t codes[QUESTION_FIELDS] = {0}, key;
        struct long_text texts[QUESTION_FIELDS] = {{0}};
        for (uint32_t s = 0; s < QUESTION_FIELDS; s++) {
            char text[40];
            const char *cell = question_cell(n, s, text);
            if (s == QUESTION_LONG)
                texts[slot[s]] = (struct long_text){cell, (uint32_t)strlen(cell)};
            else
                codes[slot[s]] = fixture_spell(x, w, id[s], cell);
        }
        while (made < question_case(n)) {
            char name[16];
            snprintf(name, sizeof name, "TRN-%u", (unsigned)++made);
            ok(x, writer_case(w, "test", name, &key, &x->e));
        }
        ok(x, writer_line(w, n + 2, question_case(n), n, codes, texts, &line, &x->e));
    }
    ok(x, writer_supersede(w, 5, 0, &x->e));
    fixture_commit(x, &w, "questions.csv");
}

/* ---- the questions */

enum question_kind {
    ASK_FILTER,
    ASK_PIVOT,
    ASK_CROSSTAB,
    ASK_FACETS,
    ASK_TREND,
    ASK_ORDER,
    ASK_OVERVIEW
};

struct question {
    const char *name;
    enum question_kind kind;
    const char *sentence; /* "": everything */
    const char *rows[PIVOT_DEPTH], *cols[PIVOT_DEPTH];
    enum measure_kind measures[PIVOT_MEASURES];
    size_t measure_count;
    enum date_grain grain;
    /* date field of a trend, sort of an order, measures of a cross-tab parted by a space */
    const char *text;
    bool all;     /* of a pivot: extents and medians too */
    uint32_t top; /* rows and columns of a cross-tab */
};

#define ALL_MEASURES                                                                           \
    .measures = {MEASURE_CASES,  MEASURE_SEIZURES, MEASURE_REPORTERS, MEASURE_MASS,            \
                 MEASURE_VOLUME, MEASURE_PIECES,   MEASURE_VALUE},                             \
    .measure_count = 7
#define Q(n, k, s) .name = (n), .kind = (k), .sentence = (s)
#define MEASURES(n, ...) .measures = {__VA_ARGS__}, .measure_count = n

static const struct question questions[] = {
    {Q("filter: everything", ASK_FILTER, "")},
    {Q("filter: coded", ASK_FILTER, "reporter:TH,MM -conveyance:vessel")},
    {Q("filter: one of two", ASK_FILTER, "(departure:MX or transit:MY) section:drugs")},
    {Q("filter: states", ASK_FILTER,
       "departure:? or departure:!unknown or departure:!invalid")},
    {Q("filter: words", ASK_FILTER, "\"packet of tea\"")},
    {Q("filter: long text", ASK_FILTER, "remarks:vacuum")},
    {Q("filter: mass", ASK_FILTER, "mass>5kg mass<=80kg")},
    {Q("filter: quantity", ASK_FILTER, "quantity:5..60")},
    {Q("filter: dates", ASK_FILTER, "date:2023-03..2024 weekday:mon,tue -date:2023-05")},
    {Q("filter: grain", ASK_FILTER, "month:2024-03")},
    {Q("filter: perimeter", ASK_FILTER, "rilo(departure):A/P")},
    {Q("filter: any role", ASK_FILTER, "involves:LA")},
    {Q("filter: further field", ASK_FILTER, "shop:\"A-1\" batch:1")},
    {Q("facet", ASK_PIVOT, ""), .rows = {"reporter"},
     MEASURES(2, MEASURE_SEIZURES, MEASURE_CASES)},
    {Q("facet of lists", ASK_PIVOT, "section:drugs"), .rows = {"transit"},
     MEASURES(2, MEASURE_SEIZURES, MEASURE_CASES)},
    {Q("facets", ASK_FACETS, "")},
    {Q("facets, narrowed", ASK_FACETS, "section:drugs -reporter:NZ")},
    {Q("pivot: every measure", ASK_PIVOT, ""), .rows = {"product"}, .cols = {"year"},
     ALL_MEASURES},
    {Q("pivot: extents and medians", ASK_PIVOT, ""), .rows = {"product"}, .cols = {"year"},
     MEASURES(2, MEASURE_REPORTERS, MEASURE_MASS), .all = true},
    {Q("pivot: lists, extents and medians", ASK_PIVOT, ""), .rows = {"transit", "product"},
     ALL_MEASURES, .all = true},
    {Q("pivot: two axes a side", ASK_PIVOT, ""), .rows = {"section", "product"},
     .cols = {"reporter", "conveyance"}, MEASURES(2, MEASURE_CASES, MEASURE_MASS)},
    {Q("pivot: lists by lists", ASK_PIVOT, "-product:?"), .rows = {"transit", "shop"},
     .cols = {"rilo(transit)", "month"}, ALL_MEASURES},
    {Q("pivot: perimeters", ASK_PIVOT, ""), .rows = {"wco(departure)"}, .cols = {"weekday"},
     ALL_MEASURES},
    {Q("pivot: days", ASK_PIVOT, ""), .rows = {"day"}, .cols = {"batch"},
     MEASURES(1, MEASURE_CASES)},
    {Q("pivot: many keys", ASK_PIVOT, ""), .rows = {"date", "entered"},
     MEASURES(1, MEASURE_SEIZURES)},
    {Q("cross-tab: measures", ASK_CROSSTAB, ""), .rows = {"product"}, .cols = {"year"},
     .text = "cases mean(mass) row-share(cases) rank(cases) index(cases) value "
             "median(mass)"},
    {Q("cross-tab: nested, with others", ASK_CROSSTAB, ""), .rows = {"section", "product"},
     .cols = {"reporter", "month"}, .text = "cases residual(seizures)", .top = 2},
    {Q("cross-tab: running", ASK_CROSSTAB, "section:drugs"), .rows = {"transit"},
     .cols = {"month"}, .text = "running(cases) running(mass) running(reporters)", .top = 3},
    {Q("trend", ASK_TREND, ""), .grain = GRAIN_MONTH, MEASURES(1, MEASURE_CASES)},
    {Q("trend by product", ASK_TREND, "section:drugs"), .rows = {"product"},
     .grain = GRAIN_WEEK, MEASURES(1, MEASURE_MASS)},
    {Q("trend of value by transit", ASK_TREND, ""), .rows = {"transit"}, .grain = GRAIN_YEAR,
     MEASURES(1, MEASURE_VALUE), .text = "entered"},
    {Q("order: none", ASK_ORDER, ""), .text = ""},
    {Q("order: code", ASK_ORDER, ""), .text = "product"},
    {Q("order: mass", ASK_ORDER, "section:drugs"), .text = "-mass"},
    {Q("order: several", ASK_ORDER, ""), .text = "-date,reporter,case_id,-pieces"},
    {Q("overview", ASK_OVERVIEW, "")},
    {Q("overview, narrowed", ASK_OVERVIEW, "section:drugs")},
};

enum { QUESTIONS = sizeof questions / sizeof *questions };

static inline void ask_order(struct fixture *x, const struct bitmap *lines, const char *sort,
                             struct arena *a)
{
    struct sort_key keys[LISTING_KEYS + 1] = {{0}};
    uint32_t *order = NULL;
    size_t count;
    ok(x, listing_parse_sort(x->frame, sort, a, keys, &x->e));
    ok(x, listing_order(x->frame, lines, keys, &order, &count, &x->e));
    assert_int_equal(count, bitmap_count(lines));
    free(order);
}

/* Some fields together, each without its own choice. */
static inline enum status question_facets(struct fixture *x, const struct filter *filter,
                                          const struct bitmap *lines, struct facet_set **out)
{
    static const char *const axes[] = {"product",       "reporter", "section", "transit",
                                       "year",          "month",    "shop",    "conveyance",
                                       "year(entered)", "unit"};
    struct facet_question q = {
        .axes = axes, .count = 10, .lines = lines, .filter = filter, .cases = true};
    return facet_set_run(x->frame, &q, out, &x->e);
}

static inline void ask_facets(struct fixture *x, const struct filter *filter,
                              const struct bitmap *lines)
{
    struct facet_set *s;
    ok(x, question_facets(x, filter, lines, &s));
    for (size_t i = 0; i < s->count; i++)
        assert_true(s->facet[i].done && s->facet[i].occurring > 0);
    facet_set_free(&s);
}

static inline void ask_crosstab(struct fixture *x, const struct question *q,
                                const struct filter *filter, const struct bitmap *lines)
{
    struct crosstab_question c = {.rows = {q->rows[0], q->rows[1]},
                                  .cols = {q->cols[0], q->cols[1]},
                                  .top = q->top,
                                  .top_cols = q->top};
    struct crosstab *answer;
    for (const char *at = q->text; *at;) {
        char name[64];
        size_t len = strcspn(at, " ");
        snprintf(name, sizeof name, "%.*s", (int)len, at);
        ok(x, crosstab_measure_parse(name, &c.measures[c.measure_count++], &x->e));
        at += len + (at[len] == ' ');
    }
    ok(x, crosstab_run(x->frame, filter, lines, &c, &answer, &x->e));
    assert_true(answer->row_count > 1);
    crosstab_free(&answer);
}

/* Asks, looks that there is an answer, and frees it. Returns the lines selected. */
static inline size_t question_ask(struct fixture *x, const struct question *q)
{
    struct arena a = {0};
    const struct filter *filter;
    struct filter_outcome outcome;
    struct bitmap lines;
    ok(x, filter_parse(x->frame, q->sentence, &a, &filter, &x->e));
    ok(x, filter_select(x->frame, filter, &lines, &outcome, &x->e));
    if (q->kind == ASK_PIVOT) {
        struct pivot_question p = {.rows = {q->rows[0], q->rows[1]},
                                   .cols = {q->cols[0], q->cols[1]},
                                   .measure_count = q->measure_count,
                                   .extents = q->all,
                                   .medians = q->all ? ~0U : 0};
        struct pivot *answer;
        memcpy(p.measures, q->measures, sizeof p.measures);
        ok(x, pivot_run(x->frame, &lines, &p, &answer, &x->e));
        assert_true(answer->row_count > 0);
        pivot_free(&answer);
    } else if (q->kind == ASK_FACETS) {
        ask_facets(x, filter, &lines);
    } else if (q->kind == ASK_CROSSTAB) {
        ask_crosstab(x, q, filter, &lines);
    } else if (q->kind == ASK_TREND) {
        struct trend_question t = {.date = q->text,
                                   .grain = q->grain,
                                   .split = q->rows[0],
                                   .measure = q->measures[0],
                                   .money_group = UINT16_MAX};
        struct trend *answer;
        ok(x, trend_run(x->frame, &lines, &t, &answer, &x->e));
        assert_true(answer->periods > 0);
        trend_free(&answer);
    } else if (q->kind == ASK_ORDER) {
        ask_order(x, &lines, q->text, &a);
    } else if (q->kind == ASK_OVERVIEW) {
        struct overview *answer;
        ok(x, overview_run(x->frame, &lines, 5, &answer, &x->e));
        assert_true(answer->lines > 0);
        overview_free(&answer);
    }
    bitmap_free(&lines);
    arena_free(&a);
    return outcome.lines;
}

#endif
