/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marked records: which, and how a row shows it without moving anything. */
#include "pane/marks.h"

void marks_free(struct marks *m)
{
    bitmap_free(&m->bits);
    *m = (struct marks){0};
}

bool marks_has(const struct marks *m, size_t position)
{
    return m->count && position < m->bits.bits && bitmap_get(&m->bits, position);
}

static bool ready(struct marks *m, size_t lines)
{
    if (m->bits.words && m->bits.bits == lines) {
        return true;
    }
    marks_free(m);
    return bitmap_init(&m->bits, lines);
}

bool marks_toggle(struct marks *m, size_t position, size_t lines)
{
    if (!ready(m, lines)) {
        return false;
    }
    if (bitmap_get(&m->bits, position)) {
        bitmap_unset(&m->bits, position);
        m->count--;
    } else {
        bitmap_set(&m->bits, position);
        m->count++;
    }
    return true;
}

bool marks_all(struct marks *m, const struct bitmap *selection)
{
    bool none = m->count == 0;

    marks_free(m);
    if (!none) {
        return true;
    }
    if (!bitmap_copy(&m->bits, selection)) {
        return false;
    }
    m->count = bitmap_count(&m->bits);
    return true;
}

void marks_paint(struct canvas *c, int row, bool cursor)
{
    const char *both = canvas_ascii(c) ? "#" : "»";

    canvas_text(c, row, 0, 1, cursor ? ROLE_CURSOR : ROLE_MATCH,
                cursor ? both : canvas_glyph(c, GLYPH_CHECK));
}
