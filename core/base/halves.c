/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work in two threads. */
#include "base/halves.h"

#include <pthread.h>

struct second {
    halves_work *work;
    void *data;
    size_t from, end;
};

static void *run_second(void *data)
{
    const struct second *s = data;
    s->work(s->data, 1, s->from, s->end);
    return NULL;
}

void halves_run(size_t n, size_t cut, halves_work *work, void *data)
{
    struct second s = {work, data, cut, n};
    pthread_t thread;
    if (cut == 0 || cut >= n) {
        work(data, 0, 0, n);
        return;
    }
    int failed = pthread_create(&thread, NULL, run_second, &s);
    work(data, 0, 0, cut);
    if (failed)
        run_second(&s);
    else
        pthread_join(thread, NULL);
}
