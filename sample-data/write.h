/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes lines as CSV: the English delivery (comma) and the French sheets (semicolon). */
#ifndef SAMPLE_WRITE_H
#define SAMPLE_WRITE_H

#include "cases.h"

#include <stdio.h>

struct sheet {
    FILE *file;
    enum language language;
    bool status; /* has the column Status */
    int as_of;   /* what was validated later is blank */
    size_t used;
    char buffer[1 << 16];
};

/* Writes the header. The file belongs to the caller, who calls sheet_end before closing it. */
void sheet_begin(struct sheet *s, FILE *file, enum language language, bool status, int as_of);
void sheet_line(struct sheet *s, const struct line *l);
/* Flushes; false when writing failed at any time. */
bool sheet_end(struct sheet *s);

/* "TRN-KR-24-00012": text of a line's case id, in a buffer of CASE_ID_SIZE. */
#define CASE_ID_SIZE 32
void case_id_text(const struct line *l, char *out);
/* "2024-05-31" in a buffer of DATE_SIZE. */
#define DATE_SIZE 16
void date_text(int days, char *out);
/* The office of a line: "TRN Busan Seaport", in a buffer of OFFICE_SIZE. */
#define OFFICE_SIZE 64
void office_text(const struct line *l, char *out);
/* The quantity as shown, in its unit, in a buffer of 32. */
void quantity_text(const struct line *l, char *out);

#endif
