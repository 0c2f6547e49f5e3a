/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: the parts of a workbook. The input is a byte that says which parts come, then
 * the parts, each ended by the byte 0xFF; or, where it begins with PK, a ZIP as it is. */
#include "ingest/xlsx.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const parts[] = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
                                    "xl/styles.xml", "xl/workbook.xml",
                                    "xl/_rels/workbook.xml.rels"};

#define RELATIONS                                                                              \
    "<Relationships><Relationship Id=\"rId1\" "                                                \
    "Target=\"worksheets/sheet1.xml\"/></Relationships>"

static const char *const usual[] = {
    "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>",
    "<sst><si><t>a</t></si></sst>",
    "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
    "<workbook><sheets><sheet name=\"a\" r:id=\"rId1\"/></sheets></workbook>", RELATIONS};

static zip_t *build(const uint8_t *data, size_t size)
{
    zip_error_t fault;
    zip_error_init(&fault);
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &fault);
    zip_source_keep(memory);
    zip_t *zip = zip_open_from_source(memory, ZIP_TRUNCATE, &fault);
    unsigned which = *data++;
    size--;
    for (size_t i = 0; zip && i < sizeof parts / sizeof *parts; i++) {
        const void *text = usual[i];
        size_t len = strlen(usual[i]);
        if (which >> i & 1) {
            const uint8_t *end = memchr(data, 0xFF, size);
            text = data;
            len = end ? (size_t)(end - data) : size;
            size -= end ? len + 1 : len;
            data += end ? len + 1 : len;
        }
        zip_file_add(zip, parts[i], zip_source_buffer(zip, text, len, 0), ZIP_FL_OVERWRITE);
    }
    if (!zip || zip_close(zip))
        abort();
    zip = zip_open_from_source(memory, ZIP_RDONLY, &fault);
    if (!zip)
        abort();
    return zip;
}

static void read_stream(struct stream *s)
{
    struct error e;
    char out[4096];
    size_t got = 1;
    uint64_t all = 0, again = 0;
    while (got && stream_read(s, out, sizeof out, &got, &e) == STATUS_OK)
        all += got;
    bool whole = !got;
    got = 1;
    if (stream_rewind(s, &e) != STATUS_OK)
        return;
    while (got && stream_read(s, out, sizeof out, &got, &e) == STATUS_OK)
        again += got;
    if (whole && all != again)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error e;
    struct stream s = {.path = "fuzz"};
    if (!size)
        return 0;
    if (*data == 'P') {
        int fd = memfd_create("fuzz", MFD_CLOEXEC);
        if (fd < 0 || write(fd, data, size) != (ssize_t)size || lseek(fd, 0, SEEK_SET))
            abort();
        if (stream_zip(&s, fd, NULL, &e) == STATUS_OK)
            read_stream(&s);
    } else if (stream_xlsx(&s, build(data, size), NULL, &e) == STATUS_OK) {
        read_stream(&s);
    }
    stream_close(&s);
    return 0;
}
