/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new file that appears whole or not at all: written without a name where the folder can hold
 * such files, so that nothing of it is left whatever ends the program; else under a name of its
 * own beside the path. */
#include "export/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status fail(const char *what, const char *path, struct error *e)
{
    error_set(e, STATUS_FAILED, "cannot %s %s: %s", what, path, strerror(errno));
    return error_way_out(e, "choose a folder that you may write in");
}

static enum status refuse(const char *path, struct error *e)
{
    error_set(e, STATUS_FAILED, "%s is there already", path);
    return error_way_out(e, "choose another name, or move it away first");
}

enum status whole_file_open(const char *path, struct arena *a, struct whole_file *out,
                            struct error *e)
{
    struct stat st;
    *out = (struct whole_file){.path = path};
    /* Whatever stands there: a link, a pipe or a device is no place for a new file either. */
    if (lstat(path, &st) == 0)
        return refuse(path, e);
    const char *slash = strrchr(path, '/');
    const char *folder = !slash          ? "."
                         : slash == path ? "/"
                                         : arena_copy(a, path, (size_t)(slash - path));
    out->path = arena_string(a, path);
    if (!folder || !out->path)
        return error_no_memory(e);
    int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0 && errno != EACCES && errno != ENOSPC) {
        char *name = arena_printf(a, "%s.XXXXXX", path);
        if (!name)
            return error_no_memory(e);
        fd = mkostemp(name, O_CLOEXEC);
        out->part = fd < 0 ? NULL : name;
    }
    out->file = fd < 0 ? NULL : fdopen(fd, "w");
    if (out->file)
        return STATUS_OK;
    enum status status = fail("write", path, e);
    if (fd >= 0)
        close(fd);
    return status;
}

/* Gives the file its name, unless another has it meanwhile. */
static enum status name_it(const struct whole_file *w, struct error *e)
{
    char link_path[64];
    if (fflush(w->file) == EOF || fsync(fileno(w->file)) != 0)
        return fail("write", w->path, e);
    snprintf(link_path, sizeof link_path, "/proc/self/fd/%d", fileno(w->file));
    int named = w->part ? renameat2(AT_FDCWD, w->part, AT_FDCWD, w->path, RENAME_NOREPLACE)
                        : linkat(AT_FDCWD, link_path, AT_FDCWD, w->path, AT_SYMLINK_FOLLOW);
    if (named != 0)
        return errno == EEXIST ? refuse(w->path, e) : fail("name", w->path, e);
    return STATUS_OK;
}

enum status whole_file_close(struct whole_file *w, enum status status, struct error *e)
{
    if (!status)
        status = name_it(w, e);
    if (fclose(w->file) == EOF && !status)
        status = fail("write", w->path, e);
    if (status && w->part)
        unlink(w->part);
    *w = (struct whole_file){0};
    return status;
}
