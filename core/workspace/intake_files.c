/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files an intake takes: names as people type them, wildcards, sheets of workbooks. */
#include "workspace/intake.h"

#include "ingest/stream.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ITEMS_MOST 1000

/* A word of the text, without its quotes and backslashes. */
struct word {
    char *text;
    size_t at, length; /* where it stands */
};

/* The next word; wildcards in quotes stay such, which hurts nobody. *out.text NULL: none is
 * left. */
static enum status next_word(struct arena *a, const char *text, size_t *at, struct word *out,
                             struct error *e)
{
    *at += strspn(text + *at, " \t");
    *out = (struct word){.at = *at};
    if (!text[*at])
        return STATUS_OK;
    char *to = out->text = arena_zero(a, strlen(text + *at) + 1, 1), quote = 0;
    if (!to)
        return error_no_memory(e);
    for (; text[*at] && (quote || !strchr(" \t", text[*at])); ++*at) {
        char c = text[*at];
        if (c == '\\' && text[*at + 1] && quote != '\'')
            *to++ = text[++*at];
        else if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? 0 : c;
        else
            *to++ = c;
    }
    out->length = *at - out->at;
    return STATUS_OK;
}

static bool is_there(const struct intake *k, const char *path, const char *part)
{
    for (size_t i = 0; i < k->count; i++) {
        const char *had = k->item[i].told.part;
        if (!strcmp(k->item[i].path, path) && !strcmp(had ? had : "", part ? part : ""))
            return true;
    }
    return false;
}

static enum status add_item(struct intake *k, const char *path, uint64_t size, const char *part,
                            struct error *e)
{
    if (is_there(k, path, part))
        return STATUS_OK;
    if (k->count == ITEMS_MOST) {
        error_set(e, STATUS_FAILED, "more than %d files at once", ITEMS_MOST);
        return error_way_out(e, "take them in parts");
    }
    if (k->count == k->room) {
        size_t room = k->room ? 2 * k->room : 8;
        struct intake_item *grown = realloc(k->item, room * sizeof *grown);
        if (!grown)
            return error_no_memory(e);
        k->item = grown;
        k->room = room;
    }
    const char *slash = strrchr(path, '/');
    struct intake_item it = {.path = arena_string(&k->arena, path), .size = size};
    it.name = arena_printf(&k->arena, "%s%s%s", slash ? slash + 1 : path, part ? "#" : "",
                           part ? part : "");
    it.told.part = part ? arena_string(&k->arena, part) : NULL;
    it.told.profiles = k->profiles;
    if (!it.path || !it.name || (part && !it.told.part))
        return error_no_memory(e);
    k->item[k->count++] = it;
    return STATUS_OK;
}

/* Told with the last of the others; NULL: there is none, or no telling. */
static const char *hidden_sheets(struct intake *k, const char *path)
{
    struct arena a = {0};
    const char **names = NULL, *out = NULL;
    size_t count = 0;
    if (stream_hidden_sheets(path, &a, &names, &count, NULL) != STATUS_OK)
        count = 0;
    for (size_t i = 0; i < count; i++)
        out = arena_printf(&k->arena, "%s%s%s", out ? out : "", out ? ", " : "", names[i]);
    arena_free(&a);
    return out;
}

/* A workbook whose sheets cannot be told is an item too: looking at it says why. */
static enum status add_file(struct intake *k, const char *path, struct error *e)
{
    struct arena a = {0};
    struct stat st;
    const char **sheets = NULL;
    size_t count = 0;
    if (stat(path, &st))
        return error_set(e, STATUS_FAILED, "%s: %s", path, strerror(errno));
    if (S_ISDIR(st.st_mode)) {
        error_set(e, STATUS_MISUSE, "%s: is a folder", path);
        return error_way_out(e, "%s/*.csv takes its files", path);
    }
    if (stream_sheets(path, &a, &sheets, &count, NULL) != STATUS_OK)
        count = 0;
    size_t before = k->count;
    enum status s = count ? STATUS_OK : add_item(k, path, (uint64_t)st.st_size, NULL, e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++)
        s = add_item(k, path, (uint64_t)st.st_size, count > 1 ? sheets[i] : NULL, e);
    if (count && s == STATUS_OK && k->count > before)
        k->item[k->count - 1].hidden = hidden_sheets(k, path);
    arena_free(&a);
    return s;
}

/* A name that is a file is one, whatever wildcards it holds. */
static enum status add_word(struct intake *k, const char *word, struct error *e)
{
    struct stat st;
    if (!stat(word, &st))
        return add_file(k, word, e);
    glob_t found;
    int fault = glob(word, GLOB_TILDE | GLOB_BRACE, NULL, &found);
    if (fault == GLOB_NOSPACE)
        return error_no_memory(e);
    if (fault) {
        error_set(e, STATUS_FAILED, "there is no file %.200s", word);
        return error_way_out(e, "Tab completes names; * and ~ are understood");
    }
    enum status s = STATUS_OK;
    for (size_t i = 0; i < found.gl_pathc && s == STATUS_OK; i++)
        s = add_file(k, found.gl_pathv[i], e);
    globfree(&found);
    return s;
}

/* Takes away what was added from count on. */
static void drop(struct intake *k, size_t count)
{
    for (size_t i = count; i < k->count; i++)
        free(k->item[i].before);
    k->count = count;
}

enum status intake_add(struct intake *k, const char *text, size_t *added, struct error *e)
{
    struct arena a = {0};
    struct word word = {.text = ""};
    struct stat st;
    size_t before = k->count, at = 0;
    enum status s = STATUS_OK;
    if (!stat(text, &st))
        s = add_file(k, text, e);
    else
        while (s == STATUS_OK && word.text) {
            s = next_word(&a, text, &at, &word, e);
            if (s == STATUS_OK && word.text)
                s = add_word(k, word.text, e);
        }
    if (s != STATUS_OK) {
        drop(k, before);
        if (e) {
            e->at = word.at;
            e->length = word.length;
        }
    }
    *added = k->count - before;
    arena_free(&a);
    return s;
}
