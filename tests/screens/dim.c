/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rewrites dim text for libvterm. */
#include "dim.h"

#include <stdbool.h>
#include <string.h>

/* One parameter of SGR; `skip` counts those which belong to a colour (38;5;2 is no dim). */
static void rewrite_parameter(const char *p, size_t len, int *skip, bool *colour,
                              struct buf *out)
{
    char text[16] = "";
    if (len < sizeof text)
        memcpy(text, p, len);
    if (*skip > 0) {
        (*skip)--;
    } else if (*colour) {
        *skip = !strcmp(text, "5") ? 1 : !strcmp(text, "2") ? 3 : 0;
        *colour = false;
    } else if (!strcmp(text, "38") || !strcmp(text, "48")) {
        *colour = true;
    } else if (!strcmp(text, "2") || !strcmp(text, "02")) {
        buf_str(out, "19");
        return;
    } else if (!strcmp(text, "22")) {
        buf_str(out, "22;10");
        return;
    }
    buf_add(out, p, len);
}

/* `seq` is ESC [ parameters m. */
static void rewrite_sgr(const char *seq, size_t len, struct buf *out)
{
    const char *p = seq + 2, *end = seq + len - 1;
    int skip = 0;
    bool colour = false;
    buf_add(out, seq, 2);
    for (;;) {
        const char *stop = memchr(p, ';', (size_t)(end - p));
        if (!stop)
            stop = end;
        rewrite_parameter(p, (size_t)(stop - p), &skip, &colour, out);
        if (stop == end)
            break;
        buf_char(out, ';');
        p = stop + 1;
    }
    buf_char(out, 'm');
}

static void flush(struct dim *d, struct buf *out)
{
    buf_add(out, d->pending, d->len);
    d->len = 0;
    d->state = DIM_GROUND;
}

static void hold(struct dim *d, char c)
{
    d->pending[d->len++] = c;
}

static void end_csi(struct dim *d, struct buf *out)
{
    bool is_private = d->len > 2 && strchr("<=>?", d->pending[2]);
    if (d->pending[d->len - 1] == 'm' && !is_private) {
        rewrite_sgr(d->pending, d->len, out);
        d->len = 0;
    }
    flush(d, out);
}

static void feed_one(struct dim *d, char c, struct buf *out)
{
    unsigned char u = (unsigned char)c;
    if (c == 0x1b) { /* begins a sequence wherever it stands, also the end of a string */
        flush(d, out);
        hold(d, c);
        d->state = DIM_ESCAPE;
        return;
    }
    switch (d->state) {
    case DIM_GROUND:
        buf_char(out, c);
        return;
    case DIM_ESCAPE:
        hold(d, c);
        if (c == '[') {
            d->state = DIM_CSI;
            return;
        }
        flush(d, out);
        if (strchr("]PX^_", c) && c)
            d->state = DIM_STRING;
        return;
    case DIM_CSI:
        if (u < 0x20 || u > 0x7e) { /* a control inside: acts at once, the sequence goes on */
            buf_char(out, c);
            return;
        }
        hold(d, c);
        if (u >= 0x40)
            end_csi(d, out);
        else if (d->len == DIM_LONGEST) /* no sane SGR: let libvterm judge it */
            flush(d, out);
        return;
    case DIM_STRING:
        buf_char(out, c);
        if (c == '\a')
            d->state = DIM_GROUND;
        return;
    }
}

void dim_feed(struct dim *d, const char *bytes, size_t len, struct buf *out)
{
    for (size_t i = 0; i < len; i++)
        feed_one(d, bytes[i], out);
}
