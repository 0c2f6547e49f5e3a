/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame: columns, their values and order, states, lists, cases, texts, derived columns. */
#include "frame_fixture.h"

/* The labels of a column's values joined by '|', with the state in front where not valid. */
static const char *labels(struct fixture *x, const struct value *value, uint32_t n)
{
    struct buffer b = {0};
    static const char mark[] = {
        [VALUE_BLANK] = '-', [VALUE_UNKNOWN] = '?', [VALUE_INVALID] = '!'};
    for (uint32_t i = 0; i < n; i++) {
        buffer_adds(&b, i ? "|" : "");
        if (value[i].state != VALUE_VALID) {
            buffer_addc(&b, mark[value[i].state]);
        }
        buffer_adds(&b, value[i].label);
    }
    const char *text = arena_string(&x->arena, buffer_text(&b));
    buffer_free(&b);
    return text;
}

/* The labels of a column line by line. */
static const char *lines(struct fixture *x, const struct column *c)
{
    struct buffer b = {0};
    for (size_t i = 0; i < frame_lines(x->frame); i++) {
        buffer_adds(&b, i ? "|" : "");
        buffer_adds(&b, c->value[column_id(c, i)].label);
    }
    const char *text = arena_string(&x->arena, buffer_text(&b));
    buffer_free(&b);
    return text;
}

/* Spellings of one code are one value; values stand by label, then invalid, unknown, blank. */
static void test_values(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {0, {"Thailand@TH", "2024-03-05", "10", "Heroin", "Éclair"}},
        {0, {"Thaïlande@TH", "2024-03", "9.5", "Cannabis: Plants", "zebra"}},
        {0, {"AU", "2024", "-2", "Flora: Plants", "abc"}},
        {0, {"!Atlantis", "?", "!many", "", "Zebra"}},
        {0, {"?", "2023-12-31", "100000000000000000", "?", "!zz"}},
        {0, {"", "", "0.0000001", "Heroin", ""}},
        {0, {"Vietnam@VN", "!31/02", "200000000000000000", "Heroin", ""}},
    };
    static const struct {
        const char *field, *values, *lines;
    } expected[] = {
        {"reporter", "Australia|Thailand|Viet Nam|!Atlantis|?Unknown|-(blank)",
         "Thailand|Thailand|Australia|Atlantis|Unknown|(blank)|Viet Nam"},
        {"date", "2023-12-31|2024|2024-03|2024-03-05|!31/02|?Unknown|-(blank)",
         "2024-03-05|2024-03|2024|Unknown|2023-12-31|(blank)|31/02"},
        {"quantity",
         "-2|0.0000001|9.5|10|100000000000000000|200000000000000000|!many|?Unknown|-(blank)",
         "10|9.5|-2|many|100000000000000000|0.0000001|200000000000000000"},
        {"product", "Heroin|Plants|Plants|?Unknown|-(blank)",
         "Heroin|Plants|Plants|(blank)|Unknown|Heroin|Heroin"},
        {"shop", "abc|Éclair|Zebra|zebra|!zz|?Unknown|-(blank)",
         "Éclair|zebra|abc|Zebra|zz|(blank)|(blank)"},
        /* no file brought it: all blank */
        {"conveyance", "?Unknown|-(blank)",
         "(blank)|(blank)|(blank)|(blank)|(blank)|(blank)|(blank)"},
    };
    fixture_import(x, "a.csv", FIELDS("reporter", "date", "quantity", "product", "+shop"),
                   ROWS(rows), NULL);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct column *c = fixture_column(x, expected[i].field);
        assert_string_equal(labels(x, c->value, c->values), expected[i].values);
        assert_string_equal(lines(x, c), expected[i].lines);
        assert_int_equal(c->width, 1);
        assert_ptr_equal(c, fixture_column(x, expected[i].field)); /* loaded once */
    }
    const struct column *date = fixture_column(x, "date");
    assert_int_equal(date->value[1].number, date_from_civil(2024, 1, 1));
    assert_int_equal(date->value[1].precision, DATE_YEAR);
    assert_int_equal(date->value[3].precision, DATE_DAY);
    const struct column *quantity = fixture_column(x, "quantity");
    assert_int_equal(quantity->value[2].number, 9500000);
    assert_true(quantity->value[4].number == INT64_MAX); /* saturated, still in order */
    assert_string_equal(fixture_column(x, "product")->value[1].code, "Cannabis: Plants");
    assert_string_equal(fixture_column(x, "product")->value[2].code, "Flora: Plants");
    assert_string_equal(fixture_column(x, "reporter")->value[4].code, ""); /* unknown */
}

/* Ids take 1, 2 or 4 bytes: unknown and blank are two values beside the n texts. A field that
 * comes with the second batch is blank in the lines of the first. */
static void test_widths(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *name;
        uint32_t texts;
        unsigned width;
    } columns[] = {
        {"p254", 254, 1}, {"q255", 255, 2}, {"r65534", 65534, 2}, {"s65535", 65535, 4}};
    enum { FIRST = 70000, COLUMNS = 4 };
    static const struct fixture_row early[] = {{0, {"one"}}};
    struct writer *w;
    uint32_t slot[COLUMNS + 1], id[COLUMNS + 1], line;
    fixture_import(x, "early.csv", FIELDS("+old"), ROWS(early), NULL);
    ok(x, writer_begin(x->cache, &w, &x->e));
    for (size_t i = 0; i < COLUMNS; i++) {
        ok(x, writer_field(w, columns[i].name, columns[i].name, true, false, &slot[i], &id[i],
                           &x->e));
        for (uint32_t code = 1; code <= columns[i].texts; code++) {
            char text[16];
            /* Backwards, so that ids are no codes. */
            snprintf(text, sizeof text, "%05u", (unsigned)(columns[i].texts - code));
            struct spelling s = {text, 5, text, VALUE_VALID, false, false};
            ok(x, writer_spelling(w, id[i], code, &s, &x->e));
        }
    }
    for (uint32_t n = 0; n < FIRST; n++) {
        uint32_t codes[COLUMNS];
        for (size_t i = 0; i < COLUMNS; i++) {
            codes[slot[i]] = n % (columns[i].texts + 1);
        }
        ok(x, writer_line(w, n + 2, 0, n, codes, NULL, &line, &x->e));
    }
    fixture_commit(x, &w, "wide.csv");
    fixture_frame(x);
    assert_int_equal(frame_lines(x->frame), FIRST + 1);
    for (size_t i = 0; i < COLUMNS; i++) {
        const struct column *c = fixture_column(x, columns[i].name);
        uint32_t texts = columns[i].texts;
        assert_int_equal(c->values, texts + 2);
        assert_int_equal(c->width, columns[i].width);
        assert_int_equal(column_id(c, 0), c->values - 1); /* the line of the first batch */
        for (uint32_t n = 0; n < FIRST; n++) {
            uint32_t code = n % (texts + 1), got = column_id(c, n + 1);
            if (got != (code ? texts - code : texts + 1)) {
                fail_msg("%s: line %u has value %u", columns[i].name, n + 2, got);
            }
        }
    }
    /* The first batch's own field is blank in the second's lines. */
    const struct column *old = fixture_column(x, "old");
    assert_string_equal(old->value[column_id(old, 0)].label, "one");
    assert_string_equal(old->value[column_id(old, FIRST)].label, "(blank)");
}

/* Lists of countries: the whole list is one value, its members are items, each once. */
static void test_lists(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {0, {"LA>MY"}}, {0, {"MY"}}, {0, {"MY>LA>MY"}}, {0, {"MY>XX1"}},
        {0, {""}},      {0, {"?"}},  {0, {"!nowhere"}},
    };
    static const char *const members[] = {"Lao PDR,Malaysia", "Malaysia", "Malaysia,Lao PDR",
                                          "Malaysia,XX1",     "(blank)",  "Unknown",
                                          "nowhere"};
    fixture_import(x, "a.csv", FIELDS("transit"), ROWS(rows), NULL);
    fixture_frame(x);
    const struct column *c = fixture_column(x, "transit");
    assert_string_equal(labels(x, c->item, c->items),
                        "Lao PDR|Malaysia|!nowhere|!XX1|?Unknown|-(blank)");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t v = column_id(c, i);
        struct buffer b = {0};
        for (uint32_t m = c->item_start[v]; m < c->item_start[v + 1]; m++) {
            buffer_adds(&b, b.len ? "," : "");
            buffer_adds(&b, c->item[c->item_of[m]].label);
        }
        assert_string_equal(buffer_text(&b), members[i]);
        buffer_free(&b);
    }
    assert_string_equal(c->value[column_id(c, 0)].label, "Lao PDR > Malaysia");
    assert_string_equal(c->value[column_id(c, 0)].code, "LA>MY");
    assert_int_equal(fixture_column(x, "reporter")->items, 0);
}

/* Cases whose current lines do not stand together are scattered; superseded lines between do
 * not part them, lines of no case do. */
static void test_cases(void **state)
{
    struct fixture *x = *state;
    static const struct {
        uint32_t key;
        bool current, scattered;
    } line[] = {
        {1, true, false},  {1, true, false}, {2, true, true},   {3, true, false},
        {2, true, true},   {4, true, false}, {5, false, false}, {4, true, false},
        {0, true, false},  {6, true, true},  {0, true, false},  {6, true, true},
        {7, false, false}, {8, true, false}, {7, true, false},
    };
    enum { N = sizeof line / sizeof *line };
    struct fixture_row rows[N];
    uint32_t superseded[N + 1];
    size_t gone = 0;
    memset(rows, 0, sizeof rows);
    for (uint32_t i = 0; i < N; i++) {
        rows[i].case_key = line[i].key;
        if (!line[i].current) {
            superseded[gone++] = i + 1;
        }
    }
    superseded[gone] = 0;
    fixture_import(x, "a.csv", FIELDS("reporter"), rows, N, superseded);
    fixture_frame(x);
    const struct frame_cases *cases;
    ok(x, frame_cases(x->frame, &cases, &x->e));
    assert_int_equal(cases->cases_max, 8);
    assert_int_equal(cases->without, 2);
    assert_int_equal(cases->scattered_lines, 4);
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(cases->key[i], line[i].key);
        assert_int_equal(bitmap_get(&cases->scattered, i), line[i].scattered);
        assert_int_equal(bitmap_get(frame_current(x->frame), i), line[i].current);
    }
}

/* Narratives are folded and found by position; lines before the field came have none. */
static void test_text(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row first[] = {{0, {"TH"}}, {0, {"TH"}}};
    static const struct fixture_row second[] = {
        {0, {"Caché DANS"}}, {0, {""}}, {0, {"le thé"}}};
    static const char *const expected[] = {"", "", "cache dans", "", "le the"};
    const struct text_column *t;
    fixture_import(x, "a.csv", FIELDS("reporter"), ROWS(first), NULL);
    fixture_import(x, "b.csv", FIELDS("remarks"), ROWS(second), NULL);
    fixture_frame(x);
    ok(x, frame_text(x->frame, "remarks", &t, &x->e));
    for (size_t i = 0; i < 5; i++) {
        size_t len = t->offset[i + 1] - t->offset[i];
        assert_int_equal(len, strlen(expected[i]));
        assert_memory_equal(t->folded + t->offset[i], expected[i], len);
    }
    assert_int_equal(frame_text(x->frame, "reporter", &t, &x->e), STATUS_MISUSE);
}

/* Days from seizure to entry, where both are known to the day; the batch of each line. */
static void test_derived(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row first[] = {
        {0, {"2024-02-28", "2024-03-01"}}, /* 2, a leap year */
        {0, {"2024-03-05", "2024-03-04"}}, /* entered before: -1 */
        {0, {"2024-03", "2024-03-04"}},    /* coarse: blank */
        {0, {"2024-03-05", ""}},
    };
    static const struct fixture_row second[] = {
        {0, {"2024-03-05", "?"}},
        {0, {"2024-01-01", "2024-01-03"}}, /* 2 */
        {0, {"!soon", "2025-01-01"}},
    };
    fixture_import(x, "a.csv", FIELDS("date", "entered"), ROWS(first), NULL);
    fixture_import(x, "b.csv", FIELDS("date", "entered"), ROWS(second), NULL);
    fixture_frame(x);
    const struct column *lag = fixture_column(x, "lag");
    assert_string_equal(labels(x, lag->value, lag->values), "-1|2|?Unknown|-(blank)");
    assert_string_equal(lines(x, lag), "2|-1|(blank)|(blank)|(blank)|2|(blank)");
    assert_int_equal(lag->value[0].number, -1000000);
    assert_int_equal(lag->type, FIELD_DAYS);
    const struct column *batch = fixture_column(x, "batch");
    assert_string_equal(lines(x, batch),
                        "1 a.csv|1 a.csv|1 a.csv|1 a.csv|2 b.csv|2 b.csv|2 b.csv");
    assert_string_equal(batch->value[1].code, "2");
    assert_int_equal(frame_batch_of(x->frame, 3), 1);
    assert_int_equal(frame_batch_of(x->frame, 4), 2);
    assert_string_equal(frame_as_of(x->frame), "2025-06-30");
}

/* What one can ask for, and how a wrong name is answered. */
static void test_fields(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {1, {"5", "kg", "TH", "x", "2024-01-01", "2024-01-02", "told"}}};
    static const char *const expected[] = {
        "case_id", "date", "reporter", "quantity", "unit", "entered", "remarks",
        "shop",    "mass", "volume",   "pieces",   "lag",  "batch"};
    static const struct {
        const char *name, *text, *way_out;
    } wrong[] = {
        {"reportr", "no field \"reportr\"", "did you mean reporter?"},
        {"shp", "no field \"shp\"", "did you mean shop?"},
        {"case_id", "case_id has as many values",
         "a case is found with case_id:..., cases are counted with the measure cases"},
        {"remarks", "remarks is a narrative", "search it with a word"},
        {"mass", "mass is a measure", "use it as a measure, or narrow with >"},
    };
    fixture_import(
        x, "a.csv",
        FIELDS("quantity", "unit", "reporter", "+shop", "date", "entered", "remarks"),
        ROWS(rows), NULL);
    fixture_frame(x);
    size_t n;
    const struct frame_field *field = frame_fields(x->frame, &n);
    assert_int_equal(n, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(field[i].name, expected[i]);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct column *c;
        assert_int_equal(frame_column(x->frame, wrong[i].name, &c, &x->e), STATUS_MISUSE);
        assert_non_null(strstr(x->e.text, wrong[i].text));
        assert_string_equal(x->e.way_out, wrong[i].way_out);
    }
}

/* A cache without a line is a frame without a line. */
static void test_empty(void **state)
{
    struct fixture *x = *state;
    const struct frame_cases *cases;
    const struct amounts *mass;
    const struct money *money;
    fixture_frame(x);
    assert_int_equal(frame_lines(x->frame), 0);
    assert_string_equal(frame_as_of(x->frame), "");
    assert_int_equal(fixture_column(x, "reporter")->values, 2);
    assert_int_equal(fixture_column(x, "lag")->values, 2);
    assert_int_equal(fixture_column(x, "batch")->values, 2);
    ok(x, frame_cases(x->frame, &cases, &x->e));
    ok(x, frame_amounts(x->frame, FIELD_MASS, &mass, &x->e));
    ok(x, frame_money(x->frame, &money, &x->e));
    assert_int_equal(money->groups, 0);
}

struct watcher {
    unsigned calls, stop_at; /* stops at that call; 0: never */
    uint64_t done, total;
};

static bool watch(void *data, uint64_t done, uint64_t total, uint64_t rows)
{
    struct watcher *w = data;
    (void)rows;
    w->done = done;
    w->total = total;
    return ++w->calls != w->stop_at;
}

/* Reading that is given up keeps nothing half read: asked again, the answer is whole. */
static void test_reading_is_given_up(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {{1, {"TH", "in a tea packet"}}, {2, {"MM", "rice"}}};
    fixture_import(x, "a.csv", FIELDS("reporter", "remarks"), ROWS(rows), NULL);
    fixture_frame(x);
    struct watcher w = {0, 1, 0, 0};
    const struct progress progress = {.step = watch, .data = &w};
    const struct column *c;
    const struct text_column *t;
    const struct frame_cases *cases;
    cache_watch(x->cache, &progress);
    assert_int_equal(frame_column(x->frame, "reporter", &c, &x->e), STATUS_CANCELLED);
    assert_int_equal(w.total, 2);
    w.calls = 0;
    assert_int_equal(frame_cases(x->frame, &cases, &x->e), STATUS_CANCELLED);
    /* A text is read twice, first for its size. */
    for (unsigned call = 1; call <= 2; call++) {
        w = (struct watcher){0, call, 0, 0};
        assert_int_equal(frame_text(x->frame, "remarks", &t, &x->e), STATUS_CANCELLED);
        assert_int_equal(w.calls, call);
    }
    w = (struct watcher){0};
    c = fixture_column(x, "reporter");
    assert_string_equal(c->value[column_id(c, 0)].code, "TH");
    assert_string_equal(c->value[column_id(c, 1)].code, "MM");
    ok(x, frame_cases(x->frame, &cases, &x->e));
    assert_int_equal(cases->key[1], 2);
    ok(x, frame_text(x->frame, "remarks", &t, &x->e));
    assert_memory_equal(t->folded + t->offset[1], "rice", 4);
    assert_int_equal(w.calls, 4);
    /* Nobody watches any more. */
    cache_watch(x->cache, NULL);
    fixture_frame(x);
    fixture_column(x, "reporter");
    assert_int_equal(w.calls, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_reading_is_given_up),
        TEST(test_values),
        TEST(test_widths),
        TEST(test_lists),
        TEST(test_cases),
        TEST(test_text),
        TEST(test_derived),
        TEST(test_fields),
        TEST(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
