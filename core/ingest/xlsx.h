/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a workbook, shared by its own files alone: parts, texts, number formats. */
#ifndef SAISIE_INGEST_XLSX_H
#define SAISIE_INGEST_XLSX_H

#include "base/buffer.h"
#include "ingest/stream_private.h"

#include <expat.h>
#include <zip.h>

enum {
    XLSX_MOST_ROWS = 1048576,
    XLSX_MOST_COLUMNS = 16384,
    XLSX_MOST_TOKEN = 16 << 20, /* bytes of one tag or text before its end is seen */
    XLSX_MOST_CELL = 16 << 20,  /* bytes of one cell */
    XLSX_MOST_PART = 1 << 29,   /* bytes of a part that is held in memory */
};

/* What a number format shows of a number. */
enum xlsx_format { XLSX_PLAIN, XLSX_DAY, XLSX_MONTH, XLSX_YEAR, XLSX_DAY_TIME, XLSX_TIME };

struct workbook {
    const char *path;
    zip_t *zip;
    bool from_1904;
    struct buffer texts; /* shared strings, one behind the other */
    size_t *ends;
    size_t text_count, text_room;
    unsigned char *formats; /* enum xlsx_format by index of cellXfs */
    size_t format_count;
};

/* One part of a workbook on its way through the parser. */
struct part {
    const char *path;
    zip_file_t *file;
    XML_Parser parser;
    uint64_t packed, fed, seen; /* seen: fed when an element or a text was last met */
    XML_StartElementHandler start;
    XML_EndElementHandler end;
    XML_CharacterDataHandler text;
    bool done;
    enum status status; /* set by a handler that stops the parser */
    struct error error;
};

/* Opens a part; false without an error in *there where the workbook has no such part. A
 * document type is refused, so that no entity can be declared. data begins with a struct part
 * *, which is p. */
enum status part_open(struct part *p, struct workbook *w, const char *name, bool *there,
                      void *data, XML_StartElementHandler start, XML_EndElementHandler end,
                      XML_CharacterDataHandler text, struct error *e);
/* Feeds the next block; p->done at the end. */
enum status part_feed(struct part *p, struct error *e);
void part_close(struct part *p);
/* From within a handler: stops the parser for this reason. */
void part_fail(struct part *p, const char *why);

/* The name of an element or attribute without its prefix. */
const char *xlsx_local(const char *name);
/* The attribute, or NULL. */
const char *xlsx_attribute(const char **attributes, const char *name);

/* Takes over zip. Reads shared strings and number formats, and finds the part of the sheet. */
enum status workbook_open(struct workbook *w, const char *path, zip_t *zip, const char *sheet,
                          char *part, size_t room, struct error *e);
void workbook_close(struct workbook *w);
/* What a format code shows. */
enum xlsx_format xlsx_format_of(const char *code);
/* The text of a number under a format, as ISO date where it is one; the shortest digits that
 * are the same number to a spreadsheet (15) else. */
void xlsx_number(const char *text, enum xlsx_format format, bool from_1904, char out[64]);

#endif
