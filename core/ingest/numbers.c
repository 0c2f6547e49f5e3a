/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as files write them. */
#include "ingest/numbers.h"

#include "base/text.h"

#include <string.h>

enum { MOST_DIGITS = 80, MOST_MARKS = 26 };

/* The digits of a number and the marks between them. */
struct scan {
    bool minus;
    char digits[MOST_DIGITS];
    size_t count;
    struct {
        char kind; /* '.', ',' or ' ' for all that can part thousands alone */
        size_t at; /* digits before it */
    } marks[MOST_MARKS];
    size_t mark_count;
    size_t points, commas, blanks;
    char exponent[8];
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The mark at text: its kind, 0 for none, and its size. */
static char mark_at(const char *text, size_t len, size_t *size)
{
    static const struct {
        const char *bytes;
        char kind;
    } marks[] = {
        {".", '.'},      {",", ','},      {" ", ' '},      {"'", ' '},      {"\u00A0", ' '},
        {"\u2009", ' '}, {"\u202F", ' '}, {"\u2007", ' '}, {"\u2019", ' '}, {"\uFF0C", ','},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        *size = strlen(marks[i].bytes);
        if (*size <= len && !memcmp(text, marks[i].bytes, *size))
            return marks[i].kind;
    }
    return 0;
}

static size_t sign_at(const char *text, size_t len, bool *minus)
{
    *minus = false;
    if (len && (*text == '-' || *text == '+')) {
        *minus = *text == '-';
        return 1;
    }
    if (len >= 3 && !memcmp(text, "\u2212", 3)) {
        *minus = true;
        return 3;
    }
    return 0;
}

/* Digits and marks from text[*at] on; false where they are no number at all. */
static bool scan_digits(const char *text, size_t len, size_t *at, struct scan *s)
{
    for (size_t i = *at;;) {
        size_t size = 0;
        if (i < len && is_digit(text[i])) {
            if (s->count == MOST_DIGITS)
                return false;
            s->digits[s->count++] = text[i++];
            *at = i;
            continue;
        }
        char kind = i < len ? mark_at(text + i, len - i, &size) : 0;
        bool inside = kind && i + size < len && is_digit(text[i + size]);
        if (!inside || (kind == ' ' && !s->count))
            return s->count > 0;
        if (s->mark_count == MOST_MARKS)
            return false;
        s->marks[s->mark_count].kind = kind;
        s->marks[s->mark_count++].at = s->count;
        *(kind == '.' ? &s->points : kind == ',' ? &s->commas : &s->blanks) += 1;
        i += size;
    }
}

static void scan_exponent(const char *text, size_t len, size_t *at, struct scan *s)
{
    size_t i = *at, n = 0;
    if (i >= len || (text[i] != 'e' && text[i] != 'E'))
        return;
    s->exponent[n++] = 'e';
    i++;
    if (i < len && (text[i] == '-' || text[i] == '+'))
        s->exponent[n++] = text[i++];
    size_t from = i;
    while (i < len && is_digit(text[i]) && n < sizeof s->exponent - 1)
        s->exponent[n++] = text[i++];
    bool whole = i > from && (i == len || !is_digit(text[i]));
    s->exponent[whole ? n : 0] = '\0';
    if (whole)
        *at = i;
}

/* Whether the marks before the one at index end part groups of thousands. */
static bool groups(const struct scan *s, size_t end, size_t whole)
{
    if (!end)
        return true;
    bool threes = true, indian = true;
    for (size_t i = 0; i < end; i++) {
        size_t next = i + 1 < end ? s->marks[i + 1].at : whole;
        size_t size = next - s->marks[i].at;
        threes &= size == 3;
        indian &= s->marks[i].kind == ',' && size == (i + 1 < end ? 2U : 3U);
    }
    size_t first = s->marks[0].at;
    return s->digits[0] != '0' && first >= 1 &&
           ((threes && first <= 3) || (indian && first <= 2));
}

static bool compose(const struct scan *s, size_t whole, struct decimal *out)
{
    char plain[MOST_DIGITS + 16];
    size_t n = 0;
    if (s->minus)
        plain[n++] = '-';
    memcpy(plain + n, s->digits, whole);
    n += whole;
    if (whole < s->count) {
        plain[n++] = '.';
        memcpy(plain + n, s->digits + whole, s->count - whole);
        n += s->count - whole;
    }
    size_t tail = strlen(s->exponent);
    memcpy(plain + n, s->exponent, tail);
    return decimal_parse(plain, n + tail, out);
}

/* One mark that may be either: three digits behind it, one to three before. */
static bool is_either(const struct scan *s)
{
    size_t at = s->marks[0].at;
    return s->mark_count == 1 && s->points + s->commas == 1 && !*s->exponent &&
           s->count - at == 3 && at >= 1 && at <= 3 && s->digits[0] != '0';
}

static bool judge(const struct scan *s, struct number_text *t)
{
    size_t last = s->mark_count ? s->mark_count - 1 : 0;
    size_t signs = s->points + s->commas;
    bool decimal = s->mark_count && s->marks[last].kind != ' ' &&
                   (s->marks[last].kind == '.' ? s->points : s->commas) == 1;
    if (is_either(s)) {
        unsigned mark = s->points ? 0 : 1;
        t->reading = NUMBER_EITHER;
        return compose(s, s->marks[0].at, &t->by[mark]) && compose(s, s->count, &t->by[!mark]);
    }
    /* Thousands are parted by one kind of mark. */
    size_t others = decimal ? s->mark_count - 1 : s->mark_count;
    for (size_t i = 1; i < others; i++)
        if (s->marks[i].kind != s->marks[0].kind)
            return false;
    size_t whole = decimal ? s->marks[last].at : s->count;
    if (others && decimal && s->marks[0].kind == s->marks[last].kind)
        return false;
    if (!groups(s, others, whole))
        return false;
    if (decimal)
        t->proves = s->marks[last].kind == '.' ? SIGN_POINT : SIGN_COMMA;
    else if (signs)
        t->proves = s->points ? SIGN_COMMA : SIGN_POINT;
    t->reading = NUMBER_READ;
    return compose(s, whole, &t->value);
}

struct number_text number_read(const char *text, size_t len)
{
    struct number_text t = {0};
    struct scan s = {0};
    size_t at = sign_at(text, len, &s.minus);
    if (!scan_digits(text, len, &at, &s))
        return t;
    scan_exponent(text, len, &at, &s);
    if (!judge(&s, &t))
        return (struct number_text){0};
    t.end = at;
    return t;
}

struct number_prefix number_prefix(const char *text, size_t len)
{
    enum { MOST = 16 }; /* bytes: a sign or a code */
    struct number_prefix p = {.text = text};
    size_t from = sign_at(text, len, &p.minus), to = from;
    while (to < len && to - from <= MOST && !is_digit(text[to]) && text[to] != '-' &&
           text[to] != '+' && !(text[to] == '.' && to + 1 < len && is_digit(text[to + 1])))
        to++;
    if (to == len || to - from > MOST)
        return p;
    p.len = text_trim(text + from, to - from, &p.text);
    p.end = p.len ? to : 0;
    return p;
}
