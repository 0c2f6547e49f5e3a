/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packed files as streams: gzip, and a member of a ZIP. Names inside are never used as paths.
 */
#include "ingest/stream_private.h"

#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <zip.h>
#include <zlib.h>

/* ---- gzip ---- */

enum { PACKED_BLOCK = 1 << 16 };

struct gzip {
    const char *path;
    int fd;
    z_stream z;
    bool ended;   /* of the file */
    bool between; /* behind a whole member */
    uint64_t in, out;
    unsigned char block[PACKED_BLOCK];
};

static enum status broken(const char *path, struct error *e)
{
    error_set(e, STATUS_FAILED, "%s: is cut or damaged", path);
    return error_way_out(e, "fetch it again");
}

static enum status fill_gzip(struct gzip *g, struct error *e)
{
    ssize_t n;
    do
        n = read(g->fd, g->block, sizeof g->block);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set(e, STATUS_FAILED, "%s: cannot be read: %s", g->path, strerror(errno));
    g->ended = n == 0;
    g->z.next_in = g->block;
    g->z.avail_in = (uInt)n;
    g->in += (uint64_t)n;
    return STATUS_OK;
}

static enum status read_gzip(void *state, char *out, size_t room, size_t *got, struct error *e)
{
    struct gzip *g = state;
    *got = 0;
    g->z.next_out = (Bytef *)out;
    g->z.avail_out = room > 1 << 30 ? 1 << 30 : (uInt)room;
    uInt wanted = g->z.avail_out;
    while (g->z.avail_out == wanted) {
        if (!g->z.avail_in && !g->ended) {
            enum status s = fill_gzip(g, e);
            if (s != STATUS_OK)
                return s;
        }
        if (!g->z.avail_in && g->ended) {
            if (!g->between)
                return broken(g->path, e);
            return STATUS_OK;
        }
        /* Several members one behind the other are one content; zeros behind are padding. */
        if (g->between && *g->z.next_in == 0) {
            g->z.next_in++;
            g->z.avail_in--;
            continue;
        }
        if (g->between && inflateReset(&g->z) != Z_OK)
            return broken(g->path, e);
        int result = inflate(&g->z, Z_NO_FLUSH);
        g->between = result == Z_STREAM_END;
        if (result != Z_OK && result != Z_STREAM_END)
            return broken(g->path, e);
    }
    *got = wanted - g->z.avail_out;
    g->out += *got;
    return stream_check_size(g->path, g->out, g->in, e);
}

static enum status rewind_gzip(void *state, struct error *e)
{
    struct gzip *g = state;
    if (lseek(g->fd, 0, SEEK_SET) < 0 || inflateReset(&g->z) != Z_OK)
        return error_set(e, STATUS_FAILED, "%s: cannot be read again", g->path);
    g->z.avail_in = 0;
    g->in = g->out = 0;
    g->ended = g->between = false;
    return STATUS_OK;
}

static void close_gzip(void *state)
{
    struct gzip *g = state;
    inflateEnd(&g->z);
    close(g->fd);
    free(g);
}

enum status stream_gzip(struct stream *s, int fd, struct error *e)
{
    static const struct stream_kind kind = {read_gzip, rewind_gzip, close_gzip};
    struct gzip *g = calloc(1, sizeof *g);
    /* 16: a gzip header, none of zlib. */
    if (!g || inflateInit2(&g->z, 16 + MAX_WBITS) != Z_OK) {
        free(g);
        close(fd);
        return error_no_memory(e);
    }
    g->path = s->path;
    g->fd = fd;
    s->state = g;
    s->kind = &kind;
    return STATUS_OK;
}

/* ---- a member of a ZIP ---- */

struct member {
    const char *path;
    zip_t *zip;
    zip_uint64_t index;
    zip_file_t *file;
    uint64_t packed, out;
};

static enum status zip_fault(const char *path, const char *why, struct error *e)
{
    error_set(e, STATUS_FAILED, "%s: %s", path, why);
    return error_way_out(e, "unpack it yourself and import what is in it");
}

static enum status read_member(void *state, char *out, size_t room, size_t *got,
                               struct error *e)
{
    struct member *m = state;
    zip_int64_t n = zip_fread(m->file, out, room);
    if (n < 0)
        return broken(m->path, e);
    *got = (size_t)n;
    m->out += *got;
    return stream_check_size(m->path, m->out, m->packed, e);
}

static enum status rewind_member(void *state, struct error *e)
{
    struct member *m = state;
    if (m->file)
        zip_fclose(m->file);
    m->out = 0;
    m->file = zip_fopen_index(m->zip, m->index, 0);
    return m->file ? STATUS_OK : zip_fault(m->path, zip_strerror(m->zip), e);
}

static void close_member(void *state)
{
    struct member *m = state;
    if (m->file)
        zip_fclose(m->file);
    zip_discard(m->zip);
    free(m);
}

static bool is_table_name(const char *name)
{
    static const char *const endings[] = {".csv", ".tsv", ".txt", ".tab", ".psv"};
    size_t len = strlen(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (len > 4 && !strcasecmp(name + len - 4, endings[i]))
            return true;
    return false;
}

/* NULL: a folder, or what a Mac puts beside each file. */
static const char *member_name(zip_t *zip, zip_int64_t i)
{
    const char *name = zip_get_name(zip, (zip_uint64_t)i, 0);
    size_t len = name ? strlen(name) : 0;
    return len && name[len - 1] != '/' && strncmp(name, "__MACOSX/", 9) ? name : NULL;
}

enum status zip_members(struct zip *zip, struct arena *a, const char ***names, size_t *count,
                        struct error *e)
{
    zip_int64_t members = zip_get_num_entries(zip, 0);
    *count = 0;
    *names = arena_zero(a, (size_t)members + 1, sizeof **names);
    if (!*names)
        return error_no_memory(e);
    for (int any = 0; any < 2 && !*count; any++)
        for (zip_int64_t i = 0; i < members; i++) {
            const char *name = member_name(zip, i);
            if (!name || (!any && !is_table_name(name)))
                continue;
            if (!((*names)[(*count)++] = arena_string(a, name)))
                return error_no_memory(e);
        }
    *count = *count > 1 ? *count : 0;
    return STATUS_OK;
}

/* The member of that name or number; without one the first that is called a table, else the
 * first that is no folder. False if there is none. */
static bool find_member(zip_t *zip, const char *part, zip_uint64_t *index)
{
    zip_int64_t count = zip_get_num_entries(zip, 0);
    bool found = false;
    unsigned long long number = 0, asked = part ? strtoull(part, NULL, 10) : 0;
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = member_name(zip, i);
        if (!name)
            continue;
        number++;
        bool fits =
            part ? !strcmp(part, name) || number == asked : !found || is_table_name(name);
        if (!fits)
            continue;
        *index = (zip_uint64_t)i;
        found = true;
        if (part || is_table_name(name))
            return true;
    }
    return found;
}

static enum status open_member(struct stream *s, zip_t *zip, const char *part, struct error *e)
{
    static const struct stream_kind kind = {read_member, rewind_member, close_member};
    struct member *m = calloc(1, sizeof *m);
    zip_stat_t st;
    zip_uint64_t index = 0;
    enum status status = STATUS_OK;
    if (!m)
        status = error_no_memory(e);
    else if (!find_member(zip, part, &index) || zip_stat_index(zip, index, 0, &st))
        status = zip_fault(s->path, part ? "has no such member" : "holds no file", e);
    else if (st.valid & ZIP_STAT_ENCRYPTION_METHOD && st.encryption_method != ZIP_EM_NONE)
        status = zip_fault(s->path, "is encrypted", e);
    else if (st.valid & ZIP_STAT_COMP_SIZE)
        m->packed = st.comp_size;
    if (status == STATUS_OK) {
        *m = (struct member){s->path, zip, index, NULL, m->packed, 0};
        status = rewind_member(m, e);
    }
    if (status != STATUS_OK) {
        zip_discard(zip);
        free(m);
        return status;
    }
    s->state = m;
    s->kind = &kind;
    return STATUS_OK;
}

enum status stream_zip(struct stream *s, int fd, const char *part, struct error *e)
{
    int fault;
    zip_t *zip = zip_fdopen(fd, 0, &fault);
    if (!zip) {
        close(fd);
        return broken(s->path, e);
    }
    return xlsx_is_workbook(zip) ? stream_xlsx(s, zip, part, e) : open_member(s, zip, part, e);
}
