/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields that the call of an import gives to every row which leaves them blank. */
#include "ingest/rows_private.h"

#include <string.h>

static enum status open_setting(struct rows *r, size_t i, struct error *e)
{
    const struct import_setting *s = &r->settings[i];
    const struct field *f = reference_field(r->reference, s->field);
    /* The line number is set where a row is a case, and by nobody else. */
    bool fits = f && f->role == FIELD_STORED && f->type != FIELD_CASE_ID &&
                f->type != FIELD_LONG_TEXT &&
                (strcmp(s->field, "line") != 0 || r->grain == GRAIN_CASE);
    if (!fits) {
        error_set(e, STATUS_MISUSE, "%.60s cannot be set for every row", s->field);
        const char *near = f ? NULL : reference_field_near(r->reference, s->field);
        error_way_out(e, near ? "did you mean %s?" : "saisie fields lists the fields%s",
                      near ? near : "");
        return STATUS_MISUSE;
    }
    r->set[i].column = rows_find_column(r, s->field);
    if (r->set[i].column != NO_COLUMN)
        return STATUS_OK;
    r->set[i].column = (int)r->column_count;
    return rows_open_column(r, f, f->name, f->label[LANGUAGE_EN], e);
}

enum status settings_open(struct rows *r, struct error *e)
{
    enum status s = STATUS_OK;
    if (!r->setting_count)
        return s;
    r->set = arena_zero(&r->arena, r->setting_count, sizeof *r->set);
    if (!r->set)
        return error_no_memory(e);
    for (size_t i = 0; i < r->setting_count && s == STATUS_OK; i++) {
        s = open_setting(r, i, e);
        const char *value = r->settings[i].value;
        if (s == STATUS_OK)
            s = column_given(&r->shared, &r->columns[r->set[i].column], value, &r->set[i].code,
                             e);
        const struct column *c = &r->columns[r->set[i].column];
        const struct buffer *meant = &r->shared.typed.value;
        if (s == STATUS_OK && c->seed)
            r->set[i].hash = content_hash(c->seed, buffer_text(meant), meant->len);
    }
    return s;
}

/* The header's currency is for values alone, and "US$ 5" among euros stays what it says; a sign
 * that several currencies share is weighed against it. */
static bool is_for_row(const struct rows *r, const struct import_setting *s)
{
    if (!s->of_value)
        return true;
    const struct note *n = rows_note_at(r, r->value);
    return n->state != VALUE_BLANK && (n->code == CODE_NONE || n->ambiguous);
}

enum status settings_apply(struct rows *r, struct error *e)
{
    (void)e;
    for (size_t i = 0; i < r->setting_count; i++) {
        int at = r->set[i].column;
        r->set[i].applied = r->columns[at].notes[r->codes[at]].state == VALUE_BLANK &&
                            is_for_row(r, &r->settings[i]);
        if (r->set[i].applied)
            r->codes[at] = r->set[i].code;
    }
    return STATUS_OK;
}

/* ---- what texts mean by the profile */

static enum status mean(struct rows *r, const struct profile_value *v, struct meant *out,
                        struct error *e)
{
    const struct field *f = reference_field(r->reference, v->field);
    const struct code_list *list = f ? reference_list(r->reference, f->list) : NULL;
    out->text = v->text;
    out->entry =
        list ? reference_match(r->reference, list, v->code, strlen(v->code), CODE_NONE, NULL)
             : CODE_NONE;
    if (out->entry != CODE_NONE)
        return STATUS_OK;
    error_set(e, STATUS_MISUSE, "profile: %.60s = %.60s: %s", v->text, v->code,
              list ? "there is no such code" : "the field has no code list");
    return error_way_out(e, "mend [values] in the profile; saisie fields %.60s tells the codes",
                         v->field);
}

enum status meanings_open(struct rows *r, const struct profile *p, struct error *e)
{
    enum status s = STATUS_OK;
    for (size_t i = 0; i < r->column_count && p && p->value_count && s == STATUS_OK; i++) {
        struct column *c = &r->columns[i];
        struct meant *meant = arena_zero(&r->arena, p->value_count, sizeof *meant);
        if (!meant)
            return error_no_memory(e);
        c->meant = meant;
        for (size_t k = 0; k < p->value_count && s == STATUS_OK; k++)
            if (c->field && !strcmp(c->field->name, p->values[k].field))
                s = mean(r, &p->values[k], &meant[c->meant_count++], e);
    }
    return s;
}
