/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of lists: ranks, blanks last either way, ties in order of position. */
#include "analysis/listing.h"
#include "analysis/order_amounts.h"
#include "random_lines.h"

/* How two lines compare by one key, read from their cells. */
static int compare_texts(const struct random_value *a, const struct random_value *b,
                         bool number, bool descending)
{
    static const int rank[] = {
        [VALUE_VALID] = 0, [VALUE_INVALID] = 1, [VALUE_UNKNOWN] = 2, [VALUE_BLANK] = 3};
    if (a->state != b->state)
        return rank[a->state] - rank[b->state];
    double x = number ? atof(a->code) : 0, y = number ? atof(b->code) : 0;
    int order = number ? (x > y) - (x < y) : strcmp(a->code, b->code);
    return descending && a->state == VALUE_VALID ? -order : order;
}

static int compare_amounts(const struct fixture_row *a, const struct fixture_row *b,
                           enum measure_kind kind, bool descending)
{
    int128 x, y;
    bool has_x = random_amount(a, kind, 9, &x) == AMOUNT_COUNTED;
    bool has_y = random_amount(b, kind, 9, &y) == AMOUNT_COUNTED;
    if (has_x != has_y)
        return has_x ? -1 : 1;
    return descending ? (x < y) - (x > y) : (x > y) - (x < y);
}

static int compare_by(const struct sort_key *key, const struct fixture_row *a,
                      const struct fixture_row *b)
{
    enum measure_kind kind;
    if (measure_parse(key->field, &kind) && kind != MEASURE_VALUE)
        return compare_amounts(a, b, kind, key->descending);
    if (!strcmp(key->field, "case_id")) {
        if (!a->case_key != !b->case_key)
            return a->case_key ? -1 : 1;
        int order = (a->case_key > b->case_key) - (a->case_key < b->case_key);
        return key->descending ? -order : order;
    }
    size_t f = 0;
    while (strcmp(random_fields[f], key->field))
        f++;
    struct random_value x = random_read(a->cells[f]), y = random_read(b->cells[f]);
    return compare_texts(&x, &y, f == R_QUANTITY || f == R_VALUE, key->descending);
}

static void draw_and_compare(struct fixture *x, uint32_t draw)
{
    static const char *const fields[] = {"date", "reporter", "product", "quantity", "value",
                                         "mass", "volume",   "pieces",  "case_id",  "entered"};
    uint32_t seed = 88172645U + draw * 7907U;
    struct random_table t;
    random_table(x, &seed, &t);
    for (int i = 0; i < 12; i++) {
        struct sort_key keys[LISTING_KEYS + 1] = {{NULL, false}};
        uint32_t n = random_below(&seed, LISTING_KEYS + 1), *order = NULL;
        size_t count;
        for (uint32_t k = 0; k < n; k++)
            keys[k] =
                (struct sort_key){fields[random_below(&seed, 10)], random_below(&seed, 2)};
        ok(x, listing_order(x->frame, &t.selection, keys, &order, &count, &x->e));
        assert_int_equal(count, bitmap_count(&t.selection));
        for (size_t p = 0; p < count; p++)
            assert_true(order[p] < t.lines && bitmap_get(&t.selection, order[p]));
        for (size_t p = 1; p < count; p++) {
            const struct fixture_row *a = &t.row[order[p - 1]], *b = &t.row[order[p]];
            int c = 0;
            for (uint32_t k = 0; k < n && c == 0; k++)
                c = compare_by(&keys[k], a, b);
            if (c > 0 || (c == 0 && order[p - 1] >= order[p]))
                fail_msg("draw %u: lines %u and %u by %s%s ... are out of order", draw,
                         order[p - 1] + 1, order[p] + 1, n && keys[0].descending ? "-" : "",
                         n ? keys[0].field : "nothing");
        }
        free(order);
    }
    bitmap_free(&t.selection);
}

static void test_random_orders(void **state)
{
    (void)state;
    for (uint32_t draw = 0; draw < 30; draw++) {
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        draw_and_compare(own, draw);
        fixture_tear_down(&own);
    }
}

/* Six lines, and their order by a sentence of fields. */
static void test_orders_of_a_table(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {
        /* 1 */ {3, {"2024-03-05", "Heroin", "5", "kg"}},
        /* 2 */ {1, {"2024", "?", "9000", "g"}},
        /* 3 */ {2, {"", "Cocaine", "", "kg"}},
        /* 4 */ {0, {"2024-03", "Heroin", "12", "pcs"}},
        /* 5 */ {1, {"2023-12-31", "", "5", "kg"}},
        /* 6 */ {2, {"!soon", "!Blue", "0", "kg"}},
    };
    static const struct {
        const char *sort;
        uint32_t want[6];
    } records[] = {
        {"", {1, 2, 3, 4, 5, 6}},
        {"date", {5, 2, 4, 1, 6, 3}},
        {"-date", {1, 4, 2, 5, 6, 3}},
        {"product", {3, 1, 4, 6, 2, 5}},
        {"-product", {1, 4, 3, 6, 2, 5}},
        {"mass", {6, 1, 5, 2, 3, 4}},
        {"-mass", {2, 1, 5, 6, 3, 4}},
        {"-mass,-date", {2, 1, 5, 6, 4, 3}},
        {"quantity,case_id", {6, 5, 1, 4, 2, 3}},
        {"case_id", {2, 5, 3, 6, 1, 4}},
        {"-case_id,date", {1, 6, 3, 5, 2, 4}},
        {"batch", {1, 2, 3, 4, 5, 6}},
    };
    fixture_import(x, "a.csv", FIELDS("date", "product", "quantity", "unit"), ROWS(rows), NULL);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct sort_key keys[LISTING_KEYS + 1] = {{NULL, false}};
        uint32_t *order;
        size_t count;
        ok(x, listing_parse_sort(x->frame, records[i].sort, &x->arena, keys, &x->e));
        ok(x, listing_order(x->frame, frame_current(x->frame), keys, &order, &count, &x->e));
        assert_int_equal(count, 6);
        for (size_t p = 0; p < 6; p++)
            if (order[p] + 1 != records[i].want[p])
                fail_msg("by \"%s\": line %u at place %zu, not %u", records[i].sort,
                         order[p] + 1, p, records[i].want[p]);
        free(order);
    }
}

static void test_sorts_that_are_refused(void **state)
{
    static const struct {
        const char *sort, *text, *way_out;
    } records[] = {
        {"prodct", "prodct", "product"},
        {"remarks", "cannot be sorted by remarks", "date"},
        {"date,product,quantity,unit,mass", "at most 4", ""},
    };
    struct fixture *x = *state;
    const struct fixture_row rows[] = {{1, {"2024", "Heroin", "5", "kg", "tea"}}};
    fixture_import(x, "a.csv", FIELDS("date", "product", "quantity", "unit", "remarks"),
                   ROWS(rows), NULL);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct sort_key keys[LISTING_KEYS + 1];
        struct error e = {0};
        assert_int_equal(listing_parse_sort(x->frame, records[i].sort, &x->arena, keys, &e),
                         STATUS_MISUSE);
        assert_non_null(strstr(e.text, records[i].text));
        assert_non_null(strstr(e.way_out, records[i].way_out));
    }
}

/* 300,000 amounts, more than one thread sorts: of every size, many of them equal, some that do
 * not count. */
static void test_many_amounts(void **state)
{
    (void)state;
    enum { MANY = 300000 };
    int64_t *amount = calloc(MANY, sizeof *amount);
    uint8_t *counts = calloc(MANY, 1);
    uint32_t *lines = malloc(MANY * sizeof *lines), *spare = malloc(MANY * sizeof *spare);
    uint32_t seed = 12345;
    struct error e = {0};
    for (uint32_t i = 0; i < MANY; i++) {
        uint64_t high = random_next(&seed), low = random_next(&seed);
        counts[i] = random_below(&seed, 8) ? AMOUNT_COUNTED : AMOUNT_OTHER_UNIT;
        amount[i] = counts[i] != AMOUNT_COUNTED   ? 0
                    : random_below(&seed, 3) == 0 ? (int64_t)(low % 100) * 1000000
                    : i < MANY / 2 ? (int64_t)((high << 32 | low) >> (1 + i % 60))
                                   : 5000000000 + (int64_t)(low % 5000);
    }
    const struct amounts a = {.amount = amount, .state = counts};
    for (int descending = 0; descending < 2; descending++) {
        for (uint32_t i = 0; i < MANY; i++)
            lines[i] = i;
        assert_int_equal(order_amounts(NULL, &a, descending, lines, spare, MANY, &e),
                         STATUS_OK);
        memset(spare, 0, MANY * sizeof *spare);
        for (uint32_t i = 0; i < MANY; i++) {
            assert_int_equal(spare[lines[i]]++, 0); /* each line once */
            uint32_t before = i ? lines[i - 1] : lines[0], line = lines[i];
            bool out = counts[before] != counts[line] ? counts[before] != AMOUNT_COUNTED
                       : amount[before] == amount[line]
                           ? i && before > line
                           : (amount[before] > amount[line]) != (descending == 1);
            if (out)
                fail_msg("line %u before %u", before, line);
        }
    }
    free(amount);
    free(counts);
    free(lines);
    free(spare);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_orders_of_a_table),
        TEST(test_sorts_that_are_refused),
        cmocka_unit_test(test_random_orders),
        cmocka_unit_test(test_many_amounts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
