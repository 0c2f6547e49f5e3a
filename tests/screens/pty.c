/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the program on a pseudo terminal.
 *
 * Between the runner and the program stands a keeper, which does what a shell does: it leads
 * the session, puts the program in a process group of its own, passes a hangup on, and tells of
 * stops and ends. Without it the program's group would be an orphaned one, and the kernel drops
 * SIGTSTP for those: no test could suspend the program. */
#include "pty.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

struct session {
    struct grid *grid;
    struct buf raw;
    int master; /* -1 after a hangup */
    int news;   /* what the keeper tells */
    pid_t keeper;
    pid_t program; /* also its process group; 0 until the keeper has told */
    enum session_state state;
    int value;
    char tty[64];
};

/* What the keeper tells: the pid first, then changes of state. */
struct news {
    pid_t program;
    enum session_state state;
    int value;
};

/* One pump takes no more than this: a program that never stops sending must not keep its caller
 * from looking at the clock. */
enum { SEND_MS = 10000, TAKE_MOST = 32768 };

int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the keeper ---- */

_Noreturn static void become_program(char *const argv[], char *const envp[], const char *cwd)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);
    /* The keeper gives us the terminal too: whoever comes first. SIGTTOU is blocked. */
    tcsetpgrp(0, getpid());
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (chdir(cwd))
        dprintf(2, "can't enter %s: %s\n", cwd, strerror(errno));
    else
        execvpe(argv[0], argv, envp);
    dprintf(2, "can't start %s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

static void tell(int news, pid_t program, enum session_state state, int value)
{
    struct news item = {.program = program, .state = state, .value = value};
    if (write(news, &item, sizeof item) != (ssize_t)sizeof item)
        _exit(1);
}

/* Tells of every change of state; true when the program has ended. It stays a zombie, so that
 * its number can't come to mean another process group while the runner may still send signals.
 */
static bool tell_changes(int news, pid_t program)
{
    siginfo_t info = {0};
    while (!waitid(P_PID, (id_t)program, &info, WSTOPPED | WCONTINUED | WNOHANG) &&
           info.si_pid) {
        bool stopped = info.si_code == CLD_STOPPED;
        tell(news, program, stopped ? SESSION_STOPPED : SESSION_RUNNING, info.si_status);
        info.si_pid = 0;
    }
    info.si_pid = 0;
    if (waitid(P_PID, (id_t)program, &info, WEXITED | WNOHANG | WNOWAIT) || !info.si_pid)
        return false;
    bool exited = info.si_code == CLD_EXITED;
    tell(news, program, exited ? SESSION_EXITED : SESSION_KILLED, info.si_status);
    return true;
}

_Noreturn static void keep(int slave, int news, char *const argv[], char *const envp[],
                           const char *cwd)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGTTOU);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGCHLD, SIG_DFL);
    if (setsid() < 0 || ioctl(slave, TIOCSCTTY, 0) < 0)
        _exit(1);
    for (int fd = 0; fd < 3; fd++)
        dup2(slave, fd);
    if (slave > 2)
        close(slave);
    pid_t program = fork();
    if (program < 0)
        _exit(1);
    if (!program)
        become_program(argv, envp, cwd);
    setpgid(program, program);
    tcsetpgrp(0, program);
    tell(news, program, SESSION_RUNNING, 0);
    /* A shell with a lost connection lets go of the terminal too; ours must not keep it open.
     */
    for (int fd = 0; fd < 3; fd++)
        close(fd);
    while (!tell_changes(news, program)) {
        int number = sigwaitinfo(&set, NULL);
        if (number == SIGHUP) {
            kill(-program, SIGHUP);
            kill(-program, SIGCONT);
        }
    }
    for (;;)
        pause();
}

/* ---- the runner's side ---- */

static void take_news(struct session *s)
{
    struct news item;
    while (s->news >= 0) {
        ssize_t n = read(s->news, &item, sizeof item);
        if (n == (ssize_t)sizeof item) {
            s->program = item.program;
            s->state = item.state;
            s->value = item.value;
        } else if (n < 0 && errno == EINTR) {
            continue;
        } else {
            if (n == 0) { /* the keeper is gone: only by its own failure */
                close(s->news);
                s->news = -1;
                s->state = SESSION_EXITED;
                s->value = 126;
            }
            return;
        }
    }
}

struct session *session_start(struct grid *grid, char *const argv[], char *const envp[],
                              const char *cwd)
{
    struct winsize size = {.ws_row = (unsigned short)grid_rows(grid),
                           .ws_col = (unsigned short)grid_cols(grid)};
    int pipes[2];
    if (pipe2(pipes, O_CLOEXEC) < 0)
        return NULL;
    struct session *s = calloc(1, sizeof *s);
    int slave = -1;
    if (!s || openpty(&s->master, &slave, s->tty, NULL, &size) < 0) {
        free(s);
        close(pipes[0]);
        close(pipes[1]);
        return NULL;
    }
    fcntl(s->master, F_SETFD, FD_CLOEXEC);
    fcntl(s->master, F_SETFL, O_NONBLOCK);
    struct termios modes;
    if (!tcgetattr(slave, &modes)) {
        modes.c_iflag |= IUTF8;
        tcsetattr(slave, TCSANOW, &modes);
    }
    s->grid = grid;
    s->news = pipes[0];
    s->keeper = fork();
    if (!s->keeper) {
        close(s->master);
        keep(slave, pipes[1], argv, envp, cwd);
    }
    close(slave);
    close(pipes[1]);
    if (s->keeper < 0) {
        session_end(&s);
        return NULL;
    }
    struct pollfd first = {.fd = s->news, .events = POLLIN};
    poll(&first, 1, SEND_MS);
    fcntl(s->news, F_SETFL, O_NONBLOCK);
    take_news(s);
    return s;
}

void session_end(struct session **session)
{
    struct session *s = *session;
    if (!s)
        return;
    if (s->program > 0)
        kill(-s->program, SIGKILL);
    if (s->keeper > 0) {
        kill(s->keeper, SIGKILL);
        while (waitpid(s->keeper, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    if (s->master >= 0)
        close(s->master);
    if (s->news >= 0)
        close(s->news);
    buf_free(&s->raw);
    free(s);
    *session = NULL;
}

static size_t take_output(struct session *s)
{
    char bytes[16384];
    size_t total = 0;
    while (s->master >= 0 && total < TAKE_MOST) {
        ssize_t n = read(s->master, bytes, sizeof bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) /* nothing now, or nobody has the terminal open */
            break;
        buf_add(&s->raw, bytes, (size_t)n);
        grid_feed(s->grid, bytes, (size_t)n);
        total += (size_t)n;
    }
    struct buf *answers = grid_answers(s->grid);
    if (answers->len && s->master >= 0 &&
        write(s->master, buf_text(answers), answers->len) != (ssize_t)answers->len)
        fputs("screens: an answer of the terminal was not taken\n", stderr);
    buf_cut(answers, 0);
    return total;
}

size_t session_pump(struct session *s, int ms)
{
    struct pollfd ends[] = {{.fd = s->news, .events = POLLIN},
                            {.fd = s->master, .events = POLLIN}};
    if (ms > 0 && poll(ends, 2, ms) > 0 && (ends[1].revents & POLLHUP) &&
        !(ends[1].revents & POLLIN)) {
        /* No end of the terminal is open just now: poll would return at once, always. */
        ends[1].fd = -1;
        poll(ends, 1, ms < 5 ? ms : 5);
    }
    take_news(s);
    return take_output(s);
}

bool session_send(struct session *s, const char *bytes, size_t len)
{
    for (int64_t end = now_ms() + SEND_MS; len && s->master >= 0;) {
        ssize_t n = write(s->master, bytes, len);
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        } else if (now_ms() > end) {
            return false;
        } else { /* full: the program has to read, and may have to write first */
            session_pump(s, 5);
        }
    }
    return !len;
}

void session_resize(struct session *s, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    /* Both before the program can answer: it only hears of it by the second. */
    grid_resize(s->grid, rows, cols);
    if (s->master >= 0)
        ioctl(s->master, TIOCSWINSZ, &size);
}

void session_signal(struct session *s, int number)
{
    if (s->program > 0)
        kill(-s->program, number);
}

void session_hangup(struct session *s)
{
    session_pump(s, 0);
    if (s->master >= 0)
        close(s->master);
    s->master = -1;
}

/* ---- what /proc tells ---- */

/* The state letter of a thread, 'X' when it is gone. */
static char thread_state(const char *task)
{
    char path[400];
    snprintf(path, sizeof path, "%s/stat", task);
    struct buf text = {0};
    char state = 'X';
    if (!buf_read_file(&text, path)) {
        /* The name may hold anything, so look behind its last parenthesis. */
        const char *end = strrchr(buf_text(&text), ')');
        if (end && end[1] == ' ' && end[2])
            state = end[2];
    }
    buf_free(&text);
    return state;
}

static bool process_busy(long pid, int depth);

static bool children_busy(const char *task, int depth)
{
    char path[400];
    snprintf(path, sizeof path, "%s/children", task);
    struct buf text = {0};
    bool busy = false;
    if (!buf_read_file(&text, path)) {
        char *rest = NULL;
        char *list = text.data;
        for (char *w = list ? strtok_r(list, " ", &rest) : NULL; w && !busy;
             w = strtok_r(NULL, " ", &rest))
            busy = process_busy(atol(w), depth + 1);
    }
    buf_free(&text);
    return busy;
}

static bool process_busy(long pid, int depth)
{
    enum { DEEPEST = 8 };
    char folder[64];
    snprintf(folder, sizeof folder, "/proc/%ld/task", pid);
    DIR *tasks = depth < DEEPEST ? opendir(folder) : NULL;
    if (!tasks)
        return false;
    bool busy = false;
    for (struct dirent *e; !busy && (e = readdir(tasks));) {
        if (e->d_name[0] == '.')
            continue;
        char task[sizeof folder + sizeof e->d_name];
        snprintf(task, sizeof task, "%s/%s", folder, e->d_name);
        char state = thread_state(task);
        busy = state == 'R' || state == 'D' || children_busy(task, depth);
    }
    closedir(tasks);
    return busy;
}

/* The slave's end must be asked, so it is opened for a moment, not as our own terminal. */
static int open_slave(const struct session *s)
{
    return s->master < 0 ? -1 : open(s->tty, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
}

bool session_busy(const struct session *s)
{
    if (s->state != SESSION_RUNNING || s->program <= 0)
        return false;
    int waiting = 0;
    int slave = open_slave(s);
    if (slave >= 0) {
        if (ioctl(slave, FIONREAD, &waiting) < 0)
            waiting = 0;
        close(slave);
    }
    return waiting > 0 || process_busy(s->program, 0);
}

bool session_tty_cooked(const struct session *s)
{
    struct termios modes;
    return s->master >= 0 && !tcgetattr(s->master, &modes) && (modes.c_lflag & ICANON) &&
           (modes.c_lflag & ECHO) && (modes.c_oflag & OPOST);
}

enum session_state session_state(const struct session *s, int *value)
{
    if (value)
        *value = s->value;
    return s->state;
}

bool session_over(const struct session *s)
{
    return s->state == SESSION_EXITED || s->state == SESSION_KILLED;
}

const struct buf *session_raw(const struct session *s)
{
    return &s->raw;
}
