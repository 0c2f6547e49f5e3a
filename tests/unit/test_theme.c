/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Theme files: what is wrong is told with its line, and a theme at fault changes nothing; what
 * each style becomes with 256, 16, 8 and no colours. */
#include "theme.h"

#include <curses.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
    char folder[64], path[96];
    FILE *nowhere;
    SCREEN *screen;
    struct theme *theme;
    struct error e;
};

/* A terminal that nobody sees, since colour pairs exist only on one. */
static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    const char *tmp = getenv("TMPDIR");
    snprintf(w->folder, sizeof w->folder, "%.40s/saisie-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(w->folder))
        return -1;
    snprintf(w->path, sizeof w->path, "%s/t.theme", w->folder);
    setenv("SAISIE_THEMES", w->folder, 1);
    setenv("XDG_CONFIG_HOME", w->folder, 1);
    w->nowhere = fopen("/dev/null", "r+");
    w->screen = newterm("xterm-256color", w->nowhere, w->nowhere);
    start_color();
    use_default_colors();
    *state = w;
    return w->screen ? 0 : -1;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    theme_free(&w->theme);
    endwin();
    delscreen(w->screen);
    fclose(w->nowhere);
    unlink(w->path);
    rmdir(w->folder);
    free(w);
    return 0;
}

static void write_theme(struct world *w, const char *text)
{
    FILE *f = fopen(w->path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void renew(struct world *w, int colours)
{
    theme_free(&w->theme);
    assert_int_equal(theme_new(colours, true, true, &w->theme, &w->e), STATUS_OK);
}

/* ---- faults */

static void test_faults_are_told_with_their_line(void **state)
{
    static const struct {
        const char *text;
        int line;
        const char *says, *way_out;
    } records[] = {
        {"[style]\nheda = red\n", 2, "no role \"heda\"", "the nearest is \"head\""},
        {"[style]\nnothing-like-it = red\n", 2, "no role \"nothing-like-it\"", ""},
        {"[mono]\ntext = plain\nkeyhelp = bold\n", 3, "no role \"keyhelp\"",
         "the nearest is \"key.help\""},
        {"[glyph]\ncursr = > | >\n", 2, "no glyph \"cursr\"", "the nearest is \"cursor\""},
        {"[colours]\nred = 1\n", 2, "no section [colours] (theme, palette", ""},
        {"red = 1\n", 1, "no section []", ""},
        {"[theme]\nglyphs = emoji\n", 2, "glyphs are unicode or ascii, not \"emoji\"", ""},
        {"[theme]\nauthor = x\n", 2, "no setting \"author\"", ""},
        {"[style]\n# a note\n\ntext = reddish\n", 4, "\"reddish\" is no style", ""},
        {"[style]\ntext = red on\n", 2, "is no style", ""},
        {"[style]\ntext = red on reddish\n", 2, "is no style", ""},
        {"[style]\ntext = red, bald\n", 2, "is no style", ""},
        {"[style]\ntext = 39\n", 2, "is no style", ""},
        {"[style]\ntext = 256 / cyan\n", 2, "is no style", ""},
        {"[style]\ntext = -1 / cyan\n", 2, "is no style", ""},
        {"[style]\ntext = 39 / teal\n", 2, "is no style", ""},
        {"[style]\ntext = #0087f / cyan\n", 2, "is no style", ""},
        {"[style]\ntext = #0087fg / cyan\n", 2, "is no style", ""},
        {"[style]\ntext = #-1234f / cyan\n", 2, "is no style", ""},
        {"[style]\ntext = #0x87ff / cyan\n", 2, "is no style", ""},
        {"[style]\ntext = bright-\n", 2, "is no style", ""},
        {"[style]\ntext =\n", 2, "\"\" is no style", ""},
        {"[palette]\nsea = blueish\n", 2, "\"blueish\" is no colour", ""},
        {"[style]\ntext = sea\n[palette]\nsea = blue\n", 2, "\"sea\" is no style", ""},
        {"[mono]\ntext = red\n", 2, "\"red\" are no attributes", ""},
        {"[glyph]\ncursor = >\n", 2, "a glyph has two forms", ""},
        {"[glyph]\ncursor = \xe6\xbc\xa2 | >\n", 2, "does not fit into one column", ""},
        {"[glyph]\ncursor = > | >>\n", 2, "\">>\" does not fit into one column", ""},
        {"[glyph]\ncursor = | >\n", 2, "does not fit into one column", ""},
        {"[glyph]\ncursor = \xe2\x80\xae | >\n", 2, "does not fit into one column", ""},
        {"[glyph]\ncursor = \x1b | >\n", 2, "does not fit into one column", ""},
        {"[glyph]\ncursor = > | \xe2\x80\xba\n", 2, "is not ASCII", ""},
        {"[theme]\nabout = x\nglyphs\n", 3, "not a line \"name = value\"", ""},
        {"[theme\nabout = x\n", 1, "not a line \"name = value\"", ""},
        /* The first of several. */
        {"[style]\ntext = red\nhead = rad\nkey = rid\n", 3, "\"rad\" is no style", ""},
    };
    struct world *w = *state;
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct error e = {0};
        char place[128];
        renew(w, 256);
        struct theme before = *w->theme;
        write_theme(w, records[i].text);
        snprintf(place, sizeof place, "%s:%d: ", w->path, records[i].line);
        if (theme_load(w->theme, w->path, &e) == STATUS_OK)
            fail_msg("taken without a word:\n%s", records[i].text);
        if (strncmp(e.text, place, strlen(place)) || !strstr(e.text, records[i].says) ||
            strcmp(e.way_out, records[i].way_out))
            fail_msg("%s\nis told as: %s (%s)", records[i].text, e.text, e.way_out);
        /* Nothing of it was taken. */
        assert_memory_equal(w->theme, &before, sizeof before);
    }
}

static void test_a_theme_that_is_not_there(void **state)
{
    struct world *w = *state;
    struct error e = {0};
    renew(w, 256);
    assert_int_equal(theme_load(w->theme, "./no/such.theme", &e), STATUS_FAILED);
    assert_non_null(strstr(e.text, "cannot read the theme ./no/such.theme"));
    write_theme(w, "[theme]\nabout = x\n");
    e = (struct error){0};
    assert_int_equal(theme_load(w->theme, "u", &e), STATUS_MISUSE);
    assert_non_null(strstr(e.text, "u"));
    assert_string_not_equal(e.way_out, "");
    /* By its name it is found in the folder of themes. */
    e = (struct error){0};
    assert_int_equal(theme_load(w->theme, "t", &e), STATUS_OK);
    assert_string_equal(w->theme->name, "t");
}

/* ---- what a style becomes */

static void expect_look(struct world *w, const char *text, int colours, int fg, int bg,
                        unsigned long attribute)
{
    short f = -1, b = -1;
    struct error e = {0};
    write_theme(w, text);
    renew(w, colours);
    if (theme_load(w->theme, w->path, &e) != STATUS_OK)
        fail_msg("%s: %s", text, e.text);
    short pair = w->theme->pair[ROLE_TEXT];
    if (pair)
        pair_content(pair, &f, &b);
    if (f != fg || b != bg || w->theme->attribute[ROLE_TEXT] != attribute)
        fail_msg("%s with %d colours: %d on %d, attributes %lx", text, colours, f, b,
                 w->theme->attribute[ROLE_TEXT]);
}

static void test_colours_fall_back(void **state)
{
    static const struct {
        const char *text;
        int fg256, bg256, fg16, fg8;
        unsigned long attributes;
    } records[] = {
        {"[style]\ntext = -\n", -1, -1, -1, -1, 0},
        {"[style]\ntext = red\n", 1, -1, 1, 1, 0},
        {"[style]\ntext = red on blue, bold underline\n", 1, 4, 1, 1, A_BOLD | A_UNDERLINE},
        {"[style]\ntext = 39 / cyan\n", 39, -1, 6, 6, 0},
        {"[style]\ntext = 0 / black on 255 / white\n", 0, 255, 0, 0, 0},
        {"[palette]\nsea = 24 / blue\n[style]\ntext = sea on sea\n", 24, 24, 4, 4, 0},
        /* The nearest of the cube: levels 0 95 135 175 215 255. */
        {"[style]\ntext = #000000 / black\n", 16, -1, 0, 0, 0},
        {"[style]\ntext = #FFFFFF / white\n", 231, -1, 7, 7, 0},
        {"[style]\ntext = #0087ff / cyan\n", 16 + 2 * 6 + 5, -1, 6, 6, 0},
        {"[style]\ntext = #2f3073 / blue\n", 16 + 0 * 36 + 1 * 6 + 2, -1, 4, 4, 0},
        {"[style]\ntext = #729ac3 / blue\n", 16 + 1 * 36 + 2 * 6 + 4, -1, 4, 4, 0},
    };
    struct world *w = *state;
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        const char *text = records[i].text;
        bool bg = records[i].bg256 >= 0;
        int bg16 = strstr(text, "on blue") || strstr(text, "on sea") ? 4 : bg ? 7 : -1;
        expect_look(w, text, 256, records[i].fg256, records[i].bg256, records[i].attributes);
        expect_look(w, text, 16, records[i].fg16, bg16, records[i].attributes);
        expect_look(w, text, 8, records[i].fg8, bg16, records[i].attributes);
        /* Without colours the style's attributes say nothing, [mono] does. */
        expect_look(w, text, 0, -1, -1, 0);
    }
}

/* A bright colour is the plain one in bold where there are eight. */
static void test_bright_colours(void **state)
{
    struct world *w = *state;
    expect_look(w, "[style]\ntext = bright-green\n", 256, 10, -1, 0);
    expect_look(w, "[style]\ntext = bright-green\n", 16, 10, -1, 0);
    expect_look(w, "[style]\ntext = bright-green\n", 8, 2, -1, A_BOLD);
    expect_look(w, "[style]\ntext = 39 / bright-cyan, dim\n", 16, 14, -1, A_DIM);
    expect_look(w, "[style]\ntext = 39 / bright-cyan, dim\n", 8, 6, -1, A_DIM | A_BOLD);
}

static void test_mono(void **state)
{
    struct world *w = *state;
    const char *text = "[style]\ntext = red, bold\n[mono]\ntext = reverse underline\n";
    expect_look(w, text, 0, -1, -1, A_REVERSE | A_UNDERLINE);
    expect_look(w, text, 256, 1, -1, A_BOLD);
    /* A role that is not named looks as the default's. */
    struct theme *usual;
    assert_int_equal(theme_new(0, true, true, &usual, &w->e), STATUS_OK);
    renew(w, 0);
    assert_int_equal(theme_load(w->theme, w->path, &w->e), STATUS_OK);
    for (size_t r = 0; r < ROLES; r++)
        if (r != ROLE_TEXT)
            assert_int_equal(w->theme->attribute[r], usual->attribute[r]);
    theme_free(&usual);
}

static void test_glyphs(void **state)
{
    struct world *w = *state;
    write_theme(w, "[theme]\nglyphs = ascii\n[glyph]\ncursor = \xe2\x96\xb6 | +\nenter = Go | "
                   "Return\n");
    renew(w, 8);
    assert_int_equal(theme_load(w->theme, w->path, &w->e), STATUS_OK);
    assert_true(w->theme->ascii_glyphs);
    assert_string_equal(w->theme->glyph[GLYPH_CURSOR][0], "\xe2\x96\xb6");
    assert_string_equal(w->theme->glyph[GLYPH_CURSOR][1], "+");
    assert_string_equal(w->theme->glyph[GLYPH_ENTER][1], "Return");
    /* The next theme begins from the default, not from this one. */
    write_theme(w, "[theme]\nglyphs = unicode\n");
    assert_int_equal(theme_load(w->theme, w->path, &w->e), STATUS_OK);
    assert_false(w->theme->ascii_glyphs);
    assert_string_equal(w->theme->glyph[GLYPH_CURSOR][1], ">");
    /* A terminal without blocks gets ASCII whatever a theme says. */
    theme_free(&w->theme);
    assert_int_equal(theme_new(8, true, false, &w->theme, &w->e), STATUS_OK);
    assert_int_equal(theme_load(w->theme, w->path, &w->e), STATUS_OK);
    assert_true(w->theme->ascii_glyphs);
}

#define WORLD(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD(test_faults_are_told_with_their_line),
        WORLD(test_a_theme_that_is_not_there),
        WORLD(test_colours_fall_back),
        WORLD(test_bright_colours),
        WORLD(test_mono),
        WORLD(test_glyphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
