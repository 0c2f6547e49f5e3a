/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All profiles: those of the analyst's folder and those compiled in, and which one knows a
 * header. */
#include "base/embed.h"
#include "base/text.h"
#include "ingest/profile_private.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

EMBED(profile_cbp_drugs, "core/ingest/profiles/cbp-drugs.ini");
EMBED(profile_cen_sample, "core/ingest/profiles/cen-sample.ini");
EMBED(profile_cen_sample_fr, "core/ingest/profiles/cen-sample-fr.ini");
EMBED(profile_cites_trade, "core/ingest/profiles/cites-trade.ini");
EMBED(profile_generic, "core/ingest/profiles/generic.ini");
EMBED(profile_unodc_2016, "core/ingest/profiles/unodc-ids-2016.ini");
EMBED(profile_unodc_2022, "core/ingest/profiles/unodc-ids-2022.ini");
EMBED(profile_unodc_now, "core/ingest/profiles/unodc-ids.ini");
EMBED_NOTE;

static const struct embedded SHIPPED[] = {
    EMBEDDED("cbp-drugs", profile_cbp_drugs),
    EMBEDDED("cen-sample", profile_cen_sample),
    EMBEDDED("cen-sample-fr", profile_cen_sample_fr),
    EMBEDDED("generic", profile_generic),
    EMBEDDED("cites-trade", profile_cites_trade),
    EMBEDDED("unodc-ids-2016", profile_unodc_2016),
    EMBEDDED("unodc-ids-2022", profile_unodc_2022),
    EMBEDDED("unodc-ids", profile_unodc_now),
};
enum { SHIPPED_COUNT = sizeof SHIPPED / sizeof *SHIPPED, SUFFIX = 4, MOST_BYTES = 1 << 20 };

static enum status read_shipped(struct profiles *p, struct error *e)
{
    enum status s = STATUS_OK;
    for (size_t i = 0; i < SHIPPED_COUNT && s == STATUS_OK; i++) {
        struct profile *one = &p->profile[p->count++];
        *one = (struct profile){.name = SHIPPED[i].name, .shipped = true};
        s = profile_parse(SHIPPED[i].start, (size_t)(SHIPPED[i].end - SHIPPED[i].start),
                          &p->arena, one, SHIPPED[i].name, e);
    }
    return s;
}

/* ---- the analyst's own ---- */

static bool is_name(const char *name, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!isalnum((unsigned char)name[i]) && name[i] != '-' && name[i] != '_')
            return false;
    return len > 0;
}

static int is_profile(const struct dirent *d)
{
    size_t len = strlen(d->d_name);
    return len > SUFFIX && !strcmp(d->d_name + len - SUFFIX, ".ini") &&
           is_name(d->d_name, len - SUFFIX);
}

static enum status read_file(struct profiles *p, const char *folder, const char *file,
                             struct error *e)
{
    struct profile *one = &p->profile[p->count];
    const char *path = arena_printf(&p->arena, "%s/%s", folder, file);
    char *text = arena_alloc(&p->arena, MOST_BYTES);
    *one = (struct profile){.name = arena_copy(&p->arena, file, strlen(file) - SUFFIX)};
    if (!path || !text || !one->name)
        return error_no_memory(e);
    /* A pipe of that name would wait for its writer. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    FILE *in = fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) ? fdopen(fd, "r") : NULL;
    if (!in) {
        error_set(e, STATUS_FAILED, "%s: %s", path,
                  fd < 0 ? strerror(errno) : "is no plain file");
        if (fd >= 0)
            close(fd);
        return error_way_out(e, "move it out of the folder");
    }
    size_t len = fread(text, 1, MOST_BYTES, in);
    bool failed = ferror(in) || len == MOST_BYTES;
    fclose(in);
    if (failed)
        return error_set(e, STATUS_FAILED, "%s: cannot be read, or is no profile", path);
    p->count++;
    return profile_parse(text, len, &p->arena, one, path, e);
}

static enum status read_folder(struct profiles *p, const char *folder, struct error *e)
{
    struct dirent **files = NULL;
    int count = folder ? scandir(folder, &files, is_profile, alphasort) : 0;
    enum status s = STATUS_OK;
    if (count < 0 && errno != ENOENT)
        return error_set(e, STATUS_FAILED, "%s: %s", folder, strerror(errno));
    count = count < 0 ? 0 : count; /* no folder: no profiles of one's own */
    p->profile = arena_zero(&p->arena, (size_t)count + SHIPPED_COUNT, sizeof *p->profile);
    if (!p->profile)
        s = error_no_memory(e);
    for (int i = 0; i < count; i++) {
        if (s == STATUS_OK)
            s = read_file(p, folder, files[i]->d_name, e);
        free(files[i]);
    }
    free(files);
    return s;
}

enum status profiles_read(const char *folder, struct profiles *out, struct error *e)
{
    *out = (struct profiles){0};
    enum status s = read_folder(out, folder, e);
    if (s == STATUS_OK)
        s = read_shipped(out, e);
    if (s != STATUS_OK)
        profiles_free(out);
    return s;
}

void profiles_free(struct profiles *p)
{
    arena_free(&p->arena);
    *p = (struct profiles){0};
}

const struct profile *profiles_find(const struct profiles *p, const char *name)
{
    for (size_t i = 0; i < p->count; i++)
        if (!strcmp(p->profile[i].name, name))
            return &p->profile[i];
    return NULL;
}

/* ---- which one knows a header ---- */

bool header_same(const char *a, size_t a_len, const char *b)
{
    struct buffer x = {0}, y = {0};
    text_key(&x, a, a_len);
    text_key(&y, b, strlen(b));
    bool same = !x.failed && !y.failed && x.len && !strcmp(buffer_text(&x), buffer_text(&y));
    buffer_free(&x);
    buffer_free(&y);
    return same;
}

static bool has(const struct record *header, const char *name)
{
    for (size_t i = 0; i < header->count; i++)
        if (header_same(header->cells[i].text, header->cells[i].length, name))
            return true;
    return false;
}

static bool knows(const struct profile *p, const struct record *header)
{
    for (size_t i = 0; i < p->has_count; i++)
        if (!has(header, p->has[i]))
            return false;
    return p->has_count > 0;
}

const struct profile *profiles_match(const struct profiles *p, const struct record *header)
{
    const struct profile *best = NULL;
    for (size_t i = 0; i < p->count; i++) {
        const struct profile *one = &p->profile[i];
        bool better =
            !best || (one->shipped == best->shipped && one->has_count > best->has_count);
        if (better && knows(one, header))
            best = one;
    }
    return best;
}

/* ---- saving ---- */

static enum status make_folder(const char *folder, struct error *e)
{
    char *path = strdup(folder);
    enum status s = path ? STATUS_OK : error_no_memory(e);
    for (char *slash = path; s == STATUS_OK && slash;) {
        slash = strchr(slash + 1, '/');
        if (slash)
            *slash = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            s = error_set(e, STATUS_FAILED, "cannot make the folder %s: %s", path,
                          strerror(errno));
        if (slash)
            *slash = '/';
    }
    free(path);
    return s;
}

/* What is written must be read as the same again: a blank at an end, a sign that a line of an
 * INI file cannot hold, or more columns than a profile has room for would not. */
static enum status check_written(const struct profile *p, const struct buffer *text,
                                 struct error *e)
{
    struct arena a = {0};
    struct profile read = {.name = p->name};
    struct buffer again = {0};
    enum status s = text->len < MOST_BYTES
                        ? profile_parse(text->data, text->len, &a, &read, p->name, e)
                        : error_set(e, STATUS_FAILED, "%s: has too many columns", p->name);
    if (s == STATUS_OK)
        profile_print(&read, &again);
    bool same = again.len == text->len && !memcmp(again.data, text->data, text->len);
    buffer_free(&again);
    arena_free(&a);
    if (s == STATUS_OK && !same)
        s = error_set(e, STATUS_FAILED, "%s: a profile cannot hold some of these words",
                      p->name);
    return s == STATUS_OK ? s
                          : error_way_out(e, "blanks at an end and signs like tabs are what it "
                                             "cannot hold");
}

static enum status write_file(const char *path, const struct buffer *text, struct error *e)
{
    struct buffer beside = {0};
    buffer_addf(&beside, "%s.new", path);
    if (beside.failed || text->failed) {
        buffer_free(&beside);
        return error_no_memory(e);
    }
    int fd = open(buffer_text(&beside), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good =
        fd >= 0 && write(fd, text->data, text->len) == (ssize_t)text->len && fsync(fd) == 0;
    int fault = errno;
    if (fd >= 0)
        close(fd);
    if (good && rename(buffer_text(&beside), path) != 0) {
        fault = errno;
        good = false;
    }
    if (!good && fd >= 0)
        unlink(buffer_text(&beside));
    buffer_free(&beside);
    return good ? STATUS_OK
                : error_set(e, STATUS_FAILED, "cannot write %s: %s", path, strerror(fault));
}

enum status profile_save(const struct profile *p, const char *folder, struct error *e)
{
    if (!is_name(p->name, strlen(p->name))) {
        error_set(e, STATUS_MISUSE, "\"%.60s\" is no name of a profile", p->name);
        error_way_out(e, "a name is made of letters, digits, - and _");
        return STATUS_MISUSE;
    }
    struct buffer path = {0}, text = {0};
    buffer_addf(&path, "%s/%s.ini", folder, p->name);
    profile_print(p, &text);
    enum status s =
        path.failed || text.failed ? error_no_memory(e) : check_written(p, &text, e);
    if (s == STATUS_OK)
        s = make_folder(folder, e);
    if (s == STATUS_OK)
        s = write_file(buffer_text(&path), &text, e);
    buffer_free(&path);
    buffer_free(&text);
    return s;
}
