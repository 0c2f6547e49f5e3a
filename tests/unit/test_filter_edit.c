/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences made by the hand of a pane, and completion. */
#include "filter_fixture.h"

/* The group of an axis whose code (or label, where it has no code) is text. */
static struct value group_of(struct fixture *x, const char *name, const char *text)
{
    struct axis axis;
    ok(x, axis_open(x->frame, name, &x->arena, &axis, &x->e));
    for (uint32_t g = 0; g < axis.groups; g++) {
        const struct value *v = &axis.group[g];
        if (strcmp(*v->code ? v->code : v->label, text) == 0) {
            return *v;
        }
    }
    fail_msg("%s has no group %s", name, text);
    return (struct value){0};
}

static void groups_become_conditions(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *name, *group, *condition;
    } rows[] = {
        {"reporter", "TH", "reporter:TH"},
        {"reporter", "Tailand", "reporter:\"Tailand\""},
        {"brand", "(blank)", "brand:?"},
        {"brand", "Unknown", "brand:!unknown"},
        {"month", "2024-03", "month:2024-03"},
        {"date", "2024-03-05", "date:2024-03-05"},
        {"date", "2024-03", "date:=2024-03"},
        {"month", "(invalid)", "month:!invalid"},
        {"weekday", "sat", "weekday:sat"},
        {"concealment", "In mail", "concealment:\"In mail\""},
        {"rilo(departure)", "SA", "rilo(departure):SA"},
        {"seal", "*", "seal:\"*\""},
        {"batch", "2", "batch:2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct value group = group_of(x, rows[i].name, rows[i].group);
        assert_string_equal(filter_condition(rows[i].name, &group, &x->arena),
                            rows[i].condition);
    }
}

/* Narrowing by a group selects the lines that the axis puts into the group: every number of a
 * table can be opened. */
static void every_group_can_be_opened(void **state)
{
    struct fixture *x = *state;
    const char **names;
    size_t count, opened = 0;
    ok(x, axis_names(x->frame, &x->arena, &names, &count, &x->e));
    for (size_t n = 0; n < count; n++) {
        struct axis axis;
        ok(x, axis_open(x->frame, names[n], &x->arena, &axis, &x->e));
        for (uint32_t g = 0; g < axis.groups; g++) {
            struct buffer lines = {0};
            for (size_t i = 0; i < frame_lines(x->frame); i++) {
                uint32_t v = column_id(axis.column, i);
                bool in = !axis.several && axis.group_of[v] == g;
                for (uint32_t m = axis.several ? axis.start[v] : 0;
                     axis.several && m < axis.start[v + 1]; m++) {
                    in |= axis.member[m] == g;
                }
                if (in && bitmap_get(frame_current(x->frame), i)) {
                    buffer_addf(&lines, "%s%zu", lines.len ? "," : "", i + 1);
                }
            }
            const char *sentence =
                filter_narrow(x->frame, "", names[n], &axis.group[g], &x->arena);
            assert_non_null(sentence);
            if (strcmp(selected(x, sentence, NULL), buffer_text(&lines)) != 0) {
                fail_msg("%s, group %s (%s): %s selects %s, the group has %s", names[n],
                         axis.group[g].code, axis.group[g].label, sentence,
                         selected(x, sentence, NULL), buffer_text(&lines));
            }
            assert_true(lines.len == 0 ||
                        filter_has(x->frame, sentence, names[n], &axis.group[g], false));
            opened++;
            buffer_free(&lines);
        }
    }
    assert_true(opened > 100);
}

static void sentences_are_narrowed(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *sentence, *name, *group, *wanted;
    } rows[] = {
        {"", "reporter", "TH", "reporter:TH"},
        {"tea", "reporter", "TH", "tea reporter:TH"},
        {"reporter:MM,JP tea", "reporter", "TH", "reporter:TH tea"},
        {"reporter:MM tea reporter:JP", "reporter", "TH", "reporter:TH tea"},
        {"-reporter:MM", "reporter", "TH", "-reporter:MM reporter:TH"},
        {"(reporter:MM or tea)", "reporter", "TH", "(reporter:MM or tea) reporter:TH"},
        {"reporter:MM or tea", "reporter", "TH", "(reporter:MM or tea) reporter:TH"},
        {"date>=2024", "month", "2024-03", "date>=2024 month:2024-03"},
        {"month:2024-12", "month", "2024-03", "month:2024-03"},
        {"transit:MY", "transit", "LA", "transit:MY transit:LA"},
        {"transit:MY", "transit", "MY", "transit:MY"},
        {"rilo(transit):A/P", "rilo(transit)", "A/P", "rilo(transit):A/P"},
        {"office:Yangon", "office", "CHIANG SAEN", "office:=\"CHIANG SAEN\""},
        {"office:Yangon", "office", "Sydney", "office:Sydney"},
        {"product:Heroin", "product", "Cannabis: Plants", "product:\"Cannabis: Plants\""},
        {"product:Heroin", "product", "Plants", "product:\"Plants\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct value group = group_of(x, rows[i].name, rows[i].group);
        const char *got =
            filter_narrow(x->frame, rows[i].sentence, rows[i].name, &group, &x->arena);
        assert_string_equal(got, rows[i].wanted);
    }
}

static void values_are_toggled(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *sentence, *name, *group;
        bool exclude, had;
        const char *wanted;
    } rows[] = {
        {"", "reporter", "TH", false, false, "reporter:TH"},
        {"reporter:TH", "reporter", "TH", false, true, ""},
        {"reporter:Thailand,MM tea", "reporter", "TH", false, true, "reporter:MM tea"},
        {"reporter:MM tea", "reporter", "TH", false, false, "reporter:MM,TH tea"},
        {"reporter:MM", "reporter", "TH", true, false, "reporter:MM -reporter:TH"},
        {"-reporter:MM tea", "reporter", "TH", true, false, "-reporter:MM,TH tea"},
        {"-reporter:MM,TH tea", "reporter", "TH", true, true, "-reporter:MM tea"},
        {"tea -reporter:TH", "reporter", "TH", true, true, "tea"},
        {"-reporter:TH", "reporter", "TH", false, false, "-reporter:TH reporter:TH"},
        {"(reporter:TH or tea)", "reporter", "TH", false, false,
         "(reporter:TH or tea) reporter:TH"},
        {"brand:acme", "brand", "(blank)", false, false, "brand:acme,?"},
        {"brand:acme,?", "brand", "(blank)", false, true, "brand:acme"},
        {"transit:MY", "transit", "LA", false, false, "transit:MY,LA"},
        {"date>=2024", "date", "2024-03-05", false, false, "date>=2024 date:2024-03-05"},
        {"office:=\"CHIANG SAEN\"", "office", "CHIANG SAEN", false, true, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct value group = group_of(x, rows[i].name, rows[i].group);
        assert_int_equal(
            filter_has(x->frame, rows[i].sentence, rows[i].name, &group, rows[i].exclude),
            rows[i].had);
        const char *got = filter_toggle(x->frame, rows[i].sentence, rows[i].name, &group,
                                        rows[i].exclude, &x->arena);
        assert_string_equal(got, rows[i].wanted);
    }
}

static void own_conditions_are_left_out(void **state)
{
    struct fixture *x = *state;
    const struct filter *filter;
    struct buffer out = {0};
    ok(x, filter_parse(x->frame, "reporter:TH tea -reporter:JP year:2024 (reporter:MM or gold)",
                       &x->arena, &filter, &x->e));
    filter_print(filter_without(filter, "reporter", &x->arena), &out);
    assert_string_equal(buffer_text(&out), "tea year:2024 (reporter:MM or gold)");
    buffer_clear(&out);
    filter_print(filter_without(filter, "year", &x->arena), &out);
    assert_string_equal(buffer_text(&out),
                        "reporter:TH tea -reporter:JP (reporter:MM or gold)");
    assert_false(filter_is_empty(filter));
    ok(x, filter_parse(x->frame, "year:2024", &x->arena, &filter, &x->e));
    assert_true(filter_is_empty(filter_without(filter, "year", &x->arena)));
    buffer_free(&out);
}

/* ---- completion; | is the cursor */

static void completions_fit(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *sentence;
        size_t from;
        const char *first, *label; /* the best one */
        size_t count;              /* its lines */
    } rows[] = {
        {"rep|", 0, "reporter:", "reporter  Reporter", 0},
        {"tea -rep|", 5, "reporter:", "reporter  Reporter", 0},
        {"(rep|", 1, "reporter:", "reporter  Reporter", 0},
        {"qua|", 0, "quantity>", "quantity  Quantity", 0},
        {"invo|", 0, "involves:", "involves  a country in any role", 0},
        {"rilo(dest|", 0, "rilo(destination):", "rilo(destination)  RILO perimeter", 0},
        {"whole|", 0, "case(", "case  the whole case", 0},
        {"case(rep|", 5, "reporter:", "reporter  Reporter", 0},
        {"-CASE(tea or reporter:th|", 22, "TH", "TH  Thailand", 4},
        {"mon|", 0, "month:", "month  calendar", 0},
        {"reporter:|", 9, "TH", "TH  Thailand", 4},
        {"reporter:th|", 9, "TH", "TH  Thailand", 4},
        {"reporter:MM,ja|", 12, "JP", "JP  Japan", 2},
        {"reporter:MM, ja|", 13, "JP", "JP  Japan", 2},
        {"-reporter:thai| tea", 10, "TH", "TH  Thailand", 2},
        {"reporter:tail|", 9, "\"Tailand\"", "Tailand", 1},
        {"concealment:\"in m|", 12, "\"In mail\"", "In mail", 4},
        {"concealment:mail|", 12, "\"In mail\"", "In mail", 4},
        {"brand:?|", 6, "?", "?  (blank)", 10},
        {"brand:!u|", 6, "!unknown", "!unknown  Unknown", 1},
        {"office:chiang|", 7, "=\"Chiang Saen\"", "Chiang Saen", 2},
        {"transit:|", 8, "?", "?  (blank)", 6},
        {"transit:la|", 8, "LA", "LA  Lao PDR", 2},
        {"year:|", 5, "2024", "2024", 6},
        {"weekday:s|", 8, "sun", "sun  Sunday", 3},
        {"rilo(departure):s|", 16, "SA", "SA", 2},
        {"involves:thai|", 9, "TH", "TH  Thailand", 8},
        {"batch:|", 6, "1", "1  1 first.csv", 12},
        /* counted under what else stands there */
        {"destination:AU reporter:|", 24, "TH", "TH  Thailand", 3},
        {"reporter:| destination:JP", 9, "JP", "JP  Japan", 2},
        {"tea -reporter:|", 14, "AU", "AU  Australia", 2},
        {"tea (departure:MX or reporter:|", 30, "AU", "AU  Australia", 2},
        {"case(brand:acme) product:|", 25, "Cocaine", "Cocaine", 2},
        {"remarks~/^tea / year:|", 21, "2024", "2024", 1},
        {"destination:JP involves:|", 24, "JP", "JP  Japan", 3},
        {"destination:JP or reporter:|", 27, "TH", "TH  Thailand", 4},
        {"destination:JP nofield:5 reporter:|", 34, "TH", "TH  Thailand", 4},
        {"destination:JP reporter:th|", 24, "TH", "TH  Thailand", 4},
    };
    int wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t cursor = strcspn(rows[i].sentence, "|"), from, count;
        char *sentence = arena_string(&x->arena, rows[i].sentence);
        memmove(sentence + cursor, sentence + cursor + 1, strlen(sentence + cursor));
        struct filter_completion *c;
        ok(x,
           filter_complete(x->frame, sentence, cursor, 5, &x->arena, &from, &c, &count, &x->e));
        if (count == 0 || count > 5 || from != rows[i].from ||
            strcmp(c->text, rows[i].first) != 0 || !strstr(c->label, rows[i].label) ||
            c->count != rows[i].count) {
            print_error("%s from %zu: %zu, %s | %s | %zu\n", rows[i].sentence, from, count,
                        count ? c->text : "-", count ? c->label : "-", count ? c->count : 0);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    static const char *const none[] = {"mass>",       "remarks:va",   "nofield:x",
                                       "case_id:TRN", "reporter:zzz", "zzzz"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct filter_completion *c;
        size_t from, count;
        ok(x, filter_complete(x->frame, none[i], strlen(none[i]), 5, &x->arena, &from, &c,
                              &count, &x->e));
        assert_int_equal(count, 0);
    }
}

/* What is offered behind a name can be taken: the sentence then parses, and selects as many
 * lines as were promised. */
static void completions_hold_what_they_promise(void **state)
{
    struct fixture *x = *state;
    const char **names;
    size_t axes;
    ok(x, axis_names(x->frame, &x->arena, &names, &axes, &x->e));
    for (size_t n = 0; n <= axes; n++) {
        const char *name = n < axes ? names[n] : "involves";
        char *sentence = arena_printf(&x->arena, "%s:", name);
        struct filter_completion *c;
        size_t from, count;
        ok(x, filter_complete(x->frame, sentence, strlen(sentence), 100, &x->arena, &from, &c,
                              &count, &x->e));
        assert_true(count > 0);
        for (size_t i = 0; i < count; i++) {
            struct filter_outcome outcome;
            selected(x, arena_printf(&x->arena, "%s%s", sentence, c[i].text), &outcome);
            if (outcome.lines != c[i].count) {
                fail_msg("%s%s: promised %zu, selects %zu", sentence, c[i].text, c[i].count,
                         outcome.lines);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILTER_TEST(groups_become_conditions),
        FILTER_TEST(every_group_can_be_opened),
        FILTER_TEST(sentences_are_narrowed),
        FILTER_TEST(values_are_toggled),
        FILTER_TEST(own_conditions_are_left_out),
        FILTER_TEST(completions_fit),
        FILTER_TEST(completions_hold_what_they_promise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
