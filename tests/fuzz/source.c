/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: any bytes as a file, plain or packed, in an encoding that is told or found (the
 * first byte says). What is found does not depend on the blocks in which bytes come, and the
 * text is the same when it is read again. */
#include "ingest/source.h"
#include "ingest/encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void survey_in_blocks(const unsigned char *data, size_t size)
{
    struct encoding_survey whole = {0}, parts = {0};
    encoding_survey(&whole, data, size);
    for (size_t i = 0; i < size; i++)
        encoding_survey(&parts, data + i, 1);
    encoding_end(&whole);
    encoding_end(&parts);
    if (whole.whole != parts.whole || whole.bad != parts.bad || whole.high != parts.high ||
        whole.beside != parts.beside || whole.unassigned != parts.unassigned)
        abort();
}

static bool read_all(struct source *s, size_t block, uint64_t *sum, size_t *all)
{
    char out[512];
    struct error e;
    size_t got = 1;
    *sum = 14695981039346656037ULL;
    *all = 0;
    while (got) {
        if (source_read(s, out, block, &got, &e) != STATUS_OK)
            return false;
        if (got > block)
            abort();
        for (size_t i = 0; i < got; i++)
            *sum = (*sum ^ (uint8_t)out[i]) * 1099511628211ULL;
        *all += got;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const told[] = {NULL,         "UTF-8",        "UTF-16LE",    "UTF-16BE",
                                       "UTF-16",     "WINDOWS-1252", "SHIFT_JIS",   "GB18030",
                                       "ISO-8859-7", "UTF-7",        "ISO-2022-JP", "UTF-32"};
    struct source s = {0};
    struct error e;
    char path[64];
    if (!size)
        return 0;
    survey_in_blocks(data + 1, size - 1);
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data + 1, size - 1) != (ssize_t)(size - 1))
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    uint64_t first, again;
    size_t length, same;
    const char *encoding = told[*data % (sizeof told / sizeof *told)];
    if (source_open(&s, path, -1, NULL, encoding, 0, NULL, &e) == STATUS_OK &&
        read_all(&s, 512, &first, &length)) {
        if (source_rewind(&s, &e) != STATUS_OK || !read_all(&s, 16, &again, &same) ||
            first != again || length != same)
            abort();
    }
    source_close(&s);
    close(fd);
    return 0;
}
