/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of test records. */
#include "script.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void list_add(struct list *l, const char *item)
{
    char **items = realloc(l->items, (l->count + 2) * sizeof *items);
    if (!items) {
        fputs("screens: out of memory\n", stderr);
        exit(2);
    }
    l->items = items;
    items[l->count++] = copy_text(item);
    items[l->count] = NULL;
}

void list_set(struct list *l, const char *name, const char *value)
{
    struct buf entry = {0};
    buf_fmt(&entry, "%s=%s", name, value);
    size_t len = strlen(name) + 1, i = 0;
    while (i < l->count && strncmp(l->items[i], entry.data, len) != 0)
        i++;
    if (i < l->count) {
        free(l->items[i]);
        l->items[i] = copy_text(buf_text(&entry));
    } else {
        list_add(l, buf_text(&entry));
    }
    buf_free(&entry);
}

const char *list_value(const struct list *l, const char *name, size_t name_len)
{
    for (size_t i = 0; i < l->count; i++)
        if (!strncmp(l->items[i], name, name_len) && l->items[i][name_len] == '=')
            return l->items[i] + name_len + 1;
    return NULL;
}

void list_free(struct list *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->items[i]);
    free(l->items);
    *l = (struct list){0};
}

/* The reading of one line. */
struct reader {
    const char *p;
    const struct list *vars;
    struct buf *word;
    struct buf *why;
};

static bool name_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* At '$': appends the variable's value. `braced`: only ${NAME} counts, a lone $ is a dollar. */
static bool read_variable(struct reader *r, bool braced)
{
    const char *name = r->p + 1;
    bool brace = *name == '{';
    if (brace)
        name++;
    size_t len = 0;
    while (name_char(name[len]))
        len++;
    if (!len || (braced && !brace) || (brace && name[len] != '}')) {
        buf_char(r->word, *r->p++);
        return true;
    }
    const char *value = list_value(r->vars, name, len);
    char copy[64];
    snprintf(copy, sizeof copy, "%.*s", (int)len, name);
    if (!value)
        value = getenv(copy);
    if (!value) {
        buf_fmt(r->why, "unknown variable $%s: give it as %s=VALUE", copy, copy);
        return false;
    }
    buf_str(r->word, value);
    r->p = name + len + (brace ? 1 : 0);
    return true;
}

/* Up to `most` hexadecimal digits at r->p. */
static unsigned int read_hex(struct reader *r, int most)
{
    unsigned int value = 0;
    for (; most > 0 && isxdigit((unsigned char)*r->p); most--, r->p++) {
        int digit = isdigit((unsigned char)*r->p) ? *r->p - '0' : (*r->p | 32) - 'a' + 10;
        value = value * 16 + (unsigned int)digit;
    }
    return value;
}

/* Behind a backslash. */
static bool read_escape(struct reader *r)
{
    static const char from[] = "nrtea\\\"$";
    static const char to[] = "\n\r\t\x1b\a\\\"$";
    char c = *r->p;
    const char *at = c ? strchr(from, c) : NULL;
    if (at) {
        buf_char(r->word, to[at - from]);
        r->p++;
        return true;
    }
    if (c == 'x' || c == 'u') {
        r->p++;
        unsigned int value = read_hex(r, c == 'x' ? 2 : 4);
        if (value && c == 'x')
            buf_char(r->word, (char)value);
        else if (value)
            buf_rune(r->word, value);
        if (value)
            return true;
    }
    buf_str(r->why, "unknown escape behind \\");
    return false;
}

/* Up to the closing quote of the kind under r->p. */
static bool read_quoted(struct reader *r)
{
    char quote = *r->p++;
    while (*r->p && *r->p != quote) {
        if (quote == '"' && *r->p == '$') {
            if (!read_variable(r, false))
                return false;
        } else if (quote == '"' && *r->p == '\\') {
            r->p++;
            if (!read_escape(r))
                return false;
        } else {
            buf_char(r->word, *r->p++);
        }
    }
    if (!*r->p) {
        buf_fmt(r->why, "no closing %c", quote);
        return false;
    }
    r->p++;
    return true;
}

static bool read_words(struct reader *r, struct list *words)
{
    for (;;) {
        while (*r->p == ' ' || *r->p == '\t')
            r->p++;
        if (!*r->p || *r->p == '#')
            return true;
        buf_cut(r->word, 0);
        while (*r->p && *r->p != ' ' && *r->p != '\t') {
            bool good = true;
            if (*r->p == '"' || *r->p == '\'')
                good = read_quoted(r);
            else if (*r->p == '$')
                good = read_variable(r, false);
            else
                buf_char(r->word, *r->p++);
            if (!good)
                return false;
        }
        list_add(words, buf_text(r->word));
    }
}

/* The keys are the rest of the line as it stands, up to two blanks and a '#'. */
static bool read_keys(struct reader *r, struct list *words)
{
    while (*r->p == ' ' || *r->p == '\t')
        r->p++;
    buf_cut(r->word, 0);
    while (*r->p && strncmp(r->p, "  #", 3) != 0) {
        if (*r->p != '$')
            buf_char(r->word, *r->p++);
        else if (!read_variable(r, true))
            return false;
    }
    size_t len = r->word->len;
    while (len && (r->word->data[len - 1] == ' ' || r->word->data[len - 1] == '\t'))
        len--;
    buf_cut(r->word, len);
    if (len)
        list_add(words, buf_text(r->word));
    return true;
}

static bool read_line(struct reader *r, int line, struct script *out)
{
    while (*r->p == ' ' || *r->p == '\t')
        r->p++;
    if (!*r->p || *r->p == '#')
        return true;
    size_t len = strcspn(r->p, " \t");
    struct step *steps = realloc(out->steps, (out->count + 1) * sizeof *steps);
    if (!steps) {
        fputs("screens: out of memory\n", stderr);
        exit(2);
    }
    out->steps = steps;
    struct step *step = &steps[out->count++];
    buf_cut(r->word, 0);
    buf_add(r->word, r->p, len);
    *step = (struct step){.line = line, .name = copy_text(buf_text(r->word))};
    r->p += len;
    return !strcmp(step->name, "keys") ? read_keys(r, &step->words)
                                       : read_words(r, &step->words);
}

bool script_read(const char *path, const struct list *vars, struct script *out, struct buf *why)
{
    struct buf text = {0}, word = {0}, reason = {0};
    *out = (struct script){0};
    bool good = true;
    if (buf_read_file(&text, path) < 0) {
        buf_fmt(why, "0: %s", strerror(errno));
        good = false;
    }
    int line = 0;
    for (char *p = text.data; good && p && *p;) {
        char *end = p + strcspn(p, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        struct reader r = {.p = p, .vars = vars, .word = &word, .why = &reason};
        good = read_line(&r, ++line, out);
        if (!good)
            buf_fmt(why, "%d: %s", line, buf_text(&reason));
        p = next;
    }
    buf_free(&text);
    buf_free(&word);
    buf_free(&reason);
    return good;
}

void script_free(struct script *s)
{
    for (size_t i = 0; i < s->count; i++) {
        free(s->steps[i].name);
        list_free(&s->steps[i].words);
    }
    free(s->steps);
    *s = (struct script){0};
}
