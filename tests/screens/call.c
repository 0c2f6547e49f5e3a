/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands a record runs beside the program, without a terminal. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void make_absolute(struct list *argv)
{
    if (!argv->count || argv->items[0][0] == '/' || !strchr(argv->items[0], '/'))
        return;
    char *real = realpath(argv->items[0], NULL);
    if (!real)
        return; /* starting it will say what is wrong */
    free(argv->items[0]);
    argv->items[0] = real;
}

_Noreturn static void become_command(struct test *t, char *const argv[], const char *log)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);
    int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int out = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    dup2(in, 0);
    dup2(out, 1);
    dup2(out, 2);
    if (!chdir(list_value(&t->env, "HOME", 4)))
        execvpe(argv[0], argv, t->env.items);
    dprintf(2, "can't start %s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

bool test_call(struct test *t, char *const argv[])
{
    struct buf log = {0};
    buf_fmt(&log, "%s/call.log", t->tmp);
    pid_t pid = fork();
    if (!pid)
        become_command(t, argv, buf_text(&log));
    int status = -1;
    pid_t done = 0;
    while (pid > 0 && (done = waitpid(pid, &status, WNOHANG)) == 0 && now_ms() < t->end)
        usleep(2000);
    bool good = done > 0 && WIFEXITED(status) && !WEXITSTATUS(status);
    if (pid > 0 && !done) {
        kill(-pid, SIGKILL);
        waitpid(pid, &status, 0);
        buf_str(&t->why, "the test's time is over");
    } else if (!good && done > 0) {
        buf_fmt(&t->why, "%s %d", WIFEXITED(status) ? "status" : "signal",
                WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
    } else if (!good) {
        buf_fmt(&t->why, "%s", strerror(errno));
    }
    if (!good) {
        buf_str(&t->why, ", it said:\n");
        buf_read_file(&t->why, buf_text(&log));
    }
    buf_free(&log);
    return good;
}
