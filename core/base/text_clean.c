/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text on its way to a terminal: width, and cleaning of whatever could act on the screen. */
#include "base/text.h"
#include "base/text_tables.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

/* Marks that may stack on one character: what a cell of ncurses holds (CCHARW_MAX - 1). More
 * would paint over the lines around it. */
#define MOST_MARKS 4

/* Vowels and finals of Hangul that join the syllable before them. */
static bool is_joining_jamo(int32_t c)
{
    return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FF);
}

/* What a terminal must never get: it acts on the screen, hides, reorders, or has a width that
 * terminals do not agree on (unassigned, private use). */
static bool is_dangerous(int32_t c)
{
    if (c < 0x7F) {
        return c < 0x20;
    }
    if (c < 0xA0) {
        return true;
    }
    const utf8proc_property_t *property = utf8proc_get_property(c);
    switch (property->category) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return property->ignorable;
    }
}

int text_char_width(int32_t c)
{
    if (c < 0x300) {
        return c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c != 0xAD;
    }
    if (c > 0x10FFFF || is_joining_jamo(c)) {
        return 0;
    }
    /* Where wcwidth of the C library, which ncurses counts with, knows better than utf8proc:
     * hexagrams, circled numbers on black squares and tone marks of Hangul take two columns,
     * spacing vowel signs one. */
    if ((c >= 0x4DC0 && c <= 0x4DFF) || (c >= 0x3248 && c <= 0x324F) || c == 0x302E ||
        c == 0x302F || c == 0x16FF0 || c == 0x16FF1) {
        return 2;
    }
    if (utf8proc_category(c) == UTF8PROC_CATEGORY_MC) {
        return 1;
    }
    return is_dangerous(c) ? 0 : utf8proc_charwidth(c);
}

int text_width(const char *text, size_t len)
{
    int width = 0;

    for (size_t i = 0; i < len;) {
        int32_t c;
        i += text_decode(text + i, len - i, &c);
        width += c < 0 ? 1 : text_char_width(c);
    }
    return width;
}

enum shown { SHOWN_RAW, SHOWN_MARK, SHOWN_BLANK, SHOWN_CODE, SHOWN_BYTE };

/* How the character at text is shown and the bytes it takes; marks counts those on the
 * character before. The one judge of text_clean and text_is_hostile. */
static size_t look(const char *text, size_t len, int *marks, int32_t *c, enum shown *how)
{
    size_t n = text_decode(text, len, c);

    if (*c >= 0x20 && *c < 0x7F) {
        *how = SHOWN_RAW;
    } else if (*c < 0) {
        *how = SHOWN_BYTE;
    } else if (*c == '\t' || *c == '\n' || *c == '\r') {
        *how = SHOWN_BLANK;
        if (*c == '\r' && len > 1 && text[1] == '\n') {
            n = 2;
        }
    } else if (is_dangerous(*c)) {
        *how = SHOWN_CODE;
    } else if (*c >= 0x300 && text_char_width(*c) == 0) {
        *how = *marks < MOST_MARKS ? SHOWN_MARK : SHOWN_CODE;
        ++*marks;
        return n;
    } else {
        *how = SHOWN_RAW;
    }
    *marks = 0;
    return n;
}

/* What ASCII writers use for signs whose compatibility form is not ASCII. */
static const struct sign {
    int32_t c;
    const char *text;
} signs[] = {
    {0x00AB, "\""}, {0x00B1, "+/-"}, {0x00B4, "'"},  {0x00B7, "."},  {0x00BB, "\""},
    {0x00D7, "x"},  {0x2010, "-"},   {0x2011, "-"},  {0x2012, "-"},  {0x2013, "-"},
    {0x2014, "-"},  {0x2015, "-"},   {0x2018, "'"},  {0x2019, "'"},  {0x201A, "'"},
    {0x201B, "'"},  {0x201C, "\""},  {0x201D, "\""}, {0x201E, "\""}, {0x201F, "\""},
    {0x2022, "*"},  {0x2032, "'"},   {0x2033, "\""}, {0x2039, "'"},  {0x203A, "'"},
    {0x2044, "/"},  {0x20AC, "EUR"}, {0x2190, "<-"}, {0x2192, "->"}, {0x2212, "-"},
    {0x2264, "<="}, {0x2265, ">="},
};

static const char *sign_text(int32_t c)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (signs[i].c == c) {
            return signs[i].text;
        }
    }
    return NULL;
}

static bool is_alnum(int32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The ASCII form of c, "?" where there is none. An accent is dropped from letters and digits
 * alone: without its stroke an unequal sign would say the opposite. */
static size_t ascii_form(int32_t c, char out[64])
{
    int32_t pieces[TEXT_PIECES];
    int accents;
    size_t n = 0;
    const char *sign = sign_text(c);

    if (sign) {
        n = strlen(sign);
        memcpy(out, sign, n);
        return n;
    }
    int count = text_pieces(c, false, pieces, &accents);
    for (int i = 0; i < count; i++) {
        int32_t piece = pieces[i] == 0x2044 ? '/' : pieces[i];
        if (piece < 0x20 || piece > 0x7E || (accents && !is_alnum(piece))) {
            out[0] = '?';
            return 1;
        }
        out[n++] = (char)piece;
    }
    if (n == 0) {
        out[n++] = '?';
    }
    return n;
}

/* The bytes that stand for one character, and the columns they take. */
struct piece {
    char bytes[64];
    size_t len;
    int width;
};

static void set_ascii(struct piece *p, size_t len)
{
    p->len = len;
    p->width = (int)len;
}

/* What the character before left behind: whether a mark has something to stand on. */
struct ground {
    int marks;
    bool base;  /* a character is there that marks may stand on */
    bool alnum; /* it is shown as an ASCII letter or digit */
};

static void show_mark(struct piece *p, int32_t c, bool ascii, struct ground *ground)
{
    if (ascii) {
        bool dropped = ground->alnum && text_is_accent(c);
        p->bytes[0] = '?';
        set_ascii(p, dropped ? 0 : 1);
        return;
    }
    p->len = 0;
    p->width = 0;
    if (!ground->base) {
        /* A lone mark would join what stands before this text on the screen; Unicode shows it
         * on a dotted circle. */
        p->len = text_encode(0x25CC, p->bytes);
        p->width = 1;
        ground->base = true;
    }
    p->len += text_encode(c, p->bytes + p->len);
}

static size_t next_piece(struct piece *p, const char *text, size_t len, bool ascii,
                         struct ground *ground)
{
    int32_t c;
    enum shown how;
    size_t n = look(text, len, &ground->marks, &c, &how);

    switch (how) {
    case SHOWN_BYTE:
        set_ascii(p, (size_t)sprintf(p->bytes, "<\\x%02X>", (unsigned)(unsigned char)*text));
        break;
    case SHOWN_CODE:
        set_ascii(p, (size_t)sprintf(p->bytes, "<%02X>", (unsigned)c));
        break;
    case SHOWN_BLANK:
        p->bytes[0] = ' ';
        set_ascii(p, 1);
        break;
    case SHOWN_MARK:
        show_mark(p, c, ascii, ground);
        return n;
    case SHOWN_RAW:
        if (ascii && c >= 0x7F) {
            set_ascii(p, ascii_form(c, p->bytes));
        } else {
            p->len = text_encode(c, p->bytes);
            p->width = text_char_width(c);
        }
        ground->base = true;
        ground->alnum = is_alnum(p->bytes[p->len - 1]);
        return n;
    }
    ground->base = false;
    ground->alnum = false;
    return n;
}

/* How many printable ASCII bytes text starts with. */
static size_t plain_run(const char *text, size_t len)
{
    size_t i = 0;

    while (i < len && text[i] >= 0x20 && text[i] < 0x7F) {
        i++;
    }
    return i;
}

int text_clean(struct buffer *out, const char *text, size_t len, int width, bool ascii)
{
    struct ground ground = {0};
    struct piece piece;
    int used = 0;
    size_t cut =
        out->len; /* where the mark of a cut would go: the last end with a column left */
    int cut_used = 0;

    if (width == 0) {
        return 0;
    }
    for (size_t i = 0; i < len && !out->failed;) {
        /* ASCII goes through in one piece, as far as a column for the mark of a cut is left. */
        size_t room = width < 0 ? len : used < width ? (size_t)(width - used - 1) : 0;
        size_t run = plain_run(text + i, len - i < room ? len - i : room);
        if (run > 0) {
            buffer_add(out, text + i, run);
            i += run;
            used += (int)run;
            cut = out->len;
            cut_used = used;
            ground = (struct ground){.base = true, .alnum = is_alnum(text[i - 1])};
            continue;
        }
        i += next_piece(&piece, text + i, len - i, ascii, &ground);
        if (width >= 0 && piece.width > width - used) {
            out->len = cut;
            buffer_adds(out, ascii ? ">" : "…");
            return cut_used + 1;
        }
        buffer_add(out, piece.bytes, piece.len);
        used += piece.width;
        if (used < width) {
            cut = out->len;
            cut_used = used;
        }
    }
    return used;
}

bool text_is_hostile(const char *text, size_t len)
{
    int marks = 0;

    for (size_t i = 0; i < len;) {
        int32_t c;
        enum shown how;
        i += look(text + i, len - i, &marks, &c, &how);
        if (how == SHOWN_CODE || how == SHOWN_BYTE) {
            return true;
        }
    }
    return false;
}
