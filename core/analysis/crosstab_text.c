/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a cross-tab's values and heads; made for what is looked at alone. */
#include "analysis/crosstab_private.h"
#include "analysis/notes.h"

const char *crosstab_head(const struct crosstab *t, size_t m, struct buffer *b)
{
    return notes_measure(&t->measure[m], b);
}

void crosstab_text(const struct crosstab *t, size_t m, size_t r, size_t c, bool plain,
                   char out[64])
{
    const struct crosstab_value *v = crosstab_at(t, m, r, c);
    out[0] = '\0';
    if (!plain && v->amount.lines == 0)
        return;
    amount_format(&t->measure[m], &v->amount, plain, out);
}
