/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files as streams: which kind a file is, and the plain kind. */
#include "ingest/stream_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zip.h>

/* ---- plain files ---- */

struct plain {
    const char *path;
    int fd;
};

static enum status read_plain(void *state, char *out, size_t room, size_t *got, struct error *e)
{
    struct plain *p = state;
    ssize_t n;
    do
        n = read(p->fd, out, room);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set(e, STATUS_FAILED, "%s: cannot be read: %s", p->path, strerror(errno));
    *got = (size_t)n;
    return STATUS_OK;
}

static enum status rewind_plain(void *state, struct error *e)
{
    struct plain *p = state;
    if (lseek(p->fd, 0, SEEK_SET) < 0)
        return error_set(e, STATUS_FAILED, "%s: %s", p->path, strerror(errno));
    return STATUS_OK;
}

static void close_plain(void *state)
{
    struct plain *p = state;
    close(p->fd);
    free(p);
}

static enum status open_plain(struct stream *s, int fd, struct error *e)
{
    static const struct stream_kind kind = {read_plain, rewind_plain, close_plain};
    struct plain *p = malloc(sizeof *p);
    if (!p) {
        close(fd);
        return error_no_memory(e);
    }
    *p = (struct plain){s->path, fd};
    s->state = p;
    s->kind = &kind;
    return STATUS_OK;
}

/* ---- what a file is ---- */

static enum status cannot_open(const char *path, const char *why, struct error *e)
{
    error_set(e, STATUS_FAILED, "%s: %s", path, why);
    return error_way_out(e, "check the name and its rights");
}

enum status stream_spool(int *fd, struct error *e)
{
    enum { BLOCK = 1 << 16 };
    const char *folder = getenv("TMPDIR");
    char *block = malloc(BLOCK);
    if (!block)
        return error_no_memory(e);
    *fd = open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    ssize_t n = *fd < 0 ? -1 : 1;
    while (n > 0) {
        n = read(STDIN_FILENO, block, BLOCK);
        if (n < 0 && errno == EINTR)
            n = 1;
        else
            for (ssize_t done = 0; done < n;) {
                ssize_t put = write(*fd, block + done, (size_t)(n - done));
                if (put < 0 && errno != EINTR) {
                    n = -1;
                    break;
                }
                done += put > 0 ? put : 0;
            }
    }
    free(block);
    if (n == 0 && lseek(*fd, 0, SEEK_SET) == 0)
        return STATUS_OK;
    error_set(e, STATUS_FAILED, "standard input cannot be kept: %s", strerror(errno));
    if (*fd >= 0)
        close(*fd);
    return error_way_out(e, "give TMPDIR more room, or write the table into a file first");
}

static enum status open_file(const char *path, int spooled, int *fd, struct error *e)
{
    struct stat st;
    if (!strcmp(path, "-")) {
        *fd = fcntl(spooled, F_DUPFD_CLOEXEC, 0);
        return *fd >= 0 && lseek(*fd, 0, SEEK_SET) == 0
                   ? STATUS_OK
                   : error_set(e, STATUS_FAILED, "standard input: %s", strerror(errno));
    }
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*fd < 0)
        return cannot_open(path, errno == ENOENT ? "no such file" : strerror(errno), e);
    if (!fstat(*fd, &st) && S_ISREG(st.st_mode))
        return STATUS_OK;
    bool folder = S_ISDIR(st.st_mode);
    close(*fd);
    error_set(e, STATUS_FAILED, "%s: is %s", path, folder ? "a folder" : "no plain file");
    return error_way_out(e, "name one or more files of tables");
}

enum packing { PACKED_NOT, PACKED_GZIP, PACKED_ZIP };

static enum packing packing_of(int fd)
{
    unsigned char head[4] = {0};
    ssize_t n = pread(fd, head, sizeof head, 0);
    if (n >= 2 && head[0] == 0x1F && head[1] == 0x8B)
        return PACKED_GZIP;
    return n == 4 && !memcmp(head, "PK\3\4", 4) ? PACKED_ZIP : PACKED_NOT;
}

enum status stream_open(struct stream *s, const char *path, int spooled, const char *part,
                        struct error *e)
{
    *s = (struct stream){.path = path};
    int fd;
    enum status status = open_file(path, spooled, &fd, e);
    if (status != STATUS_OK)
        return status;
    switch (packing_of(fd)) {
    case PACKED_GZIP:
        return stream_gzip(s, fd, e);
    case PACKED_ZIP:
        return stream_zip(s, fd, part, e);
    case PACKED_NOT:
        break;
    }
    if (!part)
        return open_plain(s, fd, e);
    close(fd);
    error_set(e, STATUS_FAILED, "%s: has no sheets or members", path);
    return error_way_out(e, "leave --sheet out");
}

enum status stream_read(struct stream *s, char *out, size_t room, size_t *got, struct error *e)
{
    return s->kind->read(s->state, out, room, got, e);
}

enum status stream_rewind(struct stream *s, struct error *e)
{
    return s->kind->rewind(s->state, e);
}

void stream_close(struct stream *s)
{
    if (s->kind)
        s->kind->close(s->state);
    s->kind = NULL;
    s->state = NULL;
}

enum status stream_check_size(const char *path, uint64_t content, uint64_t packed,
                              struct error *e)
{
    bool grows = content > STREAM_FREE && content / STREAM_RATIO > packed;
    if (!grows && content <= STREAM_MOST)
        return STATUS_OK;
    error_set(e, STATUS_FAILED, "%s: grows from %llu to more than %llu bytes, beyond measure",
              path, (unsigned long long)packed, (unsigned long long)content);
    return error_way_out(e, "if you trust it, unpack it yourself and import what is in it");
}

static enum status list_parts(const char *path, bool hidden, struct arena *a,
                              const char ***names, size_t *count, struct error *e)
{
    int fd, fault;
    *count = 0;
    /* Standard input is spent once read. */
    if (!strcmp(path, "-"))
        return STATUS_OK;
    enum status s = open_file(path, -1, &fd, e);
    if (s != STATUS_OK)
        return s;
    struct zip *zip = packing_of(fd) == PACKED_ZIP ? zip_fdopen(fd, 0, &fault) : NULL;
    if (!zip) {
        close(fd);
        return STATUS_OK;
    }
    if (xlsx_is_workbook(zip))
        s = xlsx_sheets(path, zip, hidden, a, names, count, e);
    else if (!hidden)
        s = zip_members(zip, a, names, count, e);
    zip_discard(zip);
    return s;
}

enum status stream_sheets(const char *path, struct arena *a, const char ***names, size_t *count,
                          struct error *e)
{
    return list_parts(path, false, a, names, count, e);
}

enum status stream_hidden_sheets(const char *path, struct arena *a, const char ***names,
                                 size_t *count, struct error *e)
{
    return list_parts(path, true, a, names, count, e);
}
