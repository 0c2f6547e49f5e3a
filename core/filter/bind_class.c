/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes and quantiles of a number as values of a condition: class(mass):10g..<100g, by their
 * code or by their label, however its dash is typed. */
#include "filter/tree.h"

#include "base/text.h"

#include <string.h>

/* What is between two bounds, in codes, in labels and as typed on a keyboard. */
static const char *const dashes[] = {"..<", "..", "–", "—"};

static size_t dash_at(const char *text)
{
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        size_t n = strlen(dashes[i]);
        if (strncmp(text, dashes[i], n) == 0) {
            return n;
        }
    }
    return 0;
}

/* text folded, without blanks and thousands' commas, with one dash for all; in a. */
static const char *plain(const char *text, struct arena *a)
{
    struct buffer b = {0}, folded = {0};
    for (const char *p = text; *p;) {
        size_t dash = dash_at(p);
        if (dash) {
            buffer_addc(&b, '-');
        } else if (*p != ' ' && *p != ',') {
            buffer_addc(&b, *p);
        }
        p += dash ? dash : 1;
    }
    text_fold(&folded, buffer_text(&b), b.len);
    const char *copy = b.failed || folded.failed ? NULL : arena_string(a, buffer_text(&folded));
    buffer_free(&b);
    buffer_free(&folded);
    return copy;
}

/* The group that is meant, or the number of groups. A code is meant before any label. */
static enum status find_group(const struct axis *axis, const char *text, struct arena *a,
                              uint32_t *found, struct error *e)
{
    const char *wanted = plain(text, a);
    *found = axis->groups;
    for (int label = 0; label < 2 && *found == axis->groups; label++) {
        for (uint32_t g = 0; wanted && g < axis->groups && *found == axis->groups; g++) {
            const struct value *v = &axis->group[g];
            const char *name = plain(label ? v->label : v->code, a);
            if (!name) {
                return error_no_memory(e);
            }
            *found = v->state == VALUE_VALID && strcmp(name, wanted) == 0 ? g : *found;
        }
    }
    return wanted ? STATUS_OK : error_no_memory(e);
}

enum status bind_class(struct frame *f, const struct target *t, const struct piece *p,
                       struct arena *a, struct test *out, struct error *e)
{
    struct axis axis;
    uint32_t g;
    enum status status = axis_open(f, t->name, a, &axis, e);
    if (status == STATUS_OK) {
        status = find_group(&axis, p->text, a, &g, e);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (g == axis.groups) {
        const char *last = NULL;
        error_set(e, STATUS_MISUSE, "%s has no class \"%s\"", t->name, p->text);
        for (uint32_t i = 0; i < axis.groups; i++) {
            last = axis.group[i].state == VALUE_VALID ? axis.group[i].code : last;
        }
        return last ? error_way_out(e, "they are %s to %s; other bounds: %s:from..<to",
                                    axis.group[0].code, last, t->field)
                    : error_way_out(e, "no line has one; bounds: %s:from..<to", t->field);
    }
    out->kind = TEST_CODE;
    out->text = axis.group[g].code;
    out->len = strlen(out->text);
    out->canonical = out->text;
    return STATUS_OK;
}
