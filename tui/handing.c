/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handing texts over to the clipboard or to a file. */
#include "handing.h"

#include "exporting.h"
#include "paths.h"
#include "prompt.h"

#include "export/whole_file.h"
#include "term/clipboard.h"

#include <stdio.h>
#include <string.h>

/* What waits for the name of its file. */
struct handing {
    const struct buffer *text;
    const char *what;
};

bool handing_write(struct app *a, const struct buffer *text, const char *what,
                   const char *typed, struct error *e)
{
    size_t skip = strspn(typed, " \t"), len = strlen(typed + skip);
    struct arena arena = {0};
    struct whole_file file;

    while (len > 0 && typed[skip + len - 1] == ' ') {
        len--;
    }
    const char *name = arena_copy(&arena, typed + skip, len);
    const char *path = name ? exporting_path(name, &arena) : NULL;
    enum status s = !path   ? error_no_memory(e)
                    : *path ? whole_file_open(path, &arena, &file, e)
                            : error_set(e, STATUS_MISUSE, "a file is missing");
    if (s == STATUS_OK) {
        fwrite(buffer_text(text), 1, text->len, file.file);
        s = whole_file_close(&file, STATUS_OK, e);
    }
    if (s == STATUS_OK) {
        app_notice(a, "%s: %s", path, what);
    } else {
        e->at = skip;
        e->length = len;
    }
    arena_free(&arena);
    return s == STATUS_OK;
}

static bool take_name(struct app *a, const char *line, struct error *e)
{
    const struct handing *h = a->prompt_data;

    return handing_write(a, h->text, h->what, line, e);
}

static enum status complete_file(struct app *a, const char *line, size_t cursor, size_t limit,
                                 struct arena *arena, size_t *from,
                                 struct filter_completion **out, size_t *count, struct error *e)
{
    (void)a;
    *count = 0;
    *out = arena_zero(arena, limit ? limit : 1, sizeof **out);
    return *out ? complete_path(line, 0, cursor, limit, arena, from, *out, count, e)
                : error_no_memory(e);
}

static void ask_file(struct app *a, const struct buffer *text, const char *what,
                     const char *name, const char *mark, const char *hint)
{
    struct handing h = {text, what};
    struct prompt_kind kind = {
        .name = "file",
        .mark = mark,
        .hint = hint,
        .accept = take_name,
        .complete = complete_file,
        .data = &h,
    };

    prompt_run(a, &kind, name);
}

void handing_to_file(struct app *a, const struct buffer *text, const char *what,
                     const char *name)
{
    ask_file(a, text, what, name, "write into ", "a new file; Tab completes  C-g leaves");
}

void handing_over(struct app *a, const struct buffer *text, const char *what, const char *name)
{
    if (a->clipboard && clipboard_copy(a->term, buffer_text(text), text->len)) {
        app_notice(a, "handed to the terminal's clipboard: %s", what);
    } else {
        ask_file(a, text, what, name, "copy into ",
                 a->clipboard
                     ? "too long for a terminal's clipboard: a new file; C-g leaves"
                     : "a new file; Tab completes  C-g leaves   :set clipboard on: no file");
    }
}
