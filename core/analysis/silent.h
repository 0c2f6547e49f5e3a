/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reporters that have fallen silent: usual ones without any line in the last complete months
 * (rule Q20). Silence is measured over all records, whatever the filter, so that it is not read
 * as a fall. */
#ifndef SAISIE_ANALYSIS_SILENT_H
#define SAISIE_ANALYSIS_SILENT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "frame/frame.h"

struct overview_silent {
    const char *code, *label; /* reporter */
    const char *last;         /* month of its last seizure, "2025-03" */
    uint32_t months;          /* complete months since, without any line */
    double usual;             /* lines a month before that */
};

/* All of them, the most usual first; none where there is no as-of date. Lives in a. */
enum status silent_find(struct frame *f, struct arena *a, struct overview_silent **out,
                        size_t *count, struct error *e);

/* "silent: China since 2026-07, Fiji since 2026-05 and 2 more" of those that fell silent by the
 * month of day; nothing where there are none. Found once a frame, then remembered. */
enum status silent_note(struct frame *f, int32_t day, struct buffer *out, struct error *e);

#endif
