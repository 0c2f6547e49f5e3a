/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manual pages against what they speak of: every sentence of theirs is one, every sign and
 * name of the grammar has an example, every verb, option, key and ':' command stands in them.
 */
#include "app.h"
#include "command/command.h"
#include "command/manual.h"
#include "filter/grammar.h"
#include "filter/tree.h"
#include "keys.h"
#include "store/saved.h"

#include <curses.h>
#undef LINES /* the fixture has another */

#include "filter_fixture.h"

static int saved_set_up(void **state)
{
    if (filter_set_up(state) != 0) {
        return -1;
    }
    struct fixture *x = *state;
    const char *before;
    frame_set_splitter(x->frame, filter_split);
    ok(x, cache_save_filter(x->cache, "mine", "mass>1kg", &x->arena, &before, &x->e));
    ok(x, cache_save_filter(x->cache, "golden", "gold", &x->arena, &before, &x->e));
    return 0;
}

static void examples_are_sentences(void **state)
{
    struct fixture *x = *state;
    for (const struct grammar_example *g = grammar_examples; g->sentence; g++) {
        const char *wanted = g->canonical ? g->canonical : g->sentence;
        const char *once = canonical(x, g->sentence);
        if (!once || strcmp(once, wanted) != 0) {
            fail_msg("%s\n prints %s\n wanted %s", g->sentence, once ? once : x->e.text,
                     wanted);
        }
        assert_string_equal(canonical(x, once), wanted);
        assert_true(*g->takes != '\0');
        assert_false(g->canonical && strcmp(g->canonical, g->sentence) == 0);
    }
    for (const struct grammar_name *n = grammar_names; n->name; n++) {
        if (!canonical(x, n->name)) {
            fail_msg("%s: %s", n->name, x->e.text);
        }
    }
}

static void refused_patterns_are_refused(void **state)
{
    struct fixture *x = *state;
    for (const struct grammar_name *g = grammar_refused; g->name; g++) {
        const char *sentence = arena_printf(&x->arena, "remarks~/%s/", g->name);
        if (canonical(x, sentence)) {
            fail_msg("%s is searched", sentence);
        }
        assert_non_null(strstr(x->e.text, "cannot be searched"));
        assert_int_equal(x->e.status, STATUS_MISUSE);
    }
}

/* Whether any example has this text in it, whatever its letter case. */
static bool in_examples(const char *text)
{
    for (const struct grammar_example *g = grammar_examples; g->sentence; g++) {
        if (strcasestr(g->sentence, text)) {
            return true;
        }
    }
    return false;
}

/* "..." of the rules is what is typed: each stands in an example at least. */
static void signs_of_the_rules_have_examples(void **state)
{
    (void)state;
    size_t signs = 0;
    for (const struct grammar_rule *g = grammar_rules; g->name; g++) {
        for (const char *p = strchr(g->is, '"'); p;) {
            char sign[32];
            size_t n = strcspn(p + 1, "\"");
            snprintf(sign, sizeof sign, "%.*s", (int)n, p + 1);
            if (!in_examples(sign)) {
                fail_msg("%s = %s: no example has %s", g->name, g->is, sign);
            }
            signs++;
            p = p[n + 1] ? strchr(p + n + 2, '"') : NULL;
        }
    }
    assert_true(signs > 60);
}

static bool is_typed(const char *rule, const char *name)
{
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\"", name);
    for (const struct grammar_rule *g = grammar_rules; g->name; g++) {
        if (strcmp(g->name, rule) == 0) {
            return strstr(g->is, quoted) != NULL;
        }
    }
    return false;
}

/* The names that the parser knows are those of the rules. */
static void names_of_the_parser_stand_in_the_rules(void **state)
{
    (void)state;
    size_t i;
    const char *name;
    for (i = 0; (name = bind_name(i)); i++) {
        if (!is_typed("grain", name) && !is_typed("roll-up", name) &&
            !is_typed("class", name) && !is_typed("other-name", name)) {
            fail_msg("the grammar does not know %s", name);
        }
        assert_true(in_examples(name));
    }
    assert_true(i > 10);
}

/* Every type of a field says what its values look like, and an example asks a field of it. */
static void types_have_forms(void **state)
{
    struct fixture *x = *state;
    size_t count;
    const struct field *fields = reference_fields(frame_reference(x->frame), &count);
    for (size_t i = 0; i < count; i++) {
        const struct grammar_form *g = grammar_forms;
        while (g->heading && g->type != fields[i].type) {
            g++;
        }
        assert_non_null(g->heading);
        bool asked = false;
        for (size_t k = 0; k < count; k++) {
            asked |= fields[k].type == g->type && in_examples(fields[k].name);
        }
        assert_true(asked);
    }
}

/* ---- the pages as they were built */

static char *read_page(const char *name)
{
    char path[256], *text = NULL;
    size_t len = 0;
    const char *build = getenv("BUILD");
    snprintf(path, sizeof path, "%s/%s", build ? build : "build", name);
    FILE *f = fopen(path, "r"), *copy = open_memstream(&text, &len);
    if (!f || !copy) {
        fail_msg("%s is not built", path);
    }
    for (int c; (c = getc(f)) != EOF;) {
        putc(c, copy);
    }
    fclose(f);
    fclose(copy);
    return text;
}

/* Text as it stands on the page, escaped; with what is before and behind it. */
static void assert_stands(const char *page, const char *before, const char *text,
                          const char *behind)
{
    char *escaped = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&escaped, &len);
    fputs(before, f);
    manual_escape(f, text);
    fputs(behind, f);
    fclose(f);
    if (!strstr(page, escaped)) {
        fail_msg("the page has no %s (%s)", text, escaped);
    }
    free(escaped);
}

static void verbs_and_options_stand_in_the_page(void **state)
{
    (void)state;
    char *page = read_page("saisie.1");
    uint64_t taken =
        TAKES(OPTION_CACHE) | TAKES(OPTION_HELP) | TAKES(OPTION_THEME) | TAKES(OPTION_CLEAN);
    for (size_t i = 0; command_table[i]; i++) {
        assert_stands(page, ".SS \"saisie ", command_table[i]->name, "");
        assert_stands(page, "\n", command_table[i]->summary, ".\n");
        taken |= command_table[i]->options;
    }
    for (size_t i = 0; i < OPTIONS; i++) {
        assert_true(taken >> i & 1U);
        assert_stands(page, "\\fB", option_table[i].name, "\\fR");
        assert_stands(page, "\n", option_table[i].help, "\n");
    }
    free(page);
}

static void keys_and_commands_stand_in_the_page(void **state)
{
    (void)state;
    char *page = read_page("saisie.1");
    size_t count, i;
    const struct key_binding *b = keys_table(&count);
    for (i = 0; i < count; i++) {
        char name[24] = "Enter";
        if (b[i].key != '\r' && b[i].key != '\n' && b[i].key != KEY_ENTER) {
            keys_name(b[i].key, NULL, name);
        }
        assert_stands(page, "", name, "");
        assert_stands(page, "\\fR\n", keys_action_help(b[i].action), "\n");
    }
    const char *name, *arguments, *help;
    for (i = 0; (name = colon_command(i, &arguments, &help)); i++) {
        assert_stands(page, "\\fB:", name, *arguments ? " " : "\\fR\n");
        assert_stands(page, "\\fR\n", help, "\n");
    }
    assert_true(i > 20);
    free(page);
}

static void grammar_stands_in_the_page(void **state)
{
    struct fixture *x = *state;
    char *page = read_page("saisie-filter.7");
    for (const struct grammar_rule *g = grammar_rules; g->name; g++) {
        assert_stands(page, "\n", g->name, " ");
    }
    for (const struct grammar_example *g = grammar_examples; g->sentence; g++) {
        assert_stands(page, "\\fB", g->sentence, "\\fR\n");
    }
    size_t count;
    const struct field *fields = reference_fields(frame_reference(x->frame), &count);
    for (size_t i = 0; i < count; i++) {
        assert_stands(page, "\\fB", fields[i].name, "\\fR\n");
    }
    free(page);
}

#define MANUAL_TEST(f) cmocka_unit_test_setup_teardown(f, saved_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        MANUAL_TEST(examples_are_sentences),
        cmocka_unit_test(signs_of_the_rules_have_examples),
        cmocka_unit_test(names_of_the_parser_stand_in_the_rules),
        MANUAL_TEST(refused_patterns_are_refused),
        MANUAL_TEST(types_have_forms),
        cmocka_unit_test(verbs_and_options_stand_in_the_page),
        cmocka_unit_test(keys_and_commands_stand_in_the_page),
        MANUAL_TEST(grammar_stands_in_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
