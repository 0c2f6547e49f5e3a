/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files completed as a shell does: a blank in them gets a backslash, ~ is home. */
#include "paths.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* Blanks with a backslash before them are of the word. */
static size_t word_start(const char *line, size_t start, size_t cursor)
{
    size_t at = start;

    for (size_t i = start; i < cursor; i++) {
        if (line[i] == '\\' && i + 1 < cursor) {
            i++;
        } else if (line[i] == ' ' || line[i] == '\t') {
            at = i + 1;
        }
    }
    return at;
}

/* The word as it is meant: quotes at its beginning and backslashes taken away. */
static char *plain(struct arena *a, const char *text, size_t len)
{
    char *out = arena_zero(a, len + 1, 1), *to = out;

    for (size_t i = 0; out && i < len; i++) {
        if (text[i] == '\\' && i + 1 < len) {
            *to++ = text[++i];
        } else if (text[i] != '"' && text[i] != '\'') {
            *to++ = text[i];
        }
    }
    return out;
}

/* The word as it must be typed. */
static char *typed(struct arena *a, const char *text)
{
    char *out = arena_zero(a, 2 * strlen(text) + 3, 1), *to = out;

    for (; out && *text; text++) {
        if (strchr(" \t\\\"'*?[{", *text)) {
            *to++ = '\\';
        }
        *to++ = *text;
    }
    return out;
}

static const char *open_name(struct arena *a, const char *folder)
{
    const char *home = getenv("HOME");

    if (strncmp(folder, "~/", 2) == 0 && home) {
        return arena_printf(a, "%s/%s", home, folder + 2);
    }
    return *folder ? folder : ".";
}

static bool is_folder(struct arena *a, const char *folder, const char *name)
{
    struct stat st;
    const char *path = arena_printf(a, "%s/%s", folder, name);

    return path && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int by_label(const void *a, const void *b)
{
    const struct filter_completion *x = a, *y = b;

    return strcoll(x->label, y->label);
}

enum status complete_path(const char *line, size_t start, size_t cursor, size_t limit,
                          struct arena *arena, size_t *from, struct filter_completion *out,
                          size_t *count, struct error *e)
{
    *count = 0;
    *from = word_start(line, start < cursor ? start : cursor, cursor);
    char *word = plain(arena, line + *from, cursor - *from);
    char *slash = word ? strrchr(word, '/') : NULL;
    const char *name = slash ? slash + 1 : word;
    const char *folder =
        word ? arena_copy(arena, word, slash ? (size_t)(slash + 1 - word) : 0) : NULL;
    const char *opened = folder ? open_name(arena, folder) : NULL;

    if (!opened) {
        return error_no_memory(e);
    }
    DIR *d = opendir(opened);
    struct dirent *entry;
    while (d && *count < limit && (entry = readdir(d))) {
        const char *found = entry->d_name;
        bool dots = strcmp(found, ".") == 0 || strcmp(found, "..") == 0;
        if (dots || (*found == '.' && *name != '.') ||
            strncmp(found, name, strlen(name)) != 0) {
            continue;
        }
        bool into = is_folder(arena, opened, found);
        const char *whole = arena_printf(arena, "%s%s%s", folder, found, into ? "/" : "");
        char *text = whole ? typed(arena, whole) : NULL;
        const char *label = arena_printf(arena, "%s%s", found, into ? "/" : "");
        const char *put = !text || into ? text : arena_printf(arena, "%s ", text);
        if (put && label) {
            out[(*count)++] = (struct filter_completion){.text = put, .label = label};
        }
    }
    if (d) {
        closedir(d);
    }
    qsort(out, *count, sizeof *out, by_label);
    return STATUS_OK;
}
