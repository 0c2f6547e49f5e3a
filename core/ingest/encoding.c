/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Encodings by byte order mark, by share of valid UTF-8, by NULs, and by uchardet. */
#include "ingest/encoding.h"

#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <uchardet.h>

static const struct {
    char bytes[4];
    size_t len;
    const char *name;
} marks[] = {
    {"\xEF\xBB\xBF", 3, "UTF-8"},
    {"\xFF\xFE", 2, "UTF-16LE"},
    {"\xFE\xFF", 2, "UTF-16BE"},
};

/* Delimiters, digits and line ends are in the low half of UTF-16 in every script: a tenth of
 * the pairs has a NUL on one side, and next to none on the other. */
static const char *by_nuls(const unsigned char *p, size_t len)
{
    size_t at[2] = {0, 0};
    for (size_t i = 0; i < len; i++)
        at[i & 1] += !p[i];
    size_t pairs = len / 2;
    if (pairs < 4)
        return NULL;
    if (at[1] * 10 > pairs && at[0] * 50 < at[1])
        return "UTF-16LE";
    return at[0] * 10 > pairs && at[1] * 50 < at[0] ? "UTF-16BE" : NULL;
}

void encoding_begin(struct encoding_survey *v, const unsigned char *p, size_t len)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks && !v->mark; i++)
        if (len >= marks[i].len && !memcmp(p, marks[i].bytes, marks[i].len)) {
            v->mark = marks[i].name;
            v->bom = marks[i].len;
        }
    if (!v->mark)
        v->mark = by_nuls(p, len);
}

/* A byte that begins a character (RFC 3629, table 3-7 of Unicode: bounds of the second byte).
 */
static void begin_character(struct encoding_survey *v, unsigned char c)
{
    if (c < 0x80)
        return;
    if (c < 0xC2 || c > 0xF4) {
        v->bad++;
        return;
    }
    v->need = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
    v->low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    v->top = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
}

/* How many of the bytes are ASCII, eight at a time: nearly all of most files. */
static size_t ascii_run(const unsigned char *p, size_t len)
{
    const uint64_t high = 0x8080808080808080ULL;
    size_t i = 0;
    for (uint64_t eight; i + sizeof eight <= len; i += sizeof eight) {
        memcpy(&eight, p + i, sizeof eight);
        if (eight & high)
            break;
    }
    return i;
}

void encoding_survey(struct encoding_survey *v, const unsigned char *p, size_t len)
{
    static const char unassigned[] = "\x81\x8D\x8F\x90\x9D";
    for (size_t i = 0; i < len; i++) {
        size_t plain = v->need ? 0 : ascii_run(p + i, len - i);
        if (plain) {
            i += plain - 1;
            v->before = p[i];
            continue;
        }
        unsigned char c = p[i];
        if (c < 0x80 && !v->need) {
            v->before = c;
            continue;
        }
        if (c >= 0x80) {
            v->high++;
            v->beside += v->before >= 0x80;
            v->unassigned += memchr(unassigned, c, sizeof unassigned - 1) != NULL;
        }
        v->before = c;
        if (!v->need) {
            begin_character(v, c);
        } else if (c < v->low || c > v->top) {
            v->bad++;
            v->need = 0;
            begin_character(v, c);
        } else {
            v->low = 0x80;
            v->top = 0xBF;
            v->whole += --v->need == 0;
        }
    }
}

void encoding_end(struct encoding_survey *v)
{
    v->bad += v->need > 0;
    v->need = 0;
}

bool encoding_is_mostly_utf8(const struct encoding_survey *v)
{
    return !v->bad || v->whole > v->bad;
}

bool encoding_is_utf8(const char *name)
{
    return !strcasecmp(name, "UTF-8") || !strcasecmp(name, "UTF8");
}

enum status encoding_detector_open(struct encoding_detector **d, struct error *e)
{
    *d = (struct encoding_detector *)uchardet_new();
    return *d ? STATUS_OK : error_no_memory(e);
}

void encoding_detector_feed(struct encoding_detector *d, const char *bytes, size_t len)
{
    uchardet_handle_data((uchardet_t)d, bytes, len);
}

static bool is_usable(const char *name)
{
    static const char *const relatives[] = {"",           "ASCII",       "UTF-8",
                                            "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252"};
    for (size_t i = 0; i < sizeof relatives / sizeof *relatives; i++)
        if (!strcasecmp(name, relatives[i]))
            return false;
    iconv_t known = iconv_open("UTF-8", name);
    if (known == (iconv_t)-1)
        return false;
    iconv_close(known);
    return true;
}

void encoding_detector_close(struct encoding_detector **d, const struct encoding_survey *v,
                             char *name, size_t room)
{
    enum { ENOUGH = 8 };
    uchardet_data_end((uchardet_t)*d);
    const char *said = uchardet_get_charset((uchardet_t)*d);
    /* A few accents in Latin words prove nothing; letters side by side are another script. */
    bool enough = v->high >= ENOUGH || v->beside * 2 >= v->high;
    snprintf(name, room, "%s", enough && is_usable(said) ? said : "Windows-1252");
    uchardet_delete((uchardet_t)*d);
    *d = NULL;
}
