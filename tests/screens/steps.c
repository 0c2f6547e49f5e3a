/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps a record may hold: one table, one function each. */
#include "golden.h"
#include "keys.h"
#include "test.h"
#include "wait.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef bool step_fn(struct test *t, char *const words[], size_t count);

enum when { BEFORE_RUN, RUNS, AFTER_RUN, ANY_TIME };

struct step_kind {
    const char *name;
    enum when when;
    size_t least, most; /* words */
    bool compares;
    step_fn *run;
};

/* ---- numbers and names ---- */

static bool read_number(const char *text, int least, int *out)
{
    char *end;
    long value = strtol(text, &end, 10);
    *out = (int)value;
    return *text && !*end && value >= least && value <= INT_MAX;
}

static bool read_size(const char *text, int *cols, int *rows)
{
    char tail;
    return sscanf(text, "%dx%d%c", cols, rows, &tail) == 2 && *cols >= 2 && *cols <= 999 &&
           *rows >= 1 && *rows <= 999;
}

/* "0.5" seconds; 0 when it is none. */
static int64_t read_seconds(const char *text)
{
    char *end;
    double seconds = strtod(text, &end);
    return *text && !*end && seconds > 0 && seconds < 3600 ? (int64_t)(seconds * 1000) : 0;
}

/* "TSTP" or "SIGTSTP"; 0 when there is no such signal. */
static int read_signal(const char *name)
{
    if (!strncmp(name, "SIG", 3))
        name += 3;
    for (int number = 1; number < 32; number++) {
        const char *known = sigabbrev_np(number);
        if (known && !strcmp(known, name))
            return number;
    }
    return 0;
}

static bool wrong(struct test *t, const char *word, const char *wanted)
{
    buf_fmt(&t->why, "%s is no %s", word, wanted);
    return false;
}

/* ---- what is waited for ---- */

static bool holds(const struct test *t, const char *text)
{
    return grid_holds(t->grid, text);
}

static bool holds_not(const struct test *t, const char *text)
{
    return !grid_holds(t->grid, text);
}

static bool is_over(const struct test *t, const char *text)
{
    (void)text;
    return session_over(t->session);
}

static bool is_stopped(const struct test *t, const char *text)
{
    (void)text;
    return session_state(t->session, NULL) == SESSION_STOPPED;
}

/* ---- the steps ---- */

static bool do_size(struct test *t, char *const words[], size_t count)
{
    (void)count;
    return read_size(words[0], &t->cols, &t->rows) || wrong(t, words[0], "COLSxROWS");
}

static bool do_env(struct test *t, char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *equals = strchr(words[i], '=');
        if (!equals || equals == words[i])
            return wrong(t, words[i], "NAME=value");
        struct buf name = {0};
        buf_add(&name, words[i], (size_t)(equals - words[i]));
        list_set(&t->env, buf_text(&name), equals + 1);
        buf_free(&name);
    }
    return true;
}

static bool do_limit(struct test *t, char *const words[], size_t count)
{
    (void)count;
    int64_t ms = read_seconds(words[0]);
    t->end = now_ms() + ms * t->slower;
    return ms || wrong(t, words[0], "number of seconds");
}

static bool do_deadline(struct test *t, char *const words[], size_t count)
{
    (void)count;
    t->deadline = read_seconds(words[0]) * t->slower;
    return t->deadline || wrong(t, words[0], "number of seconds");
}

static void copy_words(struct list *out, char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        list_add(out, words[i]);
    make_absolute(out);
}

static bool do_run(struct test *t, char *const words[], size_t count)
{
    struct list argv = {0};
    copy_words(&argv, words, count);
    t->grid = grid_new(t->rows, t->cols);
    t->session =
        session_start(t->grid, argv.items, t->env.items, list_value(&t->env, "HOME", 4));
    list_free(&argv);
    if (!t->session)
        buf_str(&t->why, "no terminal or no process to be had");
    return t->session != NULL;
}

static bool do_call(struct test *t, char *const words[], size_t count)
{
    struct list argv = {0};
    copy_words(&argv, words, count);
    bool good = test_call(t, argv.items);
    list_free(&argv);
    return good;
}

static int64_t given_wait(const struct test *t, char *const words[], size_t count)
{
    int64_t ms = count > 1 ? read_seconds(words[1]) : 0;
    return ms ? ms * t->slower : t->deadline;
}

static bool do_wait(struct test *t, char *const words[], size_t count)
{
    return wait_for(t, holds, words[0], given_wait(t, words, count));
}

static bool do_wait_gone(struct test *t, char *const words[], size_t count)
{
    return wait_for(t, holds_not, words[0], given_wait(t, words, count));
}

static bool send_bytes(struct test *t, const char *bytes, size_t len)
{
    session_pump(t->session, 0);
    t->mark = session_raw(t->session)->len;
    if (session_send(t->session, bytes, len))
        return true;
    buf_str(&t->why, "the program does not take its input");
    return false;
}

static bool do_keys(struct test *t, char *const words[], size_t count)
{
    (void)count;
    struct buf bytes = {0};
    session_pump(t->session, 0); /* the terminal's mode decides what an arrow sends */
    bool good =
        keys_bytes(words[0], t->grid, &bytes, &t->why) && send_bytes(t, bytes.data, bytes.len);
    buf_free(&bytes);
    return good;
}

static bool do_send(struct test *t, char *const words[], size_t count)
{
    (void)count;
    return send_bytes(t, words[0], strlen(words[0]));
}

static bool do_paste(struct test *t, char *const words[], size_t count)
{
    (void)count;
    struct buf bytes = {0};
    buf_fmt(&bytes, "\x1b[200~%s\x1b[201~", words[0]);
    bool good = send_bytes(t, bytes.data, bytes.len);
    buf_free(&bytes);
    return good;
}

static bool do_settle(struct test *t, char *const words[], size_t count)
{
    int ms = WAIT_QUIET_MS;
    if (count && !read_number(words[0], 1, &ms))
        return wrong(t, words[0], "number of milliseconds");
    return wait_settled(t, (int64_t)ms * t->slower);
}

static bool check_golden(struct test *t, const char *name, const struct buf *actual)
{
    struct buf path = {0};
    const char *slash = strrchr(t->path, '/');
    buf_add(&path, t->path, slash ? (size_t)(slash - t->path) + 1 : 0);
    buf_fmt(&path, "golden/%s.%s.txt", t->name, name);
    bool good = !strchr(name, '/') || wrong(t, name, "name of a golden screen");
    if (good && list_value(&t->golden, name, strlen(name))) {
        buf_str(&t->why, "this name is used twice in the record");
        good = false;
    }
    list_set(&t->golden, name, "");
    good = good && golden_check(buf_text(&path), actual, t->update, &t->why);
    buf_free(&path);
    return good;
}

/* The temporary folder has another name each time: its six letters become XXXXXX. */
static void hide_folder(const struct test *t, struct buf *text)
{
    size_t len = strlen(t->tmp);
    for (char *at = text->data; at && (at = strstr(at, t->tmp)); at += len)
        memset(at + len - 6, 'X', 6);
}

static bool do_screen(struct test *t, char *const words[], size_t count)
{
    (void)count;
    struct buf text = {0};
    for (int row = 0; row < grid_rows(t->grid); row++) {
        grid_row_text(t->grid, row, 0, true, &text);
        buf_char(&text, '\n');
    }
    hide_folder(t, &text);
    bool good = check_golden(t, words[0], &text);
    buf_free(&text);
    return good;
}

static bool do_attrs(struct test *t, char *const words[], size_t count)
{
    (void)count;
    struct buf text = {0};
    for (int row = 0; row < grid_rows(t->grid); row++) {
        grid_row_attrs(t->grid, row, 0, true, &text);
        buf_char(&text, '\n');
    }
    size_t cells = text.len;
    for (char letter = 'a'; letter <= 'z'; letter++) {
        char meaning[10];
        if (memchr(buf_text(&text), letter, cells) && grid_letter_meaning(letter, meaning))
            buf_fmt(&text, "# %c = %s\n", letter, meaning);
    }
    bool good = check_golden(t, words[0], &text);
    buf_free(&text);
    return good;
}

static bool compare(struct test *t, char *const words[], size_t have)
{
    static const char *const operators[] = {"<", ">", "==", "<=", ">=", "!="};
    int want;
    if (!read_number(words[1], 0, &want))
        return wrong(t, words[1], "number");
    bool less = have<(size_t)want, more = have>(size_t) want;
    const bool results[] = {less, more, !less && !more, !more, !less, less || more};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (strcmp(words[0], operators[i]) != 0)
            continue;
        if (!results[i])
            buf_fmt(&t->why, "it is %zu", have);
        return results[i];
    }
    return wrong(t, words[0], "comparison (< <= == != >= >)");
}

static bool do_bytes(struct test *t, char *const words[], size_t count)
{
    (void)count;
    return compare(t, words, session_raw(t->session)->len - t->mark);
}

static bool do_bells(struct test *t, char *const words[], size_t count)
{
    (void)count;
    return compare(t, words, (size_t)grid_modes(t->grid).bells);
}

static bool do_resize(struct test *t, char *const words[], size_t count)
{
    (void)count;
    int rows, cols;
    if (!read_size(words[0], &cols, &rows))
        return wrong(t, words[0], "COLSxROWS");
    t->mark = session_raw(t->session)->len;
    session_resize(t->session, rows, cols);
    return true;
}

static bool do_expect(struct test *t, char *const words[], size_t count)
{
    (void)count;
    if (!holds(t, words[0]))
        buf_str(&t->why, "it is not on the screen");
    return holds(t, words[0]);
}

static bool do_refuse(struct test *t, char *const words[], size_t count)
{
    (void)count;
    if (holds(t, words[0]))
        buf_str(&t->why, "it is on the screen");
    return !holds(t, words[0]);
}

typedef void row_fn(const struct grid *g, int row, int col, bool trim, struct buf *out);

static bool check_cells(struct test *t, char *const words[], row_fn *read_row)
{
    int row, col;
    if (!read_number(words[0], 1, &row) || row > grid_rows(t->grid))
        return wrong(t, words[0], "row of the screen");
    if (!read_number(words[1], 1, &col) || col > grid_cols(t->grid))
        return wrong(t, words[1], "column of the screen");
    struct buf have = {0};
    read_row(t->grid, row - 1, col - 1, false, &have);
    bool same = !strncmp(buf_text(&have), words[2], strlen(words[2]));
    if (!same)
        buf_fmt(&t->why, "there stands \"%s\"", buf_text(&have));
    buf_free(&have);
    return same;
}

static bool do_expect_cell(struct test *t, char *const words[], size_t count)
{
    (void)count;
    return check_cells(t, words, grid_row_text);
}

static bool do_expect_attrs(struct test *t, char *const words[], size_t count)
{
    (void)count;
    return check_cells(t, words, grid_row_attrs);
}

static bool raw_holds(const struct test *t, const char *text)
{
    const struct buf *raw = session_raw(t->session);
    return raw->len && memmem(raw->data, raw->len, text, strlen(text));
}

static bool do_expect_raw(struct test *t, char *const words[], size_t count)
{
    (void)count;
    if (!raw_holds(t, words[0]))
        buf_str(&t->why, "the program has not sent it");
    return raw_holds(t, words[0]);
}

static bool do_refuse_raw(struct test *t, char *const words[], size_t count)
{
    (void)count;
    if (raw_holds(t, words[0]))
        buf_str(&t->why, "the program has sent it");
    return !raw_holds(t, words[0]);
}

/* No strings to the terminal (title, clipboard, device control), no control character a
 * terminal description would not use, no 8-bit control character in its UTF-8 form. */
static bool do_expect_raw_clean(struct test *t, char *const words[], size_t count)
{
    (void)words;
    (void)count;
    const struct buf *raw = session_raw(t->session);
    const char *p = buf_text(raw);
    static const char reset_palette[] = "\x1b]104\a";
    for (size_t i = 0; i < raw->len; i++) {
        unsigned char c = (unsigned char)p[i], next = (unsigned char)p[i + 1];
        const char *what = NULL;
        if (!strncmp(p + i, reset_palette, sizeof reset_palette - 1))
            continue;
        if (c == 0x1b && next && strchr("]PX^_", next))
            what = "a string for the terminal";
        else if (c == 0x7f || (c < 0x20 && (!c || !strchr("\a\b\t\n\r\x0e\x0f\x1b", c))))
            what = "a control character";
        else if (c == 0xc2 && next >= 0x80 && next < 0xa0)
            what = "an 8-bit control character";
        if (what) {
            buf_fmt(&t->why, "byte %zu begins %s (%02x %02x)", i, what, c, next);
            return false;
        }
    }
    return true;
}

static bool do_cursor(struct test *t, char *const words[], size_t count)
{
    (void)count;
    int row, col;
    if (!read_number(words[0], 1, &row) || !read_number(words[1], 1, &col))
        return wrong(t, words[0], "row and column");
    struct grid_modes modes = grid_modes(t->grid);
    if (modes.row + 1 != row || modes.col + 1 != col)
        buf_fmt(&t->why, "it is at %d %d", modes.row + 1, modes.col + 1);
    return modes.row + 1 == row && modes.col + 1 == col;
}

static bool do_mode(struct test *t, char *const words[], size_t count)
{
    (void)count;
    struct grid_modes modes = grid_modes(t->grid);
    const struct {
        const char *name;
        bool on;
    } known[] = {
        {"altscreen", modes.altscreen},
        {"cursor", modes.cursor_shown},
        {"mouse", modes.mouse},
        {"cooked", session_tty_cooked(t->session)},
    };
    bool want = !strcmp(words[1], "on");
    if (!want && strcmp(words[1], "off") != 0)
        return wrong(t, words[1], "state (on, off)");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].name, words[0]) != 0)
            continue;
        if (known[i].on != want)
            buf_fmt(&t->why, "it is %s", want ? "off" : "on");
        return known[i].on == want;
    }
    return wrong(t, words[0], "mode (altscreen, cursor, mouse, cooked)");
}

/* `exit 3` or `exit HUP`. */
static bool do_exit(struct test *t, char *const words[], size_t count)
{
    (void)count;
    int status, number = read_signal(words[0]);
    if (!number && !read_number(words[0], 0, &status))
        return wrong(t, words[0], "status or signal");
    if (!wait_for(t, is_over, NULL, t->deadline))
        return false;
    wait_drain(t);
    t->ended_as_told = true;
    int value;
    enum session_state state = session_state(t->session, &value);
    bool same = number ? state == SESSION_KILLED && value == number
                       : state == SESSION_EXITED && value == status;
    if (!same)
        wait_say_state(t);
    return same;
}

static bool do_signal(struct test *t, char *const words[], size_t count)
{
    (void)count;
    int number = read_signal(words[0]);
    if (!number)
        return wrong(t, words[0], "signal");
    session_signal(t->session, number);
    return true;
}

static bool do_stopped(struct test *t, char *const words[], size_t count)
{
    (void)words;
    (void)count;
    return wait_for(t, is_stopped, NULL, t->deadline);
}

static bool do_hangup(struct test *t, char *const words[], size_t count)
{
    (void)words;
    (void)count;
    session_hangup(t->session);
    return true;
}

/* ---- the table ---- */

enum { MANY = 1000 };

static const struct step_kind kinds[] = {
    {"size", BEFORE_RUN, 1, 1, false, do_size},
    {"env", BEFORE_RUN, 1, MANY, false, do_env},
    {"limit", ANY_TIME, 1, 1, false, do_limit},
    {"deadline", ANY_TIME, 1, 1, false, do_deadline},
    {"call", ANY_TIME, 1, MANY, false, do_call},
    {"run", RUNS, 1, MANY, false, do_run},
    {"wait", AFTER_RUN, 1, 2, true, do_wait},
    {"wait-gone", AFTER_RUN, 1, 2, true, do_wait_gone},
    {"keys", AFTER_RUN, 1, 1, false, do_keys},
    {"send", AFTER_RUN, 1, 1, false, do_send},
    {"paste", AFTER_RUN, 1, 1, false, do_paste},
    {"settle", AFTER_RUN, 0, 1, false, do_settle},
    {"screen", AFTER_RUN, 1, 1, true, do_screen},
    {"attrs", AFTER_RUN, 1, 1, true, do_attrs},
    {"bytes", AFTER_RUN, 2, 2, true, do_bytes},
    {"bells", AFTER_RUN, 2, 2, true, do_bells},
    {"resize", AFTER_RUN, 1, 1, false, do_resize},
    {"expect", AFTER_RUN, 1, 1, true, do_expect},
    {"refuse", AFTER_RUN, 1, 1, true, do_refuse},
    {"expect-cell", AFTER_RUN, 3, 3, true, do_expect_cell},
    {"expect-attrs", AFTER_RUN, 3, 3, true, do_expect_attrs},
    {"expect-raw", AFTER_RUN, 1, 1, true, do_expect_raw},
    {"refuse-raw", AFTER_RUN, 1, 1, true, do_refuse_raw},
    {"expect-raw-clean", AFTER_RUN, 0, 0, true, do_expect_raw_clean},
    {"cursor", AFTER_RUN, 2, 2, true, do_cursor},
    {"mode", AFTER_RUN, 2, 2, true, do_mode},
    {"exit", AFTER_RUN, 1, 1, true, do_exit},
    {"signal", AFTER_RUN, 1, 1, false, do_signal},
    {"stopped", AFTER_RUN, 0, 0, true, do_stopped},
    {"hangup", AFTER_RUN, 0, 0, false, do_hangup},
};

static const struct step_kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i].name, name))
            return &kinds[i];
    return NULL;
}

const struct step_kind *step_check(const struct step *step, bool *running, struct buf *why)
{
    const struct step_kind *kind = find_kind(step->name);
    size_t count = step->words.count;
    if (!kind) {
        buf_str(why, "no such step");
    } else if (count < kind->least || count > kind->most) {
        buf_fmt(why, "takes %zu to %zu words, not %zu", kind->least, kind->most, count);
    } else if ((kind->when == AFTER_RUN) && !*running) {
        buf_str(why, "stands before `run`");
    } else if ((kind->when == BEFORE_RUN || kind->when == RUNS) && *running) {
        buf_str(why, "stands after `run`");
    } else if (count && !*step->words.items[0] && kind->compares) {
        buf_str(why, "an empty text is everywhere");
    } else {
        *running = *running || kind->when == RUNS;
        return kind;
    }
    return NULL;
}

bool step_do(struct test *t, const struct step *step)
{
    const struct step_kind *kind = find_kind(step->name);
    if (now_ms() >= t->end) {
        buf_str(&t->why, "the test's time is over");
        return false;
    }
    if (kind->compares && t->session)
        session_pump(t->session, 0);
    t->checked = t->checked || kind->compares;
    return kind->run(t, step->words.items, step->words.count);
}
