/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round trips: a random table, a file of it in one of the manners that files are written in,
 * what saisie makes of it and gives back. Nothing here uses saisie's own code. */
#ifndef SAISIE_TESTS_ROUNDTRIP_H
#define SAISIE_TESTS_ROUNDTRIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A text of any bytes, NUL-terminated behind its end. All zero: empty. */
struct text {
    char *bytes;
    size_t len, room;
};
void text_add(struct text *t, const void *bytes, size_t len);
void text_adds(struct text *t, const char *string);
void text_reset(struct text *t);
void text_release(struct text *t);

/* cells[row * columns + column]; the rows of the header stand before those of the data. */
struct table {
    struct text *cells;
    size_t rows, columns, header_rows;
    const char **names; /* what the columns are called; NULL: not looked at */
};

enum packing { PLAIN, STDIN, GZIP, ZIP, XLSX, PACKINGS };

/* How a file is written. */
struct manner {
    const char *delimiter;
    char quote; /* 0: none */
    bool backslash;
    const char *line_end;
    const char *encoding; /* for iconv */
    const char *mark;     /* before the text */
    size_t mark_length;
    unsigned preamble, header_rows;
    enum packing packing;
    bool told;       /* the options say how; else the content does */
    bool known;      /* the columns are fields of the catalogue: texts are understood */
    bool last_ended; /* the last line has a line end */
    unsigned eager;  /* of 8 cells that need no quotes, so many have them */
};

/* draw.c: the same seed draws the same. */
unsigned draw(unsigned below);
void draw_seed(uint64_t seed);
void draw_manner(struct manner *m);
void draw_table(const struct manner *m, struct table *t);
void table_release(struct table *t);

/* write.c: the file of a table; false says on standard error why not. */
bool encodes(const char *encoding, const char *bytes, size_t len);
bool write_file(const struct manner *m, const struct table *t, const char *path);
/* book.c */
bool write_book(const struct table *t, unsigned preamble, const char *path);
/* One with a comma would be two cells, which is as wide as a narrow table. */
const char *preamble_line(const struct table *t, unsigned line);

#endif
