/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Golden screens. */
#include "golden.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The next line of a text, or NULL at its end. */
static const char *next_line(const char **text, int *len)
{
    const char *line = *text;
    if (!*line)
        return NULL;
    size_t n = strcspn(line, "\n");
    *text = line + n + (line[n] ? 1 : 0);
    *len = (int)n;
    return line;
}

/* Row by row, since rows of a screen keep their place: a diff that looks for moved lines would
 * only hide what changed. */
static void draw_difference(const char *expected, const char *actual, struct buf *out)
{
    for (int row = 1;; row++) {
        int want_len = 0, have_len = 0;
        const char *want = next_line(&expected, &want_len);
        const char *have = next_line(&actual, &have_len);
        if (!want && !have)
            return;
        if (want && have && want_len == have_len && !memcmp(want, have, (size_t)want_len)) {
            buf_fmt(out, "    %3d   |%.*s\n", row, want_len, want);
            continue;
        }
        if (want)
            buf_fmt(out, "    %3d - |%.*s\n", row, want_len, want);
        if (have)
            buf_fmt(out, "    %3d + |%.*s\n", row, have_len, have);
    }
}

static bool write_golden(const char *path, const struct buf *actual, struct buf *why)
{
    struct buf folder = {0};
    buf_str(&folder, path);
    const char *slash = strrchr(path, '/');
    if (slash) {
        buf_cut(&folder, (size_t)(slash - path));
        mkdir(buf_text(&folder), 0777);
    }
    buf_free(&folder);
    FILE *f = fopen(path, "we");
    bool good = f && fwrite(buf_text(actual), 1, actual->len, f) == actual->len;
    if (f && fclose(f))
        good = false;
    if (good)
        printf("     rewrote %s\n", path);
    else
        buf_fmt(why, "can't write %s: %s", path, strerror(errno));
    return good;
}

bool golden_check(const char *path, const struct buf *actual, bool update, struct buf *why)
{
    struct buf expected = {0};
    bool exists = !buf_read_file(&expected, path);
    bool same = exists && !strcmp(buf_text(&expected), buf_text(actual));
    if (!same && update) {
        same = write_golden(path, actual, why);
    } else if (!same && !exists) {
        buf_fmt(why, "no golden screen %s (UPDATE=1 makes it)", path);
    } else if (!same) {
        buf_fmt(why, "the screen differs from %s (- expected, + actual)\n", path);
        draw_difference(buf_text(&expected), buf_text(actual), why);
    }
    buf_free(&expected);
    return same;
}
