/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal session: ncurses opened by hand so that size, signals, suspension and a vanished
 * terminal stay in the program's own hands. */
#include "term/term.h"
#include "term/terminfo.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define ESCAPE_DELAY 25 /* ms; curses' own 1000 make Esc feel dead */
#define EMPTY_READS 3   /* readable without a key, in a row: the terminal is gone */

struct term {
    SCREEN *screen;
    FILE *in; /* /dev/tty where standard input is no terminal, else NULL */
    int in_fd, out_fd;
    int *key; /* queue: key[at] .. key[count - 1] */
    size_t at, count, capacity;
    int empty_reads;
    int colours;
    bool utf8, blocks, brackets, lost;
    struct sigaction old[5];
};

/* Set by handlers, read by term_wait; the pipe wakes its poll. */
static volatile sig_atomic_t signal_seen[NSIG];
static int signal_pipe[2] = {-1, -1};

static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH};
#define WATCHED (sizeof watched / sizeof *watched)

static void on_signal(int number)
{
    int saved = errno;

    signal_seen[number] = 1;
    /* A full pipe wakes as well as a fresh byte does. */
    if (write(signal_pipe[1], "", 1) < 0) {
        errno = saved;
    }
    errno = saved;
}

static bool take_signal(int number)
{
    bool seen = signal_seen[number] != 0;

    signal_seen[number] = 0;
    return seen;
}

/* ---- a program that dies of its own fault still gives the terminal back usable */

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
static char restore_text[128]; /* written before anything can go wrong, only read after */
static struct termios restore_modes;

static void on_fatal(int number)
{
    size_t len = strlen(restore_text);

    if (write(STDOUT_FILENO, restore_text, len) == (ssize_t)len) {
        tcsetattr(STDOUT_FILENO, TCSANOW, &restore_modes);
    }
    raise(number); /* SA_RESETHAND: now with its own effect */
}

/* Looks up what leaves the screen; without sanitizers alone, which report such faults. */
static void watch_fatal(void)
{
    static const char *const names[] = {"rmcup", "cnorm", "sgr0", "rmkx"};
    struct sigaction action = {.sa_handler = on_fatal, .sa_flags = (int)SA_RESETHAND};

    if (SANITIZED) {
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *text = terminfo_text(names[i]);
        size_t len = strlen(restore_text);
        /* Padding marks of old terminals are no text. */
        if (text && !strstr(text, "$<")) {
            snprintf(restore_text + len, sizeof restore_text - len, "%s", text);
        }
    }
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
        sigaction(fatal[i], &action, NULL);
    }
}

static void watch_signals(struct term *t)
{
    struct sigaction action = {.sa_handler = on_signal};

    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < WATCHED; i++) {
        sigaction(watched[i], &action, &t->old[i]);
    }
}

/* What the locale says of characters. A UTF-8 locale that is named but not installed is taken
 * at its word: C.UTF-8 always exists. */
static bool set_locale(void)
{
    if (!setlocale(LC_ALL, "")) {
        const char *name = getenv("LC_ALL");
        if (!name || !*name) {
            name = getenv("LC_CTYPE");
        }
        if (!name || !*name) {
            name = getenv("LANG");
        }
        if (name && (strcasestr(name, "utf-8") || strcasestr(name, "utf8"))) {
            setlocale(LC_CTYPE, "C.UTF-8");
        }
    }
    setlocale(LC_NUMERIC, "C");
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* Terminals whose type says that they show no blocks, rules or arrows of Unicode, whatever the
 * locale. */
static bool shows_blocks(const char *type)
{
    static const char *const plain[] = {"vt52",   "vt1",    "vt2",  "linux", "ansi",
                                        "pcansi", "cons25", "wsvt", "sun",   "cygwin"};

    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (strncmp(type, plain[i], strlen(plain[i])) == 0) {
            return false;
        }
    }
    return true;
}

static bool takes_brackets(const char *type)
{
    static const char *const known[] = {"xterm",   "screen",    "tmux", "rxvt",  "putty", "vte",
                                        "konsole", "alacritty", "foot", "gnome", "st-"};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strncmp(type, known[i], strlen(known[i])) == 0) {
            return true;
        }
    }
    return false;
}

static enum status refuse(struct error *e, const char *why)
{
    error_set(e, STATUS_FAILED, "%s", why);
    return error_way_out(e, "the same answers without a screen: saisie list, facets, pivot, "
                            "trend, info (saisie --help)");
}

static enum status open_ends(struct term *t, struct error *e)
{
    t->out_fd = STDOUT_FILENO;
    t->in_fd = STDIN_FILENO;
    if (!isatty(STDOUT_FILENO)) {
        return refuse(e, "standard output is no terminal, so the panes cannot open");
    }
    if (!isatty(STDIN_FILENO)) {
        t->in = fopen("/dev/tty", "re");
        if (!t->in) {
            return refuse(e, "there is no terminal to read keys from");
        }
        t->in_fd = fileno(t->in);
    }
    return STATUS_OK;
}

static void set_modes(struct term *t)
{
    cbreak();
    noecho();
    nonl();
    set_escdelay(ESCAPE_DELAY);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    idlok(stdscr, TRUE);
    leaveok(stdscr, FALSE);
    curs_set(1);

    const char *no_colour = getenv("NO_COLOR");
    if (has_colors() && !(no_colour && *no_colour) && start_color() == OK) {
        use_default_colors();
        t->colours = COLORS;
    }
}

enum status term_open(struct term **out, struct error *e)
{
    const char *type = getenv("TERM");
    struct term *t = calloc(1, sizeof *t);

    *out = NULL;
    if (!t) {
        return error_no_memory(e);
    }
    enum status s = open_ends(t, e);
    if (s == STATUS_OK && (!type || !*type || strcmp(type, "dumb") == 0)) {
        s = refuse(e, "this terminal cannot place text (TERM is dumb or not set)");
    }
    if (s == STATUS_OK && pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) {
        s = error_set(e, STATUS_FAILED, "cannot open a pipe: %s", strerror(errno));
    }
    if (s == STATUS_OK) {
        t->utf8 = set_locale();
        t->blocks = t->utf8 && shows_blocks(type);
        t->brackets = takes_brackets(type);
        /* In the environment they would pin the size through every resize. */
        unsetenv("LINES");
        unsetenv("COLUMNS");
        tcgetattr(STDOUT_FILENO, &restore_modes);
        t->screen = newterm(NULL, stdout, t->in ? t->in : stdin);
        if (!t->screen) {
            error_set(e, STATUS_FAILED, "this machine does not know the terminal type %s",
                      type);
            s = error_way_out(e, "try TERM=xterm saisie, or TERM=vt100 saisie");
        }
    }
    if (s != STATUS_OK) {
        term_close(&t);
        return s;
    }
    watch_signals(t);
    watch_fatal();
    set_modes(t);
    *out = t;
    return STATUS_OK;
}

void term_close(struct term **term)
{
    struct term *t = *term;

    if (!t) {
        return;
    }
    if (t->screen) {
        term_paste_mode(t, false);
        endwin();
        for (size_t i = 0; i < WATCHED; i++) {
            /* The hang-up of a terminal that is gone may still be on its way: it must not
             * turn the exit status into a death by signal. */
            if (!(t->lost && watched[i] == SIGHUP)) {
                sigaction(watched[i], &t->old[i], NULL);
            }
        }
        for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
            signal(fatal[i], SIG_DFL);
        }
        delscreen(t->screen);
    }
    /* on_signal may still run, and finds no pipe then: write(2) fails, as it may. */
    for (size_t i = 0; i < 2; i++) {
        if (signal_pipe[i] >= 0) {
            close(signal_pipe[i]);
            signal_pipe[i] = -1;
        }
    }
    if (t->in) {
        fclose(t->in);
    }
    free(t->key);
    free(t);
    *term = NULL;
}

static void push(struct term *t, int key)
{
    if (t->count == t->capacity) {
        size_t capacity = t->capacity ? 2 * t->capacity : 256;
        int *grown = realloc(t->key, capacity * sizeof *grown);
        if (!grown) {
            return;
        }
        t->key = grown;
        t->capacity = capacity;
    }
    t->key[t->count++] = key;
}

/* Takes in all keys that are there; false: the terminal said it had some and had none, again
 * and again. */
static bool drain(struct term *t, bool readable, unsigned *events)
{
    int key;
    bool any = false;

    while ((key = getch()) != ERR) {
        any = true;
        if (key == KEY_RESIZE) {
            *events |= TERM_RESIZED;
        } else {
            push(t, key);
            *events |= TERM_KEYS;
        }
    }
    t->empty_reads = any || !readable ? 0 : t->empty_reads + 1;
    return t->empty_reads < EMPTY_READS;
}

/* Ctrl-Z: gives the terminal back, stops, and takes it again. By hand and outside of the
 * handler, where curses may be called. */
static void suspend(void)
{
    endwin();
    raise(SIGSTOP);
    take_signal(SIGWINCH);
}

static void measure(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0 &&
        is_term_resized(size.ws_row, size.ws_col)) {
        resizeterm(size.ws_row, size.ws_col);
    }
    clearok(curscr, TRUE);
}

static unsigned take_signals(void)
{
    unsigned events = 0;
    char bytes[64];

    while (read(signal_pipe[0], bytes, sizeof bytes) > 0) {
    }
    if (take_signal(SIGHUP)) {
        return TERM_LOST;
    }
    if (take_signal(SIGTERM)) {
        return TERM_ENDED;
    }
    if (take_signal(SIGINT)) {
        events |= TERM_INTERRUPT;
    }
    if (take_signal(SIGTSTP)) {
        suspend();
        events |= TERM_RESIZED;
    }
    if (take_signal(SIGWINCH)) {
        events |= TERM_RESIZED;
    }
    return events;
}

static unsigned lose(struct term *t)
{
    t->lost = true;
    return TERM_LOST;
}

bool term_interrupted(struct term *t)
{
    (void)t;
    return take_signal(SIGINT);
}

unsigned term_wait(struct term *t, int milliseconds)
{
    unsigned events = 0;

    while (!events) {
        struct pollfd fds[2] = {{.fd = t->in_fd, .events = POLLIN},
                                {.fd = signal_pipe[0], .events = POLLIN}};
        int ready = poll(fds, 2, milliseconds);
        if (ready < 0 && errno != EINTR) {
            return lose(t);
        }
        if (ready == 0) {
            return 0;
        }
        if (ready < 0) {
            fds[0].revents = 0;
        }
        events |= take_signals();
        if (events & (TERM_LOST | TERM_ENDED)) {
            t->lost = events & TERM_LOST;
            return events;
        }
        if (fds[0].revents && !drain(t, true, &events)) {
            return lose(t);
        }
        if ((fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) && !(events & TERM_KEYS)) {
            return lose(t);
        }
    }
    if (events & TERM_RESIZED) {
        measure();
        /* resizeterm leaves a KEY_RESIZE behind that tells nothing new. */
        unsigned more = 0;
        drain(t, false, &more);
        events |= more;
    }
    return events;
}

int term_key(struct term *t)
{
    if (t->at == t->count) {
        t->at = t->count = 0;
        return -1;
    }
    return t->key[t->at++];
}

bool term_has_keys(const struct term *t)
{
    return t->at < t->count;
}

bool term_waits(const struct term *t)
{
    struct pollfd fds[2] = {{.fd = t->in_fd, .events = POLLIN},
                            {.fd = signal_pipe[0], .events = POLLIN}};

    return term_has_keys(t) || poll(fds, 2, 0) > 0;
}

bool term_leaves(const struct term *t)
{
    (void)t;
    return signal_seen[SIGHUP] || signal_seen[SIGTERM];
}

void term_flush(struct term *t, int row, int col)
{
    (void)t;
    move(row, col);
    wnoutrefresh(stdscr);
    doupdate();
}

void term_size(const struct term *t, int *rows, int *cols)
{
    (void)t;
    getmaxyx(stdscr, *rows, *cols);
}

void term_redraw(struct term *t)
{
    (void)t;
    clearok(curscr, TRUE);
}

void term_send(struct term *t, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(t->out_fd, bytes, len);
        if (n < 0 && errno != EINTR && errno != EAGAIN) {
            return;
        }
        bytes += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
}

void term_paste_mode(struct term *t, bool on)
{
    if (!t->brackets) {
        return;
    }
    const char *text = on ? "\033[?2004h" : "\033[?2004l";
    term_send(t, text, strlen(text));
}

int term_colours(const struct term *t)
{
    return t->colours;
}

bool term_utf8(const struct term *t)
{
    return t->utf8;
}

bool term_blocks(const struct term *t)
{
    return t->blocks;
}
