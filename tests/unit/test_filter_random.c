/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random sentences: what was printed is parsed to the same, and the lines selected are those
 * that a plain reading of the cells, line by line, finds. */
#include "filter_fixture.h"

#include "filter/grammar.h"
#include "store/saved.h"

#include <ctype.h>
#include <time.h>

/* ---- a reading of the cells that shares no code with the filter */

enum {
    DATE,
    REPORTER,
    DEPARTURE,
    TRANSIT,
    DESTINATION,
    PRODUCT,
    SECTION,
    CONCEALMENT,
    OFFICE,
    BRAND,
    QUANTITY,
    UNIT,
    ENTERED,
    SEAL,
    REMARKS,
    CELLS
};

/* Whether a line is taken, and whether it would be if its date were known better. */
struct answer {
    bool sure, maybe;
};

static const char *const *cells_of(size_t line)
{
    return line <= 12 ? filter_first[line - 1].cells : filter_second[line - 13].cells;
}

static uint32_t case_of(size_t line)
{
    return line <= 12 ? filter_first[line - 1].case_key : filter_second[line - 13].case_key;
}

static struct answer plain(bool is)
{
    return (struct answer){is, is};
}

/* The understood value of a cell, or NULL. */
static const char *valid(const char *cell)
{
    const char *at = strchr(cell, '@');
    return *cell == '\0' || *cell == '!' || strcmp(cell, "?") == 0 ? NULL : at ? at + 1 : cell;
}

static bool is_code(const char *cell, const char *code)
{
    return valid(cell) && strcmp(valid(cell), code) == 0;
}

/* Lower case, without the two accents of the table; what was not understood loses its mark. */
static void fold(const char *cell, char out[128])
{
    size_t n = 0;
    for (const char *p = cell + (*cell == '!'); *p; p++) {
        if ((unsigned char)*p == 0xc3) {
            out[n++] = (unsigned char)*++p == 0xbc ? 'u' : 'e';
        } else {
            out[n++] = (char)tolower((unsigned char)*p);
        }
    }
    out[n] = '\0';
}

static bool has(const char *cell, const char *needle)
{
    char folded[128];
    fold(cell, folded);
    return strstr(folded, needle) != NULL;
}

static bool in_list(const char *cell, const char *code)
{
    const char *hit = valid(cell) ? strstr(cell, code) : NULL;
    return hit != NULL;
}

/* First and last day of what is known of a date, as texts that compare. */
static bool span(const char *cell, char from[11], char to[11])
{
    if (!valid(cell)) {
        return false;
    }
    static const char *const last[] = {"31", "29", "31", "30", "31", "30",
                                       "31", "31", "30", "31", "30", "31"};
    snprintf(from, 11, "%s%s", cell,
             strlen(cell) == 4   ? "-01-01"
             : strlen(cell) == 7 ? "-01"
                                 : "");
    snprintf(to, 11, "%s%s", cell, strlen(cell) == 4 ? "-12-31" : "");
    if (strlen(cell) == 7) {
        snprintf(to, 11, "%s-%s", cell, last[atoi(cell + 5) - 1]);
    }
    return true;
}

static struct answer within(const char *cell, const char *from, const char *to)
{
    char first[11], last[11];
    if (!span(cell, first, last)) {
        return plain(false);
    }
    bool sure = strcmp(from, first) <= 0 && strcmp(last, to) <= 0;
    return (struct answer){sure, sure || (strcmp(first, to) <= 0 && strcmp(from, last) <= 0)};
}

static struct answer on_weekend(const char *cell)
{
    if (!valid(cell)) {
        return plain(false);
    }
    struct tm day = {0};
    if (strlen(cell) < 10) {
        return (struct answer){false, true};
    }
    strptime(cell, "%Y-%m-%d", &day);
    timegm(&day);
    return plain(day.tm_wday == 0 || day.tm_wday == 6);
}

/* Grams, or -1 where the line has no mass. */
static double grams(const char *const *c)
{
    static const struct {
        const char *unit;
        double grams;
    } units[] = {{"kg", 1000}, {"g", 1}, {"t", 1000000}};
    for (size_t i = 0; i < 3; i++) {
        if (valid(c[QUANTITY]) && strcmp(c[UNIT], units[i].unit) == 0) {
            return atof(c[QUANTITY]) * units[i].grams;
        }
    }
    return -1;
}

static bool in_any_text(const char *const *c, const char *needle)
{
    static const int texts[] = {OFFICE,  BRAND,   SEAL,        REMARKS, REPORTER,
                                PRODUCT, SECTION, CONCEALMENT, UNIT};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (has(c[texts[i]], needle)) {
            return true;
        }
    }
    return false;
}

#define READ(name, expression)                                                                 \
    static struct answer name(const char *const *c, size_t line)                               \
    {                                                                                          \
        (void)c;                                                                               \
        (void)line;                                                                            \
        return expression;                                                                     \
    }
READ(thai, plain(is_code(c[REPORTER], "TH")))
READ(thai_or_japanese, plain(is_code(c[REPORTER], "TH") || is_code(c[REPORTER], "JP")))
READ(reporter_invalid, plain(c[REPORTER][0] == '!'))
READ(brand_blank, plain(c[BRAND][0] == '\0'))
READ(brand_unknown, plain(strcmp(c[BRAND], "?") == 0))
READ(destination_missing, plain(c[DESTINATION][0] == '\0' || c[DESTINATION][0] == '?'))
READ(through_my, plain(in_list(c[TRANSIT], "MY")))
READ(through_us_or_sg, plain(in_list(c[TRANSIT], "US") || in_list(c[TRANSIT], "SG")))
READ(involves_th, plain(is_code(c[REPORTER], "TH") || is_code(c[DEPARTURE], "TH") ||
                        is_code(c[DESTINATION], "TH") || in_list(c[TRANSIT], "TH")))
READ(heavy, plain(grams(c) > 1400))
READ(light, plain(grams(c) >= 0 && grams(c) <= 500))
READ(quantity_5_to_30,
     plain(valid(c[QUANTITY]) && atof(c[QUANTITY]) >= 5 && atof(c[QUANTITY]) <= 30))
READ(march, within(c[DATE], "2024-03-01", "2024-03-31"))
READ(until_june, within(c[DATE], "0000", "2024-06-30"))
READ(from_2025, within(c[DATE], "2025-01-01", "9999"))
READ(year_2024, within(c[DATE], "2024-01-01", "2024-12-31"))
READ(last_90_days, within(c[DATE], "2025-04-02", "2025-06-30"))
READ(entered_2025, within(c[ENTERED], "2025-01-01", "2025-12-31"))
READ(weekend, on_weekend(c[DATE]))
READ(date_blank, plain(c[DATE][0] == '\0'))
READ(office_chiang, plain(strcasecmp(c[OFFICE], "chiang saen") == 0))
READ(office_capitals, plain(strcmp(c[OFFICE], "CHIANG SAEN") == 0))
READ(brand_gold, plain(has(c[BRAND], "gold")))
READ(product_begins, plain(strncmp(c[PRODUCT], "Co", 2) == 0))
READ(remarks_vacuum, plain(has(c[REMARKS], "vacuum")))
READ(remarks_blank, plain(c[REMARKS][0] == '\0'))
READ(word_tea, plain(in_any_text(c, "tea")))
READ(word_in_the, plain(in_any_text(c, "in the")))
READ(word_gold, plain(in_any_text(c, "gold")))
READ(newest, plain(line > 12))
READ(not_thai, plain(!is_code(c[REPORTER], "TH")))
READ(heroin, plain(is_code(c[PRODUCT], "Heroin")))
READ(drugs, plain(is_code(c[SECTION], "Drugs")))
READ(heroin_or_drugs, plain(is_code(c[PRODUCT], "Heroin") || is_code(c[SECTION], "Drugs")))
READ(case_1, plain(case_of(line) == 1 || case_of(line) >= 10))
READ(no_case, plain(case_of(line) == 0))
READ(gold_not_thai, plain(in_any_text(c, "gold") && !is_code(c[REPORTER], "TH")))

static const struct leaf {
    const char *text;
    struct answer (*read)(const char *const *cells, size_t line);
} leaves[] = {
    {"reporter:TH", thai},
    {"reporter:\"Thaïlande\"", thai},
    {"reporter:TH,japan", thai_or_japanese},
    {"reporter:!invalid", reporter_invalid},
    {"brand:?", brand_blank},
    {"brand:!unknown", brand_unknown},
    {"destination:?,!unknown", destination_missing},
    {"transit:MY", through_my},
    {"transit:US,SG", through_us_or_sg},
    {"involves:TH", involves_th},
    {"mass>1.4kg", heavy},
    {"mass<=500g", light},
    {"quantity:5..30", quantity_5_to_30},
    {"date:2024-03", march},
    {"month:2024-03", march},
    {"date:..2024-06", until_june},
    {"date>2024", from_2025},
    {"date:2024-01..2024-12-31", year_2024},
    {"year:2024", year_2024},
    {"date:last-90d", last_90_days},
    {"year(entered):2025", entered_2025},
    {"weekday:sat,dimanche", weekend},
    {"date:?", date_blank},
    {"office:\"chiang saen\"", office_chiang},
    {"office:=\"CHIANG SAEN\"", office_capitals},
    {"brand:*gold*", brand_gold},
    {"product:co*", product_begins},
    {"remarks:Vacuüm", remarks_vacuum},
    {"remarks:?", remarks_blank},
    {"tea", word_tea},
    {"\"in the\"", word_in_the},
    {"gold", word_gold},
    {"batch:new", newest},
    {"@thai", thai},
    {"@THAI:in", thai},
    {"@thai:rest", not_thai},
    {"@golden", gold_not_thai},
    {"commodity:HÉROIN", heroin},
    {"commodity:heroin,drugs", heroin_or_drugs},
    {"commodity:stupéfiants", drugs},
    {"case_id:trn-1*", case_1},
    {"case_id~/-1[01]?$/", case_1},
    {"case_id:?", no_case},
    {"remarks~/vac[uü]+M/", remarks_vacuum},
    {"brand~/go.d/", brand_gold},
    {"office ~ /^chiang  ?SAEN$/", office_chiang},
    {"product~/^(Coc|Coffee)/", product_begins},
    {"~/Téa/", word_tea},
    {"~/in (the)/", word_in_the},
};
#define LEAVES (sizeof leaves / sizeof *leaves)

/* ---- random trees, written and read side by side */

struct generator {
    uint64_t seed;
    struct buffer text;
    bool any_form; /* leaves of every form of the grammar, whose lines nobody reads */
};

static uint32_t draw(struct generator *g, uint32_t below)
{
    g->seed = g->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(g->seed >> 33) % below;
}

static void join(struct answer to[LINES + 1], const struct answer with[LINES + 1], bool all)
{
    for (size_t i = 1; i <= LINES; i++) {
        to[i].sure = all ? to[i].sure & with[i].sure : to[i].sure | with[i].sure;
        to[i].maybe = all ? to[i].maybe & with[i].maybe : to[i].maybe | with[i].maybe;
    }
}

static void grow(struct generator *g, int depth, struct answer out[LINES + 1]);

static void grow_list(struct generator *g, int depth, bool all, struct answer out[LINES + 1])
{
    uint32_t n = 1 + draw(g, 3);
    for (uint32_t k = 0; k < n; k++) {
        struct answer one[LINES + 1];
        static const char *const between[2][3] = {{" or ", " OR ", "  or\t"},
                                                  {" ", " and ", "\n"}};
        if (k) {
            buffer_adds(&g->text, between[all][draw(g, 3)]);
        }
        grow(g, depth - 1, k ? one : out);
        if (k) {
            join(out, one, all);
        }
    }
}

/* The lines of a case, which may stand anywhere, share what any of them has. */
static void lift(struct answer out[LINES + 1])
{
    struct answer whole[LINES + 1];
    for (size_t i = 1; i <= LINES; i++) {
        whole[i] = out[i];
        for (size_t k = 1; k <= LINES; k++) {
            if (k != 15 && case_of(i) && case_of(i) == case_of(k)) {
                whole[i].sure |= out[k].sure;
                whole[i].maybe |= out[k].maybe;
            }
        }
    }
    memcpy(out, whole, sizeof whole);
}

/* A word or value with signs that mean something elsewhere, in quotes. */
static void draw_quoted(struct generator *g)
{
    static const char *const signs[] = {
        "a", "b", "\"\"", " ", ":", ",",  "(", ")",  "*", "?", "!", "=",   "-",  "@",
        "~", "/", "or",   "é", "ท", "\\", ".", "..", "<", ">", "0", "and", "\t", "case("};
    buffer_adds(&g->text, "\"x");
    for (uint32_t n = draw(g, 6); n > 0; n--) {
        buffer_adds(&g->text, signs[draw(g, sizeof signs / sizeof *signs)]);
    }
    buffer_addc(&g->text, '"');
}

static void draw_number(struct generator *g)
{
    static const char *const units[3][4] = {
        {"", "kg", "g", "lb"}, {"", "L", "ml", "gal"}, {"", "pcs", "", "dozen"}};
    static const char *const fields[] = {"mass", "volume", "pieces", "quantity", "lag"};
    static const char *const signs[] = {">", ">=", "<", "<=", ":", "="};
    uint32_t f = draw(g, 5);
    const char *unit = f < 3 ? units[f][draw(g, 4)] : "";
    buffer_addf(&g->text, "%s%s%u.%u%s", fields[f], signs[draw(g, 6)], draw(g, 5000),
                draw(g, 1000), unit);
}

static void draw_date(struct generator *g)
{
    uint32_t year = 1990 + draw(g, 60), n = 1 + draw(g, 12);
    bool open = draw(g, 2);
    buffer_adds(&g->text, open ? "entered:.." : "date:");
    switch (draw(g, open ? 4 : 6)) {
    case 0:
        buffer_addf(&g->text, "%u-Q%u", year, 1 + n / 4);
        break;
    case 1:
        buffer_addf(&g->text, "%u-%02u", year, n);
        break;
    case 2:
        buffer_addf(&g->text, "%u-W%02u", year, n);
        break;
    case 3:
        buffer_addf(&g->text, "%u-%02u-%02u", year, n, 1 + draw(g, 28));
        break;
    case 4:
        buffer_addf(&g->text, "%u..%u", year, year + n);
        break;
    default:
        buffer_addf(&g->text, "%u", year);
    }
}

/* A leaf of any form: drawn, or an example of the manual page. */
static void draw_form(struct generator *g)
{
    static const char *const texts[] = {"", "office:", "brand:=", "remarks:*", "seal:"};
    uint32_t examples = 0, text;
    while (grammar_examples[examples].sentence) {
        examples++;
    }
    switch (draw(g, 4)) {
    case 0:
        text = draw(g, 5);
        buffer_adds(&g->text, texts[text]);
        draw_quoted(g);
        buffer_adds(&g->text, text == 3 ? "*" : "");
        break;
    case 1:
        draw_number(g);
        break;
    case 2:
        draw_date(g);
        break;
    default:
        buffer_addf(&g->text, "(%s)", grammar_examples[draw(g, examples)].sentence);
    }
}

static void grow(struct generator *g, int depth, struct answer out[LINES + 1])
{
    if (g->any_form && draw(g, 4) == 0) {
        draw_form(g);
        memset(out, 0, (LINES + 1) * sizeof *out);
        return;
    }
    uint32_t kind = depth > 0 ? draw(g, 7) : 0;
    if (kind == 6) {
        buffer_adds(&g->text, "case(");
        grow_list(g, depth, draw(g, 2), out);
        buffer_addc(&g->text, ')');
        lift(out);
    } else if (kind >= 4) {
        buffer_addc(&g->text, '(');
        grow_list(g, depth, kind == 4, out);
        buffer_addc(&g->text, ')');
    } else if (kind == 3) {
        buffer_addc(&g->text, '-');
        grow(g, depth - 1, out);
        for (size_t i = 1; i <= LINES; i++) {
            out[i] = plain(!out[i].sure);
        }
    } else {
        const struct leaf *leaf = &leaves[draw(g, LEAVES)];
        buffer_adds(&g->text, leaf->text);
        for (size_t i = 1; i <= LINES; i++) {
            out[i] = leaf->read(cells_of(i), i);
        }
    }
}

/* -(-x) is x again, with what is left out of x: the sign twice is no complement of a
 * complement in the language, so neither here. */
static bool has_double_sign(const char *text)
{
    return strstr(text, "--") || strstr(text, "-(-") || strstr(text, "-((");
}

static void random_sentences_select(void **state)
{
    struct fixture *x = *state;
    struct generator g = {.seed = 20250630};
    int with_coarse = 0;
    for (int round = 0; round < 4000; round++) {
        struct answer wanted[LINES + 1];
        buffer_clear(&g.text);
        grow_list(&g, 4, true, wanted);
        struct buffer lines = {0};
        size_t coarse = 0, count = 0;
        for (size_t i = 1; i <= LINES; i++) {
            if (i != 15 && wanted[i].sure) {
                buffer_addf(&lines, "%s%zu", lines.len ? "," : "", i);
                count++;
            }
            coarse += i != 15 && !wanted[i].sure && wanted[i].maybe;
        }
        struct filter_outcome outcome;
        const char *text = buffer_text(&g.text);
        const char *got = selected(x, text, &outcome);
        bool same = strcmp(got, buffer_text(&lines)) == 0 && outcome.lines == count &&
                    (outcome.coarse == coarse || has_double_sign(text));
        if (!same) {
            fail_msg("%s\n selects %s coarse %zu\n wanted  %s coarse %zu", text, got,
                     outcome.coarse, buffer_text(&lines), coarse);
        }
        with_coarse += coarse > 0;
        buffer_free(&lines);
        arena_free(&x->arena);
    }
    assert_true(with_coarse > 100);
    buffer_free(&g.text);
}

static void printed_sentences_parse_to_the_same(void **state)
{
    struct fixture *x = *state;
    struct generator g = {.seed = 1, .any_form = true};
    for (int round = 0; round < 100000; round++) {
        struct answer unused[LINES + 1];
        buffer_clear(&g.text);
        grow_list(&g, 5, true, unused);
        const char *once = canonical(x, buffer_text(&g.text));
        if (!once) {
            fail_msg("%s: %s", buffer_text(&g.text), x->e.text);
        }
        const char *twice = canonical(x, once);
        if (!twice || strcmp(once, twice) != 0) {
            fail_msg("%s\n printed %s\n then    %s", buffer_text(&g.text), once,
                     twice ? twice : x->e.text);
        }
        if (round % 100 == 0) { /* the same filter, not only the same text */
            assert_string_equal(selected(x, buffer_text(&g.text), NULL),
                                selected(x, once, NULL));
        }
        arena_free(&x->arena);
    }
    buffer_free(&g.text);
}

static int saved_set_up(void **state)
{
    if (filter_set_up(state) != 0) {
        return -1;
    }
    struct fixture *x = *state;
    const char *before;
    frame_set_splitter(x->frame, filter_split);
    ok(x, cache_save_filter(x->cache, "thai", "reporter:TH", &x->arena, &before, &x->e));
    ok(x, cache_save_filter(x->cache, "mine", "mass>1kg", &x->arena, &before, &x->e));
    ok(x, cache_save_filter(x->cache, "golden", "gold -@thai", &x->arena, &before, &x->e));
    return 0;
}

#define RANDOM_TEST(f) cmocka_unit_test_setup_teardown(f, saved_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RANDOM_TEST(random_sentences_select),
        RANDOM_TEST(printed_sentences_parse_to_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
