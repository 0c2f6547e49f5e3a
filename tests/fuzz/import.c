/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: any bytes as a file that is imported whole, from its encoding to its findings,
 * in a dry run against a cache that is there; the first byte holds the options. Rows are read,
 * loaded or left out, and none is lost between. */
#include "ingest/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct reference *reference;
static struct cache *cache;

static void open_all(void)
{
    struct error e;
    char folder[64] = "/tmp/saisie-fuzz-XXXXXX", path[96];
    if (!mkdtemp(folder) || reference_open(&reference, &e) != STATUS_OK)
        abort();
    snprintf(path, sizeof path, "%s/cache.db", folder);
    if (cache_open(path, CACHE_WRITE, &cache, &e) != STATUS_OK)
        abort();
    /* It has no name any more, and goes with the process. */
    unlink(path);
    rmdir(folder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_report r = {0};
    struct error e = {0};
    char path[64];
    if (!cache)
        open_all();
    if (!size)
        return 0;
    const struct import_options o = {.as_of = *data & 1 ? "2024-06-30" : NULL,
                                     .generic = *data & 2,
                                     .header_told = *data & 4,
                                     .header_rows = *data >> 3 & 3,
                                     .table = *data >> 5 & 3,
                                     .dry = true};
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data + 1, size - 1) != (ssize_t)(size - 1))
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    enum status s = import_file(cache, reference, path, &o, &r, &e);
    if (s != STATUS_OK && (!*e.text || cache_line_count(cache)))
        abort();
    if (s == STATUS_OK &&
        r.batch.rows_read != r.batch.rows_left_out + r.batch.rows_new + r.batch.rows_changed +
                                 r.batch.rows_unchanged + r.batch.rows_withdrawn)
        abort();
    import_report_free(&r);
    close(fd);
    return 0;
}
