/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws sentences of the filter language side by side with what they mean in SQL. */
#include "oracle.h"

#include <stdlib.h>
#include <string.h>

/* Conditions: as words, and as SQL that is never NULL. */
struct condition {
    char words[200], sql[600];
};

static void on_code(struct rng *r, struct condition *c)
{
    static const struct {
        const char *field, *code[4];
    } codes[] = {{"reporter", {"TH", "MM", "AU", "CN"}},
                 {"departure", {"TH", "MM", "NA", "CN"}},
                 {"product", {"Heroin", "Cocaine", "Beer", "Cigarettes"}},
                 {"conveyance", {"Vessel", "Vehicle", "Pedestrian", "Vessel"}},
                 {"section", {"Drugs", "Revenue", "Drugs", "Revenue"}},
                 {"unit", {"kg", "g", "L", "pcs"}},
                 {"currency", {"USD", "EUR", "USD", "EUR"}},
                 {"value_kind", {"estimated", "declared", "estimated", "declared"}},
                 {"rilo(reporter)", {"A/P", "ESA", "WE", "SA"}},
                 {"wco(departure)", {"A/P", "ESA", "EUR", "AMS"}}};
    uint32_t f = below(r, COUNT(codes));
    const char *a = codes[f].code[below(r, 4)], *b = codes[f].code[below(r, 4)];
    bool two = below(r, 2) && strcmp(a, b);
    char column[32];
    snprintf(column, sizeof column, "%s", codes[f].field);
    for (char *p = column; *p; p++) /* rilo(reporter): the column rilo_reporter */
        *p = *p == '(' ? '_' : *p == ')' ? '\0' : *p;
    snprintf(c->words, sizeof c->words, "%s:%s%s%s", codes[f].field, a, two ? "," : "",
             two ? b : "");
    snprintf(c->sql, sizeof c->sql, "%s IN ('%s','%s')", column, a, two ? b : a);
}

static void on_state(struct rng *r, struct condition *c)
{
    static const char *const fields[] = {"reporter",   "departure", "product",
                                         "conveyance", "unit",      "date"};
    const char *f = fields[below(r, COUNT(fields))];
    uint32_t state = below(r, 3);
    snprintf(c->words, sizeof c->words, "%s:%s", f,
             state == 0   ? "?"
             : state == 1 ? "!unknown"
                          : "!invalid");
    if (state == 2)
        snprintf(c->sql, sizeof c->sql, !strcmp(f, "date") ? "invalid" : "%s_invalid", f);
    else
        snprintf(c->sql, sizeof c->sql, "%s = '%s'", !strcmp(f, "date") ? "l.code" : f,
                 state ? "Unknown" : "(blank)");
}

static void on_transit(struct rng *r, struct condition *c)
{
    static const char *const codes[] = {"LA", "MM", "TH"};
    const char *code = codes[below(r, 3)];
    bool any_role = below(r, 2);
    snprintf(c->words, sizeof c->words, "%s:%s", any_role ? "involves" : "transit", code);
    snprintf(c->sql, sizeof c->sql,
             "(EXISTS (SELECT 1 FROM member WHERE member.raw = transit_raw AND member.code = "
             "'%s')%s%s%s%s%s)",
             code, any_role ? " OR reporter = '" : "", any_role ? code : "",
             any_role ? "' OR departure = '" : "", any_role ? code : "", any_role ? "'" : "");
}

static void on_amount(struct rng *r, struct condition *c)
{
    static const struct {
        const char *words, *field;
        long long bound;
    } bounds[] = {{"5kg", "mass", 5000000000},
                  {"250g", "mass", 250000000},
                  {"1t", "mass", 1000000000000},
                  {"0kg", "mass", 0},
                  {"1kg", "mass", 1000000000},
                  {"1L", "volume", 1000000},
                  {"250mL", "volume", 250000},
                  {"40pcs", "pieces", 40000000},
                  {"12.5", "value", 12500000},
                  {"900", "value", 900000000},
                  {"30", "lag", 30},
                  {"-200", "lag", -200}};
    static const char *const compare[] = {">", ">=", "<", "<="};
    uint32_t a = below(r, COUNT(bounds)), b = below(r, COUNT(bounds)), o = below(r, 4);
    if (below(r, 3) == 0 && !strcmp(bounds[a].field, bounds[b].field) &&
        bounds[a].bound <= bounds[b].bound) {
        snprintf(c->words, sizeof c->words, "%s:%s..%s", bounds[a].field, bounds[a].words,
                 bounds[b].words);
        snprintf(c->sql, sizeof c->sql, "coalesce(l.%s BETWEEN %lld AND %lld, 0)",
                 bounds[a].field, bounds[a].bound, bounds[b].bound);
        return;
    }
    snprintf(c->words, sizeof c->words, "%s%s%s", bounds[b].field, compare[o], bounds[b].words);
    snprintf(c->sql, sizeof c->sql, "coalesce(l.%s %s %lld, 0)", bounds[b].field, compare[o],
             bounds[b].bound);
}

static void a_date(struct rng *r, char text[16], struct day *out)
{
    do
        draw_date(r, text);
    while (!read_day(text, out));
}

/* The periods of one date, as conditions on the grain of each. */
static void on_grain(struct rng *r, struct condition *c)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    char text[16];
    struct day d;
    a_date(r, text, &d);
    uint32_t kind = below(r, 6);
    if (kind == 0) {
        const char *x = days[below(r, 7)], *y = days[below(r, 7)];
        snprintf(c->words, sizeof c->words, "weekday:%s,%s", x, y);
        snprintf(c->sql, sizeof c->sql, "coalesce(weekday IN ('%s','%s'), 0)", x, y);
    } else if (kind == 1) {
        snprintf(c->words, sizeof c->words, "year(entered):%s", d.year);
        snprintf(c->sql, sizeof c->sql, "coalesce(entered_year = '%s', 0)", d.year);
    } else {
        static const char *const names[] = {"year", "quarter", "month", "week"};
        const char *period[] = {d.year, d.quarter, d.month, d.week};
        uint32_t g = d.known == 1 ? 0 : d.known == 2 ? below(r, 3) : below(r, 4);
        snprintf(c->words, sizeof c->words, "%s:%s", names[g], period[g]);
        snprintf(c->sql, sizeof c->sql, "coalesce(%s = '%s', 0)", names[g], period[g]);
    }
}

static void on_date(struct rng *r, struct condition *c)
{
    char from[16], to[16];
    struct day a, b;
    bool entered = below(r, 4) == 0;
    const char *name = entered ? "entered" : "date", *of = entered ? "entered_" : "";
    a_date(r, from, &a);
    do
        a_date(r, to, &b);
    while (strcmp(to, from) < 0);
    uint32_t kind = below(r, 8);
    if (kind < 4) { /* what lies wholly behind or before the span */
        static const char *const sign[] = {">", ">=", "<", "<="};
        const char *end = kind == 0 || kind == 3 ? a.last : a.first;
        snprintf(c->words, sizeof c->words, "%s%s%s", name, sign[kind], from);
        snprintf(c->sql, sizeof c->sql, "coalesce(%s%s %s '%s', 0)", of,
                 kind < 2 ? "first" : "last", sign[kind], end);
    } else if (kind < 6) {
        snprintf(c->words, sizeof c->words, "%s:%s", name, from);
        snprintf(c->sql, sizeof c->sql, "coalesce(%sfirst >= '%s' AND %slast <= '%s', 0)", of,
                 a.first, of, a.last);
    } else {
        bool open = kind == 7;
        snprintf(c->words, sizeof c->words, "%s:%s..%s", name, from, open ? "" : to);
        snprintf(c->sql, sizeof c->sql, "coalesce(%sfirst >= '%s' AND %slast <= '%s', 0)", of,
                 a.first, of, open ? "9999-12-31" : b.last);
    }
}

static void on_words(struct rng *r, struct condition *c)
{
    static const struct condition texts[] = {
        {"\"tea\"", "instr(lower(remarks), 'tea') > 0"},
        {"vacuum", "instr(remarks, 'vacuum') > 0"},
        {"\"packet of\"", "instr(remarks, 'packet of') > 0"},
        {"remarks:vacuum", "instr(remarks, 'vacuum') > 0"},
        {"remarks:the", "remarks LIKE 'Thé%'"}, /* accents are ignored */
        {"\"golden\"", "brand_raw = 'Golden Leaf'"},
        {"brand:*l*", "brand_raw IN ('Golden Leaf', 'Blue, \"Light\"')"},
        {"brand:acme", "brand_raw = 'Acme'"},
        {"brand:=Acme", "brand_raw = 'Acme'"},
        {"brand:=acme", "0"},
        {"brand:\"blue, \"\"light\"\"\"", "brand_raw LIKE 'Blue%'"},
        {"brand:?", "brand_raw = ''"},
        {"brand:!unknown", "0"},
        {"remarks:?", "remarks = ''"},
        {"remarks~/^packet.of/", "remarks LIKE 'packet_of%'"},
        {"remarks~/^TWO.lines.*m$/", "remarks LIKE 'two_lines%m'"},
        {"~/lines.*vacuum|the,? tea/",
         "remarks LIKE '%lines%vacuum%' OR remarks LIKE 'Thé, TEA%'"},
        {"brand~/^(acme|gold)/", "brand_raw IN ('Acme', 'Golden Leaf')"},
        {"product~/stuff|BEÉR/", "product IN ('Blue stuff', 'Beer')"},
        {"reporter~/^t.?ailand$/", "reporter IN ('TH', 'Tailand')"},
        {"rilo(departure)~/^esa$/", "rilo_departure = 'ESA'"},
        {"reporter:tha*", "reporter = 'TH'"},
        {"reporter:*land*", "reporter IN ('TH', 'Tailand')"},
        {"reporter:*tail*", "reporter = 'Tailand'"},
        {"product:blue*", "product = 'Blue stuff'"},
        {"commodity:heroin,beer", "product IN ('Heroin', 'Beer')"},
        {"commodity:drugs", "section = 'Drugs'"},
        {"commodity:?", "product = '(blank)'"},
        {"commodity:!unknown", "product = 'Unknown'"},
        {"commodity:!invalid", "product_invalid"},
        {"case_id:c1*", "coalesce(l.case_id LIKE 'C1%', 0)"},
        {"case_id:C2", "coalesce(l.case_id = 'C2', 0)"},
        {"case_id:?", "l.case_id IS NULL"},
        {"case_id~/^C.?[27]$/",
         "coalesce(l.case_id GLOB 'C[27]' OR l.case_id GLOB 'C?[27]', 0)"},
    };
    *c = texts[below(r, COUNT(texts))];
}

static void on_missing(struct rng *r, struct condition *c)
{
    static const struct condition states[] = {
        {"quantity:?", "quantity_raw = ''"},
        {"quantity:!unknown", "quantity_raw = 'Unknown'"},
        {"quantity:!invalid", "quantity_raw = 'approx 5'"},
        {"quantity:5..40", "coalesce(quantity BETWEEN 5 AND 40, 0)"},
        {"quantity<1", "coalesce(quantity < 1, 0)"},
        {"quantity:=12.5", "coalesce(quantity = 12.5, 0)"},
        {"mass:?", "quantity_raw IN ('', 'Unknown')"},
        {"mass:!invalid", "quantity_raw NOT IN ('', 'Unknown') AND (quantity IS NULL OR "
                          "quantity < 0 OR unit_family = '?')"},
        {"pieces:?", "quantity_raw IN ('', 'Unknown')"},
        {"value:!invalid", "value_raw = 'oops'"},
        {"value:?", "value_raw = ''"},
        {"lag:?", "lag IS NULL"},
        {"entered:?", "entered = '(blank)'"},
        {"weekday:?", "coalesce(weekday = '(blank)', 0)"},
        {"month:!unknown", "coalesce(month = 'Unknown', 0)"},
        {"currency:?,EUR", "currency IN ('(blank)', 'EUR')"},
        {"transit:!unknown,?", "transit_raw IN ('', 'Unknown')"},
        {"rilo(reporter):!invalid", "reporter_invalid"},
        {"wco(departure):?", "departure = '(blank)'"},
    };
    *c = states[below(r, COUNT(states))];
}

static void on_kept(struct rng *r, struct condition *c)
{
    static const struct condition kept[] = {
        {"identical:yes", "nth > 1"},
        {"identical:first", "nth = 1 AND many > 1"},
        {"identical:any", "many > 1"},
        {"tag:watch", "id IN (SELECT id FROM tagged WHERE tag = 'watch')"},
        {"tag:urgent,watch", "id IN (SELECT id FROM tagged)"},
        {"tag:?", "id NOT IN (SELECT id FROM tagged)"},
        {"batch:1", "batch = 1"},
        {"batch:new", "batch = (SELECT max(batch) FROM l)"},
    };
    *c = kept[below(r, COUNT(kept))];
}

static void on_saved(struct rng *r, struct condition *c)
{
    static const struct condition saved[] = {{"@mine", "mine"},
                                             {"@mine:rest", "NOT mine"},
                                             {"@MINE:in", "mine"},
                                             {"@deep", "deep"},
                                             {"@deep:rest,in", "1"}};
    *c = saved[below(r, COUNT(saved))];
}

static void on_second(struct rng *r, struct condition *c)
{
    static const struct condition second[] = {
        {"batch:2", "batch = 2"}, {"absent:2", "absent2"}, {"absent:new", "absent2"}};
    *c = second[below(r, COUNT(second))];
}

struct drawing {
    struct rng *rng;
    bool saved, two;
};

static void draw_condition(const struct drawing *d, struct condition *c)
{
    static void (*const kinds[])(struct rng *, struct condition *) = {
        on_code, on_code,  on_state, on_transit, on_amount,  on_date,
        on_date, on_grain, on_words, on_words,   on_missing, on_kept};
    struct rng *r = d->rng;
    if (d->saved && below(r, 8) == 0)
        on_saved(r, c);
    else if (d->two && below(r, 8) == 0)
        on_second(r, c);
    else
        kinds[below(r, COUNT(kinds))](r, c);
}

/* Appends; a sentence that does not fit would be another question. */
static void append(char *to, size_t room, const char *before, const char *text,
                   const char *after)
{
    size_t n = strlen(to);
    if (n + strlen(before) + strlen(text) + strlen(after) >= room) {
        fputs("draw: a sentence is too long\n", stderr);
        exit(1);
    }
    sprintf(to + n, "%s%s%s", before, text, after);
}

static void draw_terms(const struct drawing *d, int depth, uint32_t n, bool either,
                       struct sentence *out);

/* A condition, a parenthesis or case(...). */
static void draw_term(const struct drawing *d, int depth, const char *sign, const char *no,
                      struct sentence *out)
{
    uint32_t kind = depth > 0 ? below(d->rng, 6) : 6;
    if (kind > 1) {
        struct condition c;
        draw_condition(d, &c);
        append(out->words, sizeof out->words, sign, c.words, "");
        append(out->sql, sizeof out->sql, no, c.sql, ")");
        return;
    }
    struct sentence *inner = malloc(sizeof *inner);
    char mark[16], open[64];
    if (!inner)
        exit(1);
    draw_terms(d, depth - 1, 1 + below(d->rng, 3), below(d->rng, 2), inner);
    snprintf(mark, sizeof mark, "%s%s", sign, kind ? "case(" : "(");
    /* All lines of a case; one of no case stands alone. */
    snprintf(open, sizeof open, "%s%s", no,
             kind ? "whole IN (SELECT whole FROM l WHERE " : "(");
    append(out->words, sizeof out->words, mark, inner->words, ")");
    append(out->sql, sizeof out->sql, open, inner->sql, "))");
    free(inner);
}

static void draw_terms(const struct drawing *d, int depth, uint32_t n, bool either,
                       struct sentence *out)
{
    *out->words = *out->sql = '\0';
    for (uint32_t i = 0; i < n; i++) {
        bool negative = below(d->rng, 3) == 0;
        char sign[16], no[16];
        snprintf(sign, sizeof sign, "%s%s",
                 i == 0   ? ""
                 : either ? " or "
                          : " ",
                 negative ? "-" : "");
        snprintf(no, sizeof no, "%s%s(",
                 i == 0   ? ""
                 : either ? " OR "
                          : " AND ",
                 negative ? "NOT " : "");
        draw_term(d, depth, sign, no, out);
    }
}

void draw_sentence(struct rng *r, bool saved, bool two, struct sentence *out)
{
    struct drawing d = {r, saved, two};
    uint32_t n = below(r, 4);
    draw_terms(&d, 2, n, below(r, 3) == 0, out);
    if (n == 0)
        strcpy(out->sql, "1");
}
