/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the screen tests named as arguments, in order. See README.md for the records. */
#include "test.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    const char *asked = getenv("UPDATE"), *factor = getenv("SLOWER");
    bool update = asked && *asked && strcmp(asked, "0") != 0;
    int slower = factor && atoi(factor) > 1 && atoi(factor) <= 100 ? atoi(factor) : 1;
    struct list given = {0};
    size_t passed = 0, failed = 0;
    setlocale(LC_ALL, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN);
    for (int i = 1; i < argc; i++) {
        const char *equals = strchr(argv[i], '=');
        const char *slash = strchr(argv[i], '/');
        if (equals && (!slash || equals < slash))
            list_add(&given, argv[i]);
        else if (test_run(argv[i], &given, update, slower))
            passed++;
        else
            failed++;
    }
    list_free(&given);
    if (!passed && !failed) {
        fputs("usage: run [NAME=value]... FILE.screen...\n"
              "UPDATE=1 in the environment rewrites the golden screens; SLOWER=N\n"
              "gives every step N times its time.\n",
              stderr);
        return 2;
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed ? 1 : 0;
}
