/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What verbs share: the cache, the workspace, formats, lists, measures, the note under a table.
 */
#include "base/text.h"
#include "command/command.h"
#include "export/decimal_sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum status call_cache_path(struct call *c, bool make_folders, const char **path,
                            struct error *e)
{
    if (c->option[OPTION_CACHE]) {
        *path = c->option[OPTION_CACHE];
        return STATUS_OK;
    }
    return workspace_default_cache(make_folders, &c->arena, path, e);
}

enum status call_open_cache(struct call *c, const char *path, struct cache **cache,
                            struct error *e)
{
    (void)c;
    /* Opened for reading first: opening for writing would make a file that is missing. */
    enum status status = cache_open(path, CACHE_READ, cache, e);
    cache_close(cache);
    return status ? status : cache_open(path, CACHE_WRITE, cache, e);
}

/* Of a long sentence as many bytes before the fault, and behind where it begins. */
#define BEFORE_FAULT 60
#define BEHIND_FAULT 80

static bool inside_character(char c)
{
    return ((unsigned char)c & 0xC0U) == 0x80U;
}

enum status call_fault(struct call *c, const char *sentence, const struct error *e)
{
    size_t len = strlen(sentence);
    if (e->status != STATUS_MISUSE || !len || e->at > len)
        return e->status;
    size_t from = e->at > BEFORE_FAULT ? e->at - BEFORE_FAULT : 0;
    size_t to = len - e->at > BEHIND_FAULT ? e->at + BEHIND_FAULT : len;
    while (from < e->at && inside_character(sentence[from]))
        from++;
    while (to > e->at && inside_character(sentence[to]))
        to--;
    size_t end = e->length < to - e->at ? e->at + e->length : to;
    struct buffer before = {0}, at = {0}, behind = {0};
    buffer_adds(&before, from ? "…" : "");
    text_clean(&before, sentence + from, e->at - from, -1, false);
    text_clean(&at, sentence + e->at, end - e->at, -1, false);
    text_clean(&behind, sentence + end, to - end, -1, false);
    buffer_adds(&behind, to < len ? "…" : "");
    int indent = text_width(buffer_text(&before), before.len);
    int width = text_width(buffer_text(&at), at.len);
    char marks[] =
        "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^";
    int most = (int)sizeof marks - 1;
    width = width < 1 ? 1 : width > most ? most : width;
    int n = snprintf(c->fault, sizeof c->fault, "%s%s%s\n%*s%.*s", buffer_text(&before),
                     buffer_text(&at), buffer_text(&behind), 8 + indent, "", width, marks);
    if (n < 0 || (size_t)n >= sizeof c->fault)
        c->fault[0] = '\0'; /* half of it would mislead */
    buffer_free(&before);
    buffer_free(&at);
    buffer_free(&behind);
    return e->status;
}

enum status call_workspace(struct call *c, struct workspace **w, struct error *e)
{
    const char *path;
    enum status status = call_cache_path(c, false, &path, e);
    if (!status)
        status = c->option[OPTION_APART] ? workspace_open_apart(path, c->reference, w, e)
                                         : workspace_open(path, c->reference, w, e);
    if (!status && c->option[OPTION_WHERE]) {
        status = workspace_filter(*w, c->option[OPTION_WHERE], e);
        if (status) {
            call_fault(c, c->option[OPTION_WHERE], e);
            workspace_close(w);
        }
    }
    return status;
}

enum status call_sentence(struct call *c, size_t from, struct workspace **w, struct error *e)
{
    const char *sentence = "";
    for (size_t i = from; i < c->arguments; i++) {
        sentence =
            arena_printf(&c->arena, "%s%s%s", sentence, *sentence ? " " : "", c->argument[i]);
        if (!sentence)
            return error_no_memory(e);
    }
    enum status status = call_workspace(c, w, e);
    if (!status && (status = workspace_filter(*w, sentence, e)))
        call_fault(c, sentence, e);
    if (status)
        workspace_close(w);
    return status;
}

enum status call_format(struct call *c, enum table_format *format, struct error *e)
{
    *format = TABLE_TEXT;
    const char *name = c->option[OPTION_FORMAT], *sign = c->option[OPTION_DECIMAL];
    if (name && !table_parse_format(name, format)) {
        error_set(e, STATUS_MISUSE, "there is no format %s", name);
        return error_way_out(e, "%s are the formats", table_format_names());
    }
    if (sign && strcmp(sign, "comma") && strcmp(sign, "point")) {
        error_set(e, STATUS_MISUSE, "there is no decimal sign %s", sign);
        return error_way_out(e, "comma and point are the signs");
    }
    if (sign && *format != TABLE_EXCEL) {
        error_set(e, STATUS_MISUSE, "--decimal goes with --format excel");
        return error_way_out(e, "the other formats have a point everywhere");
    }
    return STATUS_OK;
}

struct table_manner call_manner(struct call *c, struct workspace *w)
{
    const char *sign = c->option[OPTION_DECIMAL];
    return (struct table_manner){.title =
                                     arena_printf(&c->arena, "saisie %s", c->command->name),
                                 .marking = w ? workspace_marking(w) : NULL,
                                 .comma = sign ? !strcmp(sign, "comma") : decimal_comma_here(),
                                 .bare = c->option[OPTION_BARE] != NULL};
}

void call_table(struct call *c, struct workspace *w, struct table *t, enum table_format format,
                const struct table_column *columns, size_t count)
{
    struct table_manner manner = call_manner(c, w);
    table_begin_as(t, c->out, format, columns, count, &manner);
}

enum status call_limit(struct call *c, size_t *limit, struct error *e)
{
    *limit = SIZE_MAX;
    const char *text = c->option[OPTION_LIMIT];
    if (!text)
        return STATUS_OK;
    char *end;
    unsigned long long n = strtoull(text, &end, 10);
    if (*end || end == text || *text == '-' || n > UINT32_MAX)
        return error_set(e, STATUS_MISUSE, "--limit needs a number of rows, not %s", text);
    *limit = n ? (size_t)n : SIZE_MAX;
    return STATUS_OK;
}

enum status call_split(struct call *c, const char *text, const char ***parts, size_t *count,
                       struct error *e)
{
    const char **out = arena_zero(&c->arena, strlen(text) + 2, sizeof *out);
    if (!out)
        return error_no_memory(e);
    *count = 0;
    int depth = 0;
    for (const char *from = text, *p = text;; p++) {
        depth += (*p == '(') - (*p == ')');
        if (*p && (*p != ',' || depth > 0))
            continue;
        const char *end = p;
        while (from < end && *from == ' ')
            from++;
        while (end > from && end[-1] == ' ')
            end--;
        if (end > from &&
            !(out[(*count)++] = arena_copy(&c->arena, from, (size_t)(end - from))))
            return error_no_memory(e);
        if (!*p)
            break;
        from = p + 1;
    }
    if (*count == 0) {
        error_set(e, STATUS_MISUSE, "a name is missing: \"%s\"", text);
        return error_way_out(e, "names are parted by commas; saisie fields lists the fields");
    }
    *parts = out;
    return STATUS_OK;
}

enum status call_measures(struct call *c, struct workspace *w, enum measure_kind *kinds,
                          size_t *count, struct error *e)
{
    *count = 0;
    if (!c->option[OPTION_MEASURE]) {
        kinds[(*count)++] = frame_has_cases(w->frame) ? MEASURE_CASES : MEASURE_SEIZURES;
        return STATUS_OK;
    }
    const char **names = NULL;
    size_t n;
    enum status status = call_split(c, c->option[OPTION_MEASURE], &names, &n, e);
    for (size_t i = 0; !status && i < n; i++) {
        if (*count == PIVOT_MEASURES)
            return error_set(e, STATUS_MISUSE, "at most %d measures at once", PIVOT_MEASURES);
        if (!measure_parse(names[i], &kinds[(*count)++])) {
            error_set(e, STATUS_MISUSE, "there is no measure %s", names[i]);
            return error_way_out(e, "the measures are %s", measure_names());
        }
    }
    return status;
}

const char *call_note(struct call *c, struct workspace *w, const char *notes)
{
    const char *under = workspace_under(w, &c->arena);
    return !under || !notes || !*notes ? under
                                       : arena_printf(&c->arena, "%s\n%s", notes, under);
}
