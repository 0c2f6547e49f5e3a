/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session: kept by cache, whole, for its owner alone; lines that are no good are passed
 * over. */
#include "workspace/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/test-session-XXXXXX");
    return mkdtemp(folder) && setenv("XDG_STATE_HOME", folder, 1) == 0 ? 0 : -1;
}

static int drop(const char *path, const struct stat *st, int flag, struct FTW *at)
{
    (void)st;
    (void)flag;
    (void)at;
    return remove(path);
}

static int tear_down(void **state)
{
    (void)state;
    return nftw(folder, drop, 8, FTW_DEPTH | FTW_PHYS);
}

static struct session *opened(const char *cache)
{
    struct session *s = NULL;
    struct error e = {0};
    assert_int_equal(session_open(cache, &s, &e), STATUS_OK);
    return s;
}

static void what_is_kept_comes_back(void **state)
{
    (void)state;
    struct error e = {0};
    struct stat st;
    struct session *s = opened("/tmp/a.db");
    session_add(s, "records", "column", "date");
    session_add(s, "records", "column", "product");
    session_add(s, "records", "sentence", " a;b \"c\" 100% é [x] = # ");
    session_add(s, "trend", "by", "month");
    assert_int_equal(session_write(s, &e), STATUS_OK);
    assert_int_equal(stat(s->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    char *path = strdup(s->path);
    session_free(&s);
    *strrchr(path, '/') = '\0';
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    free(path);

    s = opened("/tmp/a.db");
    assert_int_equal(s->bad, 0);
    assert_string_equal(session_get(s, "records", "column", 0), "date");
    assert_string_equal(session_get(s, "records", "column", 1), "product");
    assert_null(session_get(s, "records", "column", 2));
    assert_string_equal(session_get(s, "records", "sentence", 0), " a;b \"c\" 100% é [x] = # ");
    session_clear(s, "records");
    assert_null(session_get(s, "records", "column", 0));
    assert_string_equal(session_get(s, "trend", "by", 0), "month");
    session_free(&s);

    s = opened("/tmp/b.db"); /* another cache has its own */
    assert_int_equal(s->count, 0);
    assert_int_equal(session_write(s, &e), STATUS_OK);
    assert_int_not_equal(stat(s->path, &st), 0); /* nothing to keep makes no file */
    session_free(&s);
}

static void bad_lines_are_passed_over(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t lines;
        unsigned bad, bad_line;
    } records[] = {
        {"", 0, 0, 0},
        {"[records]\ncolumn = date\n", 1, 0, 0},
        {"[records]\r\ncolumn = date\r\n", 1, 0, 0},
        {"[records]\nno line at all\ncolumn = date\n", 1, 1, 2},
        {"column = date\n", 0, 1, 1},             /* of no section */
        {"[Records!]\ncolumn = date\n", 0, 1, 2}, /* nor of a section that is none */
        {"[records]\ncolumn = a\x1b[31m\ncolumn = b\n", 1, 1, 2},
        {"[records]\ncolumn = \xff\n", 0, 1, 2},
        {"[records]\ncolumn = %00\ncolumn = %4\ncolumn = %41\n", 1, 2, 2},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct session s = {0};
        session_parse(&s, records[i].text, strlen(records[i].text));
        if (s.count != records[i].lines || s.bad != records[i].bad ||
            s.bad_line != records[i].bad_line)
            fail_msg("%s: %zu lines, %u bad, the first %u", records[i].text, s.count, s.bad,
                     s.bad_line);
        arena_free(&s.arena);
    }
}

static void it_is_bounded(void **state)
{
    (void)state;
    struct buffer text = {0};
    struct session s = {0};
    buffer_adds(&text, "[records]\ncolumn = ");
    for (int i = 0; i < 500; i++)
        buffer_addc(&text, 'x');
    buffer_adds(&text, "\n");
    for (int i = 0; i < 2 * SESSION_LINES; i++)
        buffer_addf(&text, "column = c%d\n", i);
    session_parse(&s, buffer_text(&text), text.len);
    assert_int_equal(s.count, SESSION_LINES);
    assert_int_equal(s.bad, 1 + SESSION_LINES);
    assert_int_equal(s.bad_line, 2);
    arena_free(&s.arena);
    buffer_free(&text);
}

static void what_is_not_ours_stays(void **state)
{
    (void)state;
    struct error e = {0};
    struct stat st;
    struct session *s = opened("/tmp/a.db");
    char *path = strdup(s->path);
    session_free(&s);
    assert_int_equal(mkdir(path, 0700), 0); /* a folder in its place */
    s = opened("/tmp/a.db");
    assert_int_equal(s->bad, 1);
    session_add(s, "records", "column", "date");
    assert_int_equal(session_write(s, &e), STATUS_OK); /* told already; nothing is kept */
    assert_int_equal(stat(path, &st), 0);
    assert_true(S_ISDIR(st.st_mode));
    session_free(&s);
    free(path);
}

static void without_a_home_nothing_is_kept(void **state)
{
    (void)state;
    struct error e = {0};
    unsetenv("XDG_STATE_HOME");
    char *home = strdup(getenv("HOME") ? getenv("HOME") : "");
    unsetenv("HOME");
    struct session *s = opened("/tmp/a.db");
    session_add(s, "records", "column", "date");
    assert_int_equal(session_write(s, &e), STATUS_OK);
    assert_int_equal(s->bad, 0);
    session_free(&s);
    setenv("HOME", home, 1);
    free(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_kept_comes_back, set_up, tear_down),
        cmocka_unit_test(bad_lines_are_passed_over),
        cmocka_unit_test(it_is_bounded),
        cmocka_unit_test_setup_teardown(what_is_not_ours_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_home_nothing_is_kept, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
