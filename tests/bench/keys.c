/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a key to the painted screen, over a pseudo terminal of 80x24: 1,000 mixed steps of
 * browsing, and the 50th, 99th and 100th of a hundred. keys SAISIE CACHE */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STEPS 1000
#define SILENCE 12    /* ms without output after which a screen is painted */
#define NOTHING 60    /* ms after which a key has painted nothing */
#define OPENING 15000 /* ms that opening may take */

/* Sent in turn: cursor and pages, cards, panes, columns. */
static const char *const steps[] = {
    "j", "j",    "\006", "k",  "j",       "l",  "l", "h", "\r", "j", "q", "j", "G",
    "k", "g",    "4",    "j",  "l",       "j",  "h", "5", "j",  "l", "k", "2", "j",
    "j", "\006", "j",    "\r", "q",       "\t", "j", "1", "j",  "j", "k", "2", "j",
    "k", "l",    "h",    "j",  "\033[6~", "j",  "k", "4", "j",  "5", "j", "2", "\033[5~"};

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* When the last byte came of what comes with at most silence between; 0: nothing within first.
 */
static double painted(int master, int first, int silence)
{
    struct pollfd in = {.fd = master, .events = POLLIN};
    char bytes[16384];
    double last = 0;
    while (poll(&in, 1, last > 0 ? silence : first) > 0) {
        if (read(master, bytes, sizeof bytes) <= 0)
            break;
        last = now_ms();
    }
    return last;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    static double ms[STEPS];
    double slowest = 0;
    const char *slow = "";
    size_t n = 0, kinds = sizeof steps / sizeof *steps;
    int master;
    if (argc != 3) {
        fputs("usage: keys SAISIE CACHE\n", stderr);
        return 2;
    }
    setenv("TERM", "xterm-256color", 1);
    pid_t child = forkpty(&master, NULL, NULL, &size);
    if (child == 0) {
        execl(argv[1], argv[1], "--clean", "--cache", argv[2], (char *)NULL);
        _exit(127);
    }
    if (child < 0 || painted(master, OPENING, 2000) <= 0) {
        fputs("keys: nothing was painted\n", stderr);
        return 1;
    }
    /* Every pane once, so that its columns are read. */
    static const char *const panes[] = {"2", "4", "5", "2", "\r", "q"};
    for (size_t i = 0; i < sizeof panes / sizeof *panes; i++) {
        if (write(master, panes[i], strlen(panes[i])) < 0)
            return 1;
        painted(master, OPENING, 2000);
    }
    for (size_t i = 0; i < STEPS; i++) {
        const char *key = steps[i % kinds];
        double begun = now_ms();
        if (write(master, key, strlen(key)) < 0)
            break;
        double end = painted(master, NOTHING, SILENCE);
        if (end > 0) {
            ms[n++] = end - begun;
            if (end - begun > slowest) {
                slowest = end - begun;
                slow = key;
            }
        }
    }
    kill(child, SIGTERM);
    close(master);
    waitpid(child, NULL, 0);
    if (!n)
        return 1;
    qsort(ms, n, sizeof *ms, compare);
    printf("key to painted screen: %zu of %d steps painted; median %.1f ms, 99th percentile "
           "%.1f ms, most %.1f ms (key %c)\n",
           n, STEPS, ms[n / 2], ms[n * 99 / 100], slowest, *slow > ' ' ? *slow : '?');
    return 0;
}
