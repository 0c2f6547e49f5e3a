/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved filters inside others: what they take, how they print, and which cannot be. */
#include "filter_fixture.h"

#include "store/saved.h"

static void save(struct fixture *x, const char *name, const char *sentence)
{
    const char *before;
    ok(x, cache_save_filter(x->cache, name, sentence, &x->arena, &before, &x->e));
}

static int saved_set_up(void **state)
{
    if (filter_set_up(state) != 0) {
        return -1;
    }
    struct fixture *x = *state;
    frame_set_splitter(x->frame, filter_split);
    save(x, "thai", "reporter:TH");
    save(x, "Tea-1", "(tea or brand:acme)");
    save(x, "nested", "@thai -@Tea-1");
    save(x, "all", "");
    save(x, "part", "@thai:rest");
    return 0;
}

static void sentences_name_saved_filters(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *text, *lines, *canonical;
    } rows[] = {
        {"@thai", "1,2,12,13", NULL},
        {"@THAI", "1,2,12,13", "@thai"},
        {"-@thai", "3,4,5,6,7,8,9,10,11,14,16", NULL},
        {"@thai destination:AU", "1,2,13", NULL},
        {"(@tea-1 or departure:BR)", "1,2,7,9,10,13", "(@Tea-1 or departure:BR)"},
        {"@tea-1", "1,2,9,10,13", "@Tea-1"},
        {"@nested", "12", NULL},
        {"case(@nested)", "12", NULL},
        {"case(@thai brand:acme)", "1,2,13", NULL},
        {"-@all", "", NULL},
        {"@thai:in", "1,2,12,13", NULL},
        {"@THAI:rest", "3,4,5,6,7,8,9,10,11,14,16", "@thai:rest"},
        {"@part", "3,4,5,6,7,8,9,10,11,14,16", NULL},
        {"@thai:in,rest", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,16", NULL},
        {"\"@thai\"", "", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(selected(x, rows[i].text, NULL), rows[i].lines);
        const char *wanted = rows[i].canonical ? rows[i].canonical : rows[i].text;
        assert_string_equal(canonical(x, rows[i].text), wanted);
        assert_string_equal(canonical(x, wanted), wanted);
    }
}

static void what_cannot_be_is_told(void **state)
{
    struct fixture *x = *state;
    /* Saved past the checks of the workspace, as another program could. */
    save(x, "self", "tea @self");
    save(x, "one", "@two");
    save(x, "two", "case(-@one:in)");
    save(x, "gone", "nosuchfield:5");
    save(x, "b0", "tea");
    for (int i = 1; i < 20; i++) {
        save(x, arena_printf(&x->arena, "b%d", i),
             arena_printf(&x->arena, "@b%d @b%d", i - 1, i - 1));
    }
    static const struct {
        const char *text;
        size_t at, length;
        const char *says;
    } rows[] = {
        {"tea @thau", 4, 5, "no saved filter @thau"},
        {"@", 0, 1, "expected the name of a saved filter"},
        {"@thai,x", 5, 0, "expected a blank after @thai"},
        {"@thai:no", 6, 2, "no part of @thai"},
        {"@nobody:in", 0, 7, "no saved filter @nobody"},
        {"tea @self", 4, 5, "@self rests on itself"},
        {"@one", 0, 4, "rests on itself"},
        {"@two:in", 0, 4, "rests on itself"},
        {"tea @gone", 4, 5, "@gone (nosuchfield:5): there is no field"},
        {"@b19", 0, 4, "more than 1000 others"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct filter *filter;
        enum status status = filter_parse(x->frame, rows[i].text, &x->arena, &filter, &x->e);
        if (status != STATUS_MISUSE || x->e.at != rows[i].at || x->e.length != rows[i].length ||
            !strstr(x->e.text, rows[i].says)) {
            fail_msg("%s: status %d at %zu length %zu: %s", rows[i].text, status, x->e.at,
                     x->e.length, x->e.text);
        }
    }
}

static void lines_are_grouped_by_it(void **state)
{
    struct fixture *x = *state;
    struct axis axis;
    const char **names;
    size_t count, splits = 0;
    ok(x, axis_open(x->frame, "@thai", &x->arena, &axis, &x->e));
    assert_string_equal(axis.group[0].code, "in");
    assert_string_equal(axis.group[1].code, "rest");
    assert_int_equal(column_id(axis.column, 11), 0);
    assert_int_equal(column_id(axis.column, 10), 1);
    assert_string_equal(filter_narrow(x->frame, "tea", "@thai", &axis.group[1], &x->arena),
                        "tea @thai:rest");
    ok(x, axis_names(x->frame, &x->arena, &names, &count, &x->e));
    for (size_t i = 0; i < count; i++) {
        splits += *names[i] == '@';
    }
    assert_int_equal(splits, 5);
    assert_int_equal(axis_open(x->frame, "@nobody", &x->arena, &axis, &x->e), STATUS_MISUSE);
    struct filter_completion *c;
    size_t from;
    ok(x, filter_complete(x->frame, "tea @th", 7, 5, &x->arena, &from, &c, &count, &x->e));
    assert_int_equal(from, 4);
    assert_string_equal(c->text, "@thai ");
    ok(x, filter_complete(x->frame, "@thai:", 6, 5, &x->arena, &from, &c, &count, &x->e));
    assert_string_equal(c->text, "rest");
    assert_int_equal(c->count, 11);
}

static void saving_replaces_and_removes(void **state)
{
    struct fixture *x = *state;
    struct saved_filter *all, one;
    size_t count;
    const char *before;
    ok(x, cache_save_filter(x->cache, "THAI", "tea", &x->arena, &before, &x->e));
    assert_string_equal(before, "reporter:TH");
    ok(x, cache_find_saved(x->cache, "thai", &x->arena, &one, &x->e));
    assert_string_equal(one.name, "THAI");
    ok(x, cache_save_filter(x->cache, "thai", NULL, &x->arena, &before, &x->e));
    assert_string_equal(before, "tea");
    ok(x, cache_saved_filters(x->cache, &x->arena, &all, &count, &x->e));
    assert_int_equal(count, 4);
    assert_int_equal(cache_save_filter(x->cache, "thai", NULL, &x->arena, &before, &x->e),
                     STATUS_MISUSE);
    assert_int_equal(cache_save_filter(x->cache, "two words", "tea", &x->arena, &before, &x->e),
                     STATUS_MISUSE);
}

#define SAVED_TEST(f) cmocka_unit_test_setup_teardown(f, saved_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAVED_TEST(sentences_name_saved_filters),
        SAVED_TEST(what_cannot_be_is_told),
        SAVED_TEST(lines_are_grouped_by_it),
        SAVED_TEST(saving_replaces_and_removes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
