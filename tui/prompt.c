/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prompt: readline edits the line through its callback interface and owns nothing else: it
 * gets its bytes one by one, writes to nowhere, and neither signals nor terminal modes nor the
 * environment are its business. The line is painted here. */
#include "prompt.h"
#include "history.h"

#include "base/decimal.h"
#include "base/text.h"
#include "term/terminfo.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#define ESCAPE 27
#define MOST_SHOWN 8       /* lines of the completion list */
#define MOST_FOUND 200     /* completions asked for */
#define LONGEST_LINE 65536 /* bytes; what is pasted beyond is dropped */

struct completions {
    struct arena arena;
    struct filter_completion *item;
    size_t count, chosen, from;
    bool open, cycling;
};

struct prompt {
    struct app *app;
    const struct prompt_kind *kind;
    struct completions completions;
    struct error fault; /* text empty: none */
    char *line;         /* accepted by readline, to be judged */
    bool done, left;
    bool nothing; /* that fits, at the last Tab */
    bool pasting;
    char sequence[8]; /* an escape sequence so far, while it could be a paste mark */
    size_t sequence_len;
    struct buffer paste;
};

/* readline's callbacks carry no data: the one prompt that runs. */
static struct prompt *running;
static int next_byte = EOF;

static int give_byte(FILE *f)
{
    (void)f;
    int b = next_byte;

    next_byte = EOF;
    return b;
}

/* Without it readline would look for typed-ahead bytes behind our back. */
static int byte_available(void)
{
    return next_byte != EOF;
}

static void paint_nothing(void)
{
}

static void show_nothing(char **matches, int count, int longest)
{
    (void)matches;
    (void)count;
    (void)longest;
}

static char *complete_nothing(const char *text, int state)
{
    (void)text;
    (void)state;
    return NULL;
}

static void take_line(char *line)
{
    free(running->line);
    running->line = line;
    running->done = true;
    running->left = !line;
}

/* ---- completion */

static void drop_completions(struct completions *c)
{
    arena_free(&c->arena);
    *c = (struct completions){0};
}

/* Replaces what stands from the beginning of the completed word to the cursor. */
static void replace_word(struct prompt *p, const char *text, size_t len)
{
    char *copy = strndup(text, len);

    if (copy) {
        rl_begin_undo_group();
        rl_delete_text((int)p->completions.from, rl_point);
        rl_point = (int)p->completions.from;
        rl_insert_text(copy);
        rl_end_undo_group();
    }
    free(copy);
}

/* Bytes that all completions begin with, whole characters alone. */
static size_t common_start(const struct completions *c)
{
    size_t len = strlen(c->item[0].text);

    for (size_t i = 1; i < c->count; i++) {
        size_t same = 0;
        while (same < len && c->item[i].text[same] == c->item[0].text[same]) {
            same++;
        }
        len = same;
    }
    while (len > 0 && ((unsigned char)c->item[0].text[len] & 0xC0) == 0x80) {
        len--;
    }
    return len;
}

static void find_completions(struct prompt *p)
{
    struct completions *c = &p->completions;
    struct error e = {0};

    drop_completions(c);
    if (p->kind->complete &&
        p->kind->complete(p->app, rl_line_buffer, (size_t)rl_point, MOST_FOUND, &c->arena,
                          &c->from, &c->item, &c->count, &e) != STATUS_OK) {
        p->fault = e;
        drop_completions(c);
    }
}

/* Tab: the first one extends what is common and shows the list, the next ones go through it;
 * where nothing can be extended, the first one takes the best. */
static int complete(int step)
{
    struct prompt *p = running;
    struct completions *c = &p->completions;

    if (!c->open) {
        find_completions(p);
        if (!c->count) {
            p->nothing = !p->fault.text[0];
            return 0;
        }
        c->open = true;
        size_t typed = (size_t)rl_point - c->from, common = common_start(c);
        if (c->count == 1) {
            replace_word(p, c->item[0].text, strlen(c->item[0].text));
            drop_completions(c);
            return 0;
        }
        if (common > typed) {
            replace_word(p, c->item[0].text, common);
            return 0;
        }
    }
    if (!c->cycling) {
        c->cycling = true;
        c->chosen = step > 0 ? 0 : c->count - 1;
    } else {
        c->chosen = (c->chosen + (step > 0 ? 1 : c->count - 1)) % c->count;
    }
    replace_word(p, c->item[c->chosen].text, strlen(c->item[c->chosen].text));
    return 0;
}

static int complete_next(int count, int key)
{
    (void)count;
    (void)key;
    return complete(1);
}

static int complete_previous(int count, int key)
{
    (void)count;
    (void)key;
    return complete(-1);
}

/* ---- readline, once */

static void bind_keys(void)
{
    Keymap maps[] = {emacs_standard_keymap, vi_insertion_keymap};

    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        rl_bind_key_in_map('\t', complete_next, maps[i]);
        rl_bind_keyseq_in_map("\\e[Z", complete_previous, maps[i]);
        rl_bind_keyseq_in_map("\\e[3~", rl_delete, maps[i]);
    }
}

static bool start_readline(void)
{
    static bool started;

    if (started) {
        return true;
    }
    FILE *in = fopen("/dev/null", "re"), *out = fopen("/dev/null", "we");
    if (!in || !out) {
        return false;
    }
    /* readline sets up terminfo for itself; curses wants its own back. */
    void *ours = terminfo_current();
    rl_readline_name = "saisie";
    rl_instream = in;
    rl_outstream = out;
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_change_environment = 0;
    rl_prep_term_function = NULL;
    rl_deprep_term_function = NULL;
    rl_getc_function = give_byte;
    rl_input_available_hook = byte_available;
    rl_redisplay_function = paint_nothing;
    rl_completion_display_matches_hook = show_nothing;
    rl_completion_entry_function = complete_nothing;
    rl_completion_query_items = -1;
    rl_initialize();
    terminfo_restore(ours);
    rl_variable_bind("show-mode-in-prompt", "off");
    rl_variable_bind("enable-bracketed-paste", "off");
    rl_variable_bind("blink-matching-paren", "off");
    rl_variable_bind("bell-style", "none");
    rl_variable_bind("history-preserve-point", "off");
    rl_variable_bind("mark-modified-lines", "off");
    bind_keys();
    started = true;
    return true;
}

/* ---- feeding keys */

static void feed_byte(int byte)
{
    next_byte = byte;
    rl_callback_read_char();
    next_byte = EOF;
}

static void feed_text(const char *text)
{
    for (; *text; text++) {
        feed_byte((unsigned char)*text);
    }
}

/* Keys that curses has put together, taken apart again for readline. */
static void feed_curses_key(int key)
{
    static const struct {
        int key;
        const char *bytes;
    } table[] = {
        {KEY_LEFT, "\002"},  {KEY_RIGHT, "\006"},  {KEY_UP, "\020"},
        {KEY_DOWN, "\016"},  {KEY_HOME, "\001"},   {KEY_END, "\005"},
        {KEY_DC, "\033[3~"}, {KEY_BTAB, "\033[Z"}, {KEY_BACKSPACE, "\177"},
        {KEY_ENTER, "\r"},   {KEY_SLEFT, "\033b"}, {KEY_SRIGHT, "\033f"},
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].key == key) {
            feed_text(table[i].bytes);
            return;
        }
    }
    /* Control with an arrow is an extension of terminfo and has a name, not a number. */
    const char *name = keyname(key);
    if (name && strcmp(name, "kLFT5") == 0) {
        feed_text("\033b");
    } else if (name && strcmp(name, "kRIT5") == 0) {
        feed_text("\033f");
    }
}

/* What was pasted goes in as one piece: line ends, tabs and controls are blanks there. */
static void end_paste(struct prompt *p)
{
    p->pasting = false;
    for (size_t i = 0; i < p->paste.len; i++) {
        unsigned char b = (unsigned char)p->paste.data[i];
        if (b < 0x20 || b == 0x7F) {
            p->paste.data[i] = ' ';
        }
    }
    if (p->paste.len && !p->paste.failed) {
        rl_insert_text(p->paste.data);
    }
    buffer_clear(&p->paste);
}

static void paste_byte(struct prompt *p, int byte)
{
    static const char mark[] = "\033[201~";

    if (p->paste.len + (size_t)rl_end >= LONGEST_LINE && byte != mark[p->sequence_len]) {
        p->sequence_len = 0;
        return;
    }
    if (byte == mark[p->sequence_len]) {
        if (!mark[++p->sequence_len]) {
            p->sequence_len = 0;
            end_paste(p);
        }
        return;
    }
    buffer_add(&p->paste, mark, p->sequence_len);
    p->sequence_len = byte == mark[0];
    if (!p->sequence_len) {
        buffer_addc(&p->paste, (char)byte);
    }
}

/* A byte outside of a paste. The mark of a paste is held back while it may become one. */
static void typed_byte(struct prompt *p, int byte)
{
    static const char mark[] = "\033[200~";

    if (byte == mark[p->sequence_len]) {
        p->sequence[p->sequence_len++] = (char)byte;
        if (!mark[p->sequence_len]) {
            p->sequence_len = 0;
            p->pasting = true;
        }
        return;
    }
    size_t held = p->sequence_len;
    p->sequence_len = 0;
    for (size_t i = 0; i < held && !p->done; i++) {
        feed_byte((unsigned char)p->sequence[i]);
    }
    if (byte == mark[0]) {
        p->sequence[p->sequence_len++] = (char)byte;
    } else if (!p->done) {
        feed_byte(byte);
    }
}

/* In vi mode an Esc with nothing behind it is a command of its own and must not wait. */
static void flush_escape(struct prompt *p)
{
    if (p->sequence_len == 1 && rl_editing_mode == 0 && !term_has_keys(p->app->term)) {
        p->sequence_len = 0;
        feed_byte(ESCAPE);
    }
}

/* Esc alone leaves, unless the user edits the vi way, where it means something. */
static bool is_lone_escape(struct prompt *p, int key)
{
    return key == ESCAPE && !p->pasting && rl_editing_mode != 0 && !term_has_keys(p->app->term);
}

static void take_key(struct prompt *p, int key)
{
    bool searching = RL_ISSTATE(RL_STATE_ISEARCH); /* C-g then ends the search alone */
    if (!p->pasting &&
        (key == APP_INTERRUPT || (key == CTRL('g') && !searching) || is_lone_escape(p, key))) {
        p->left = p->done = true;
        return;
    }
    if (!p->pasting && key != '\t' && key != KEY_BTAB) {
        drop_completions(&p->completions);
    }
    p->fault.text[0] = '\0';
    p->nothing = false;
    if (!p->pasting && rl_end == 0 &&
        (key == KEY_BACKSPACE || key == 127 || key == CTRL('h'))) {
        p->left = p->done = true; /* nothing left to take back but the prompt itself */
    } else if (key > 0xFF) {
        if (!p->pasting) {
            feed_curses_key(key);
        }
    } else if (p->pasting) {
        paste_byte(p, key);
    } else {
        typed_byte(p, key);
        flush_escape(p);
    }
}

/* ---- painting */

/* Offset of the first byte to show, so that the cursor is in sight with a third of the room
 * behind it. */
static size_t first_shown(struct canvas *c, const char *line, size_t point, int room)
{
    size_t from = 0, back = (size_t)room * 4;

    if (point > back) {
        from = point - back;
        while (from < point && ((unsigned char)line[from] & 0xC0) == 0x80) {
            from++;
        }
    }
    char *head = strndup(line + from, point - from);
    int width = head ? canvas_width(c, head) : 0;
    size_t at = 0;
    if (from > 0 || width >= room) {
        while (head && head[at] && width > room * 2 / 3) {
            int32_t ch;
            at += text_decode(head + at, strlen(head + at), &ch);
            width = canvas_width(c, head + at);
        }
    }
    free(head);
    return from + at;
}

static int columns_between(struct canvas *c, const char *line, size_t from, size_t to)
{
    if (to <= from) {
        return 0;
    }
    char *part = strndup(line + from, to - from);
    int width = part ? canvas_width(c, part) : 0;
    free(part);
    return width;
}

/* Under the line: ^^^ at the fault, and what it is below. */
static void paint_fault(struct prompt *p, struct canvas *c, int row, int col, size_t from)
{
    const struct error *e = &p->fault;
    size_t end = (size_t)rl_end, at = e->at < end ? e->at : end;
    size_t behind = at + e->length < end ? at + e->length : end;
    int start = col + columns_between(c, rl_line_buffer, from, at);
    int width = columns_between(c, rl_line_buffer, at > from ? at : from, behind);
    char marks[256];

    width = width < 1 ? 1 : width > (int)sizeof marks - 1 ? (int)sizeof marks - 1 : width;
    memset(marks, '^', (size_t)width);
    marks[width] = '\0';
    canvas_printf(c, row, start, ROLE_ERROR, "%s", marks);
    canvas_printf(c, row + 1, 1, ROLE_ERROR, "%s%s%s", e->text, e->way_out[0] ? "; " : "",
                  e->way_out);
}

static void paint_completions(struct prompt *p, struct canvas *c, int below)
{
    const struct completions *m = &p->completions;
    size_t room = (size_t)(below - 2 < MOST_SHOWN ? below - 2 : MOST_SHOWN);
    size_t shown = m->count < room ? m->count : room;
    size_t top = m->cycling && m->chosen >= shown ? m->chosen - shown + 1 : 0;
    int first = below - (int)shown - 1;

    if (!m->open || !shown) {
        return;
    }
    canvas_rule(c, first);
    if (m->count > shown) {
        canvas_printf(c, first, 2, ROLE_DIM, " %zu%s fit ", m->count,
                      m->count == MOST_FOUND ? " and more" : "");
    }
    for (size_t i = 0; i < shown; i++) {
        const struct filter_completion *f = &m->item[top + i];
        int row = first + 1 + (int)i;
        bool here = m->cycling && top + i == m->chosen;
        char count[64] = "";
        if (f->count) {
            fixed_format((int128)f->count, 0, 0, ',', count);
        }
        canvas_text(c, row, 0, 2, ROLE_CURSOR, here ? canvas_glyph(c, GLYPH_CURSOR) : "");
        canvas_text(c, row, 2, c->cols - 14, here ? ROLE_MATCH : ROLE_TEXT,
                    f->label ? f->label : f->text);
        canvas_right(c, row, c->cols - 12, 11, ROLE_NUMBER, count);
        canvas_text(c, row, c->cols - 1, 1, ROLE_TEXT, "");
    }
}

/* Examples whole or not at all. */
static void paint_examples(const struct prompt *p, struct canvas *c, int row)
{
    int col = 1;

    for (const char *const *e = p->kind->examples; e && *e; e++) {
        const char *lead = e == p->kind->examples ? "for example  " : "  ";
        if (col + canvas_width(c, lead) + canvas_width(c, *e) >= c->cols) {
            break;
        }
        col += canvas_printf(c, row, col, ROLE_DIM, "%s", lead);
        col += canvas_printf(c, row, col, ROLE_DIM, "%s", *e);
    }
}

static void paint(void *data, struct canvas *c)
{
    struct prompt *p = data;
    int row = c->rows - 3, marked = canvas_width(c, p->kind->mark);
    int room = c->cols - marked - 1;
    size_t from = first_shown(c, rl_line_buffer, (size_t)rl_point, room);

    for (int i = row; i < c->rows; i++) {
        canvas_blank(c, i);
    }
    canvas_text(c, row, 0, marked, ROLE_PROMPT, p->kind->mark);
    canvas_text(c, row, marked, room, ROLE_PROMPT, rl_line_buffer + from);
    if (p->fault.text[0]) {
        paint_fault(p, c, row + 1, marked, from);
    } else {
        bool searching = RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NUMERICARG);
        paint_examples(p, c, row + 1);
        canvas_text(c, row + 2, 1, c->cols - 1,
                    p->nothing || searching ? ROLE_NOTICE : ROLE_KEY_HELP,
                    p->nothing  ? "nothing that is known fits here"
                    : searching ? rl_display_prompt
                                : p->kind->hint);
    }
    paint_completions(p, c, row);
    canvas_focus(c, row, marked + columns_between(c, rl_line_buffer, from, (size_t)rl_point));
}

/* ---- the whole */

static void set_line(const char *text, size_t point)
{
    rl_replace_line(text, 1);
    rl_point = (int)(point < (size_t)rl_end ? point : (size_t)rl_end);
}

/* The line that readline took: done, or back into the prompt with the fault marked. */
static bool judge(struct prompt *p)
{
    struct error e = {0};

    p->done = false;
    if (p->kind->accept(p->app, p->line, &e)) {
        return true;
    }
    if (!e.text[0]) {
        /* Told where messages stand, which the prompt covers. */
        const char *told = p->app->notice_is_error ? p->app->notice : "";
        error_set(&e, STATUS_FAILED, "%s", *told ? told : "that did not work");
        p->app->notice[0] = '\0';
    }
    p->fault = e;
    set_line(p->line, e.at + e.length);
    history_load(p->kind->name);
    return false;
}

bool prompt_run(struct app *a, const struct prompt_kind *kind, const char *initial)
{
    struct prompt p = {.app = a, .kind = kind};
    struct overlay o = {.paint = paint, .data = &p};
    int key;
    bool accepted = false;

    if (!start_readline()) {
        app_notice(a, "the prompt cannot be opened");
        return false;
    }
    running = &p;
    a->prompt_data = kind->data;
    rl_callback_handler_install("", take_line);
    history_load(kind->name);
    set_line(initial, strlen(initial));
    term_paste_mode(a->term, true);
    app_push_overlay(a, &o);
    while (!accepted && !p.left && (key = app_key(a)) >= 0) {
        take_key(&p, key);
        if (p.done && !p.left) {
            accepted = judge(&p);
        }
    }
    app_pop_overlay(a);
    if (!a->ending) {
        term_paste_mode(a->term, false);
    }
    rl_callback_sigcleanup(); /* a search or a count that was under way */
    rl_callback_handler_remove();
    if (accepted) {
        history_keep(kind->name, p.line);
    }
    running = NULL;
    a->prompt_data = NULL;
    free(p.line);
    buffer_free(&p.paste);
    drop_completions(&p.completions);
    return accepted;
}
