/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a number of the overview to its records. */
#include "analysis/overview_open.h"
#include "analysis/open.h"

static const char *narrow(struct frame *f, const char *sentence, const char *field,
                          const char *code, const char *label, struct arena *a)
{
    const struct value group = {.code = code, .label = label, .state = VALUE_VALID};
    return filter_narrow(f, sentence, field, &group, a);
}

const char *overview_open(struct frame *f, const struct overview *o, const char *sentence,
                          enum overview_part part, size_t index, struct arena *a)
{
    switch (part) {
    case OVERVIEW_NOW:
        return open_span(sentence, o->now, a);
    case OVERVIEW_BEFORE:
        return open_span(sentence, o->before, a);
    case OVERVIEW_SINCE:
        return open_span(sentence, o->since, a);
    case OVERVIEW_BATCH:
        return open_both(sentence, "batch:new", a);
    case OVERVIEW_MOVER_NOW:
    case OVERVIEW_MOVER_BEFORE:
        return open_span(
            narrow(f, sentence, o->mover_field, o->mover[index].code, o->mover[index].label, a),
            part == OVERVIEW_MOVER_NOW ? o->now : o->before, a);
    case OVERVIEW_SILENT:
        return narrow(f, sentence, "reporter", o->silent[index].code, o->silent[index].label,
                      a);
    case OVERVIEW_HAUL:
        return open_both(sentence, open_record(f, o->haul[index].position, a), a);
    case OVERVIEW_ALL:
        break;
    }
    return arena_string(a, sentence);
}
