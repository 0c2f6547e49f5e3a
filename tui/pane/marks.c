/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marked records: which, and how a row shows it without moving anything. */
#include "pane/marks.h"

#include "store/tag.h"

void marks_free(struct marks *m)
{
    bitmap_free(&m->bits);
    *m = (struct marks){0};
}

bool marks_has(const struct marks *m, size_t position)
{
    return m->count && position < m->bits.bits && bitmap_get(&m->bits, position);
}

/* Which lines there were when the marks were made. */
static void note_lines(struct marks *m, const struct frame *f)
{
    const struct batch *last = frame_last_batch(f);

    m->batch = last ? last->id : 0;
    m->last_line = last ? last->last_line : 0;
}

static bool ready(struct marks *m, const struct frame *f)
{
    if (m->bits.words && m->bits.bits == frame_lines(f)) {
        return true;
    }
    marks_free(m);
    note_lines(m, f);
    return bitmap_init(&m->bits, frame_lines(f));
}

/* Whether the lines of then bear the same numbers still: a purge leaves no batch as it was that
 * stands behind what it erases. */
static bool same_lines(const struct marks *m, const struct frame *f)
{
    size_t count;
    const struct batch *batch = frame_batches(f, &count);

    for (size_t i = 0; i < count; i++) {
        if (batch[i].id == m->batch) {
            return batch[i].last_line == m->last_line;
        }
    }
    return false;
}

enum status marks_carry(struct marks *m, struct frame *f, struct error *e)
{
    struct marks was = *m;
    enum status s = STATUS_OK;

    *m = (struct marks){0};
    if (was.count && same_lines(&was, f)) {
        s = cache_same_seizures(frame_cache(f), &was.bits, &m->bits, e);
        if (s == STATUS_OK && m->bits.bits == frame_lines(f)) {
            bitmap_and(&m->bits, frame_current(f));
            m->count = bitmap_count(&m->bits);
            note_lines(m, f);
        } else {
            marks_free(m);
        }
    }
    marks_free(&was);
    return s;
}

bool marks_toggle(struct marks *m, size_t position, const struct frame *f)
{
    if (!ready(m, f)) {
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

bool marks_all(struct marks *m, const struct bitmap *selection, const struct frame *f)
{
    bool none = m->count == 0;

    marks_free(m);
    if (!none) {
        return true;
    }
    if (!bitmap_copy(&m->bits, selection)) {
        return false;
    }
    note_lines(m, f);
    m->count = bitmap_count(&m->bits);
    return true;
}

void marks_paint(struct canvas *c, int row, bool cursor)
{
    const char *both = canvas_ascii(c) ? "#" : "»";

    canvas_text(c, row, 0, 1, cursor ? ROLE_CURSOR : ROLE_MATCH,
                cursor ? both : canvas_glyph(c, GLYPH_CHECK));
}
