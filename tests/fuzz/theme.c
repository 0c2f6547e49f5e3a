/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: any bytes as a theme file. Styles stay inside what a terminal has, glyphs are
 * texts. */
#include "theme.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_colour(const struct colour *c)
{
    return c->depth256 >= -1 && c->depth256 < 256 && c->depth16 >= -1 && c->depth16 < 16 &&
           c->depth8 >= -1 && c->depth8 < 8;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct theme *t = calloc(1, sizeof *t);
    struct error e = {0};
    char path[64];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (!t || fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    enum status s = theme_read(t, path, &e);
    if (s != STATUS_OK && !*e.text)
        abort();
    for (size_t i = 0; s == STATUS_OK && i < ROLES; i++)
        if (!is_colour(&t->style[i].fg) || !is_colour(&t->style[i].bg))
            abort();
    for (size_t i = 0; i < GLYPHS; i++)
        if (!memchr(t->glyph[i][0], 0, GLYPH_BYTES) || !memchr(t->glyph[i][1], 0, GLYPH_BYTES))
            abort();
    close(fd);
    free(t);
    return 0;
}
