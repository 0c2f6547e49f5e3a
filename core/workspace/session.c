/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's file: an INI file that anybody could have written, read line by line. */
#include "workspace/session.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/sha2.h>

#define NAME_MOST 40
#define NAME_BYTES "abcdefghijklmnopqrstuvwxyz0123456789_-"

/* ---- lines */

static bool is_name(const char *text)
{
    size_t len = strlen(text);
    return len > 0 && len <= NAME_MOST && strspn(text, NAME_BYTES) == len;
}

/* Whether a byte of a value stands as %3B in the file: what would end it or be cut off. */
static bool is_coded(const char *value, size_t len, size_t i)
{
    bool end = i == 0 || i + 1 == len;
    return (unsigned char)value[i] < 0x20 || strchr(";%\"", value[i]) ||
           (end && value[i] == ' ');
}

static bool is_value(const char *text)
{
    size_t len = strlen(text), room = 0;
    for (size_t i = 0; i < len && room <= SESSION_VALUE; i++)
        room += is_coded(text, len, i) ? 3 : 1;
    return room <= SESSION_VALUE && !text_is_hostile(text, len);
}

/* False: there is no room, or it is none. */
static bool add_line(struct session *s, const char *section, const char *key, const char *value)
{
    if (s->count == SESSION_LINES || !is_name(section) || !is_name(key) || !is_value(value))
        return false;
    struct session_line l = {arena_string(&s->arena, section), arena_string(&s->arena, key),
                             arena_string(&s->arena, value)};
    if (!l.section || !l.key || !l.value)
        return false;
    s->line[s->count++] = l;
    return true;
}

const char *session_get(const struct session *s, const char *section, const char *key, size_t n)
{
    for (size_t i = 0; s && i < s->count; i++)
        if (!strcmp(s->line[i].section, section) && !strcmp(s->line[i].key, key) && n-- == 0)
            return s->line[i].value;
    return NULL;
}

void session_clear(struct session *s, const char *section)
{
    struct session kept = {0};
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->line[i].section, section))
            add_line(&kept, s->line[i].section, s->line[i].key, s->line[i].value);
    arena_free(&s->arena);
    s->arena = kept.arena;
    s->count = kept.count;
    memcpy(s->line, kept.line, kept.count * sizeof *kept.line);
}

void session_add(struct session *s, const char *section, const char *key, const char *value)
{
    add_line(s, section, key, value);
}

/* ---- as text */

static void put_value(struct buffer *out, const char *value)
{
    size_t len = strlen(value);
    for (size_t i = 0; i < len; i++) {
        if (is_coded(value, len, i))
            buffer_addf(out, "%%%02X", (unsigned)(unsigned char)value[i]);
        else
            buffer_addc(out, value[i]);
    }
}

void session_print(const struct session *s, struct buffer *out)
{
    buffer_adds(out, "# How saisie was left; deleting this file forgets it.\n");
    for (size_t i = 0; i < s->count; i++) {
        const struct session_line *l = &s->line[i];
        if (i == 0 || strcmp(l->section, s->line[i - 1].section))
            buffer_addf(out, "[%s]\n", l->section);
        buffer_addf(out, "%s = ", l->key);
        put_value(out, l->value);
        buffer_addc(out, '\n');
    }
}

static int hex(char c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* False where a % says no byte. */
static bool take_value(const char *text, char out[SESSION_VALUE + 1])
{
    size_t n = 0;
    for (; *text && n < SESSION_VALUE; text++) {
        char c = *text;
        if (c == '%') {
            int high = hex(text[1]), low = high < 0 ? -1 : hex(text[2]);
            if (low < 0 || !(high || low))
                return false;
            c = (char)(high * 16 + low);
            text += 2;
        }
        out[n++] = c;
    }
    out[n] = '\0';
    return !*text;
}

struct reading {
    struct session *session;
    const char *text;
    size_t left;
    unsigned line;
};

static void pass_over(struct reading *r)
{
    struct session *s = r->session;
    s->bad_line = s->bad++ ? s->bad_line : r->line;
}

static int take_line(void *data, const char *section, const char *key, const char *value)
{
    struct reading *r = data;
    char plain[SESSION_VALUE + 1];
    if (!take_value(value ? value : "", plain) || !add_line(r->session, section, key, plain))
        pass_over(r);
    return 1;
}

/* As fgets, for inih; a line that has no room, or a NUL in it, is passed over whole. */
static char *next_line(char *out, int size, void *data)
{
    struct reading *r = data;
    if (!r->left)
        return NULL;
    const char *end = memchr(r->text, '\n', r->left);
    size_t len = end ? (size_t)(end - r->text) + 1 : r->left;
    r->line++;
    bool fits = len < (size_t)size && !memchr(r->text, 0, len);
    memcpy(out, fits ? r->text : "\n", fits ? len : 1);
    out[fits ? len : 1] = '\0';
    if (!fits)
        pass_over(r);
    r->text += len;
    r->left -= len;
    return out;
}

void session_parse(struct session *s, const char *text, size_t len)
{
    struct reading r = {.session = s, .text = text, .left = len};
    /* Lines that inih itself cannot read come to no handler: the first of them is told. */
    int wrong = ini_parse_stream(next_line, &r, take_line, &r);
    if (wrong > 0) {
        r.line = (unsigned)wrong;
        pass_over(&r);
    }
}

/* ---- the file */

const char *session_folder(struct arena *a)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    char *path = NULL;
    if (state && *state)
        path = arena_printf(a, "%s/saisie", state);
    else if (home && *home)
        path = arena_printf(a, "%s/.local/state/saisie", home);
    for (char *p = path ? strchr(path + 1, '/') : NULL; p; p = strchr(p + 1, '/')) {
        *p = '\0';
        mkdir(path, 0700);
        *p = '/';
    }
    if (path)
        mkdir(path, 0700);
    return path;
}

/* Named by the cache's true path, so that every way to it leads to one session. */
static const char *file_of(const char *cache_path, struct arena *a)
{
    const char *folder = session_folder(a);
    char *whole = realpath(cache_path, NULL);
    const char *name = whole ? whole : cache_path;
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, strlen(name), (const uint8_t *)name);
    sha256_digest(&sha, sizeof digest, digest);
    free(whole);
    char text[17];
    for (size_t i = 0; i < 8; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    return folder ? arena_printf(a, "%s/session-%s.ini", folder, text) : NULL;
}

/* False: it is there and is no file of ours. */
static bool read_file(const char *path, struct buffer *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    if (fd < 0)
        return errno == ENOENT;
    bool good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= SESSION_BYTES;
    char piece[4096];
    ssize_t n = 0;
    while (good && out->len <= SESSION_BYTES && (n = read(fd, piece, sizeof piece)) > 0)
        buffer_add(out, piece, (size_t)n);
    close(fd);
    return good && n >= 0 && !out->failed && out->len <= SESSION_BYTES;
}

enum status session_open(const char *cache_path, struct session **out, struct error *e)
{
    struct session *s = calloc(1, sizeof *s);
    *out = s;
    if (!s)
        return error_no_memory(e);
    s->path = file_of(cache_path, &s->path_arena);
    if (s->path && !read_file(s->path, &s->written)) {
        buffer_clear(&s->written);
        s->path = NULL; /* not ours to replace */
        s->bad = 1;
    }
    session_parse(s, buffer_text(&s->written), s->written.len);
    return STATUS_OK;
}

void session_free(struct session **s)
{
    if (!s || !*s)
        return;
    arena_free(&(*s)->arena);
    arena_free(&(*s)->path_arena);
    buffer_free(&(*s)->written);
    free(*s);
    *s = NULL;
}

static bool write_file(const char *path, const struct buffer *text)
{
    struct arena a = {0};
    const char *fresh = arena_printf(&a, "%s.%ld", path, (long)getpid());
    int fd =
        fresh ? open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
    bool good = fd >= 0;
    for (size_t at = 0; good && at < text->len;) {
        ssize_t n = write(fd, text->data + at, text->len - at);
        good = n > 0;
        at += good ? (size_t)n : 0;
    }
    good = fd >= 0 && close(fd) == 0 && good;
    good = good && rename(fresh, path) == 0;
    if (fd >= 0 && !good)
        unlink(fresh);
    arena_free(&a);
    return good;
}

enum status session_write(struct session *s, struct error *e)
{
    struct buffer text = {0};
    if (!s->path)
        return STATUS_OK;
    session_print(s, &text);
    bool same = text.len == s->written.len &&
                !memcmp(buffer_text(&text), buffer_text(&s->written), text.len);
    bool nothing = !s->count && !s->written.len; /* no file says the same */
    if (text.failed || same || nothing) {
        buffer_free(&text);
        return STATUS_OK;
    }
    bool good = write_file(s->path, &text);
    buffer_free(&s->written);
    s->written = text;
    if (good)
        return STATUS_OK;
    error_set(e, STATUS_FAILED, "how you leave saisie cannot be kept: %s: %s", s->path,
              strerror(errno));
    s->path = NULL;
    return STATUS_FAILED;
}
