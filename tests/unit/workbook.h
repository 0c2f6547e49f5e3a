/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small workbooks for tests, made with libzip from the text of their parts. */
#ifndef SAISIE_TESTS_WORKBOOK_H
#define SAISIE_TESTS_WORKBOOK_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <zip.h>

struct workbook_part {
    const char *name, *text;
};

/* Writes the parts (ended by a name NULL) as a ZIP; 0 when it worked. */
static inline int workbook_write(const char *path, const struct workbook_part *parts)
{
    int fault;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &fault);
    if (!zip)
        return -1;
    for (; parts->name; parts++) {
        zip_source_t *s = zip_source_buffer(zip, parts->text, strlen(parts->text), 0);
        if (!s || zip_file_add(zip, parts->name, s, ZIP_FL_OVERWRITE) < 0)
            return -1;
    }
    return zip_close(zip);
}

#define WORKBOOK_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
#define WORKBOOK_RELATIONS                                                                     \
    "<Relationships>"                                                                          \
    "<Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"        \
    "<Relationship Id=\"rId2\" Type=\"x/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"    \
    "</Relationships>"

#endif
