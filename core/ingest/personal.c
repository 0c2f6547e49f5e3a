/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data of persons in free text, found by their shape and the words before them. */
#include "ingest/personal.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct span {
    const char *from, *to;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of other alphabets are letters. */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_capital(char c)
{
    return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

/* ---- shapes: where what begins at p ends; NULL: it is none ---- */

/* Digits with single signs and blanks between them, 8 to 15 of them where the + says that the
 * country stands in front, else 7. */
static const char *end_of_phone(const char *p, const char *end)
{
    enum { LEAST = 7, MOST = 15 };
    const char *last = NULL;
    bool plus = p < end && *p == '+';
    size_t digits = 0, gap = 0;
    for (p += plus; p < end && gap <= 2; p++) {
        if (is_digit(*p)) {
            digits++;
            gap = 0;
            last = p + 1;
        } else if (is_one_of(*p, " -./()") && (digits || *p == '(')) {
            gap++;
        } else {
            break;
        }
    }
    bool ends = last && (last == end || !is_letter(*last));
    return ends && digits >= LEAST + (size_t)plus && digits <= MOST ? last : NULL;
}

/* Up to three letters, then five to nine digits. */
static const char *end_of_passport(const char *p, const char *end)
{
    size_t letters = 0, digits = 0;
    for (; p < end && is_capital(*p) && letters < 4; p++)
        letters++;
    for (; p < end && is_digit(*p); p++)
        digits++;
    bool whole = p == end || (!is_letter(*p) && !is_digit(*p));
    return whole && letters <= 3 && digits >= 5 && digits <= 9 ? p : NULL;
}

/* A year, or two or three numbers with signs between them. */
static const char *end_of_date(const char *p, const char *end)
{
    const char *last = NULL;
    size_t digits = 0, parts = 0;
    for (; p < end; p++) {
        if (is_digit(*p)) {
            parts += !last || last != p;
            digits++;
            last = p + 1;
        } else if (!is_one_of(*p, "-./ ") || !digits) {
            break;
        } else if (p + 1 == end || !is_digit(p[1])) {
            break;
        }
    }
    return digits >= 4 && digits <= 8 && parts <= 3 ? last : NULL;
}

static const char *end_of_name(const char *p, const char *end)
{
    enum { LEAST = 2 };
    const char *from = p;
    if (p == end || !is_capital(*p))
        return NULL;
    while (p < end && (is_letter(*p) || is_one_of(*p, "'-") ||
                       (*p == ' ' && p + 1 < end && is_capital(p[1]))))
        p++;
    return p - from >= LEAST ? p : NULL;
}

/* ---- words before them ---- */

static const struct label {
    const char *word; /* small letters */
    enum finding_kind kind;
} labels[] = {
    {"tel", FINDING_PHONE},          {"tél", FINDING_PHONE},
    {"telephone", FINDING_PHONE},    {"téléphone", FINDING_PHONE},
    {"phone", FINDING_PHONE},        {"mobile", FINDING_PHONE},
    {"whatsapp", FINDING_PHONE},     {"gsm", FINDING_PHONE},
    {"fax", FINDING_PHONE},          {"teléfono", FINDING_PHONE},
    {"telefono", FINDING_PHONE},     {"móvil", FINDING_PHONE},
    {"celular", FINDING_PHONE},      {"telefone", FINDING_PHONE},
    {"passport", FINDING_PASSPORT},  {"passeport", FINDING_PASSPORT},
    {"pasaporte", FINDING_PASSPORT}, {"passaporte", FINDING_PASSPORT},
    {"dob", FINDING_BIRTH},          {"born", FINDING_BIRTH},
    {"birth", FINDING_BIRTH},        {"birthdate", FINDING_BIRTH},
    {"né", FINDING_BIRTH},           {"née", FINDING_BIRTH},
    {"naissance", FINDING_BIRTH},    {"nacimiento", FINDING_BIRTH},
    {"nacido", FINDING_BIRTH},       {"nacida", FINDING_BIRTH},
    {"nascimento", FINDING_BIRTH},   {"nascido", FINDING_BIRTH},
    {"nascida", FINDING_BIRTH},      {"name", FINDING_NAME},
    {"surname", FINDING_NAME},       {"lastname", FINDING_NAME},
    {"firstname", FINDING_NAME},     {"forename", FINDING_NAME},
    {"nom", FINDING_NAME},           {"prénom", FINDING_NAME},
    {"nombre", FINDING_NAME},        {"apellido", FINDING_NAME},
    {"apellidos", FINDING_NAME},     {"nome", FINDING_NAME},
    {"sobrenome", FINDING_NAME},
};

/* What may stand between the word and the number. */
static const char *const fillers[] = {"no", "nr", "number", "num", "numéro", "número", "on",
                                      "le", "el", "em",     "in",  "en",     "n",      "º"};
/* "Vessel name: ..." is no person's. */
static const char *const things[] = {
    "vessel",  "ship",    "boat",    "company",  "brand",  "trade",     "product",    "file",
    "common",  "trading", "firm",    "business", "street", "operation", "scientific", "carrier",
    "airline", "species", "generic", "chemical", "domain", "item",      "article",    "place",
    "port",    "airport", "office",  "aircraft", "model",  "group",     "project"};

static bool is_word(struct span w, const char *word)
{
    /* The first letter tells most words apart; beyond ASCII there is none. */
    if (((*w.from ^ *word) & ~0x20) != 0)
        return false;
    size_t len = strlen(word);
    if ((size_t)(w.to - w.from) != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = w.from[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c) != word[i])
            return false;
    }
    return true;
}

static bool is_among(struct span w, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_word(w, words[i]))
            return true;
    return false;
}

static enum finding_kind label_of(struct span w)
{
    enum { SHORTEST = 3, LONGEST = 11 }; /* of the labels, in bytes */
    if (w.to - w.from < SHORTEST || w.to - w.from > LONGEST)
        return FINDING_NONE;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (is_word(w, labels[i].word))
            return labels[i].kind;
    return FINDING_NONE;
}

static struct span word_at(const char *p, const char *end)
{
    struct span w = {p, p};
    while (w.to < end && is_letter(*w.to))
        w.to++;
    return w;
}

/* Past signs and filling words, a few of them. */
static const char *past_fillers(const char *p, const char *end)
{
    for (unsigned words = 0; p < end;) {
        struct span w = word_at(p, end);
        if (is_one_of(*p, " :.#\t"))
            p++;
        else if (w.to > w.from && words++ < 2 &&
                 is_among(w, fillers, sizeof fillers / sizeof *fillers))
            p = w.to;
        else
            break;
    }
    return p;
}

/* What follows the label w, of its kind; from NULL: nothing. */
static struct span behind(enum finding_kind kind, struct span w, const char *end)
{
    struct span found = {NULL, NULL};
    const char *p = past_fillers(w.to, end);
    if (kind == FINDING_NAME) {
        for (p = w.to; p < end && *p == ' ';)
            p++;
        if (p == end || *p != ':')
            return found;
        for (p++; p < end && *p == ' ';)
            p++;
    }
    found.to = kind == FINDING_PHONE      ? end_of_phone(p, end)
               : kind == FINDING_PASSPORT ? end_of_passport(p, end)
               : kind == FINDING_BIRTH    ? end_of_date(p, end)
                                          : end_of_name(p, end);
    found.from = found.to ? p : NULL;
    return found;
}

/* ---- the whole ---- */

struct search {
    struct personal *out;
    size_t count;
};

static void add(struct search *s, enum finding_kind kind, struct span found)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->out[i].kind == kind)
            return;
    if (found.from)
        s->out[s->count++] =
            (struct personal){kind, found.from, (size_t)(found.to - found.from)};
}

static bool is_of_address(char c)
{
    return is_digit(c) || is_letter(c) || is_one_of(c, "._%+-");
}

static void find_address(struct search *s, const char *text, const char *at, const char *end)
{
    struct span found = {at, at + 1};
    while (found.from > text && is_of_address(found.from[-1]))
        found.from--;
    const char *dot = NULL;
    while (found.to < end && is_of_address(*found.to) && !is_one_of(*found.to, "_%+")) {
        dot = *found.to == '.' ? found.to : dot;
        found.to++;
    }
    if (dot && dot + 1 == found.to) { /* the end of a sentence */
        found.to = dot;
        dot = memrchr(at, '.', (size_t)(dot - at));
    }
    bool whole = found.from < at && dot && dot > at + 1 && found.to - dot > 2;
    for (const char *p = dot; whole && ++p < found.to;)
        whole = is_letter(*p);
    if (whole)
        add(s, FINDING_EMAIL, found);
}

static void find_labelled(struct search *s, const char *text, const char *end)
{
    struct span before = {text, text};
    for (const char *p = text; p < end;) {
        if (!is_letter(*p)) {
            bool alone = *p == '+' && (p == text || !(is_letter(p[-1]) || is_digit(p[-1])));
            if (alone && p + 1 < end && p[1] >= '1' && p[1] <= '9') {
                const char *to = end_of_phone(p, end);
                add(s, FINDING_PHONE, (struct span){to ? p : NULL, to});
            }
            p++;
            continue;
        }
        struct span w = word_at(p, end);
        enum finding_kind kind = label_of(w);
        bool thing =
            kind == FINDING_NAME && is_among(before, things, sizeof things / sizeof *things);
        if (kind != FINDING_NONE && !thing)
            add(s, kind, behind(kind, w, end));
        before = w;
        p = w.to;
    }
}

/* Eight bytes at a time: a byte is a digit where, less '0', it is below 10. */
static unsigned count_digits(const char *text, size_t len)
{
    const uint64_t ones = 0x0101010101010101, high = 0x80 * ones;
    unsigned count = 0;
    size_t i = 0;
    for (; i + sizeof(uint64_t) <= len; i += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, text + i, sizeof word);
        word ^= '0' * ones;
        uint64_t above = ((word & ~high) + (0x80 - 10) * ones) | word;
        count += (unsigned)__builtin_popcountll(~above & high);
    }
    for (; i < len; i++)
        count += is_digit(text[i]);
    return count;
}

size_t personal_find(const char *text, size_t len, struct personal out[PERSONAL_MOST])
{
    enum { FEW_DIGITS = 4 };
    struct search s = {.out = out};
    unsigned digits = count_digits(text, len);
    const char *end = text + len;
    for (const char *at = text; len && (at = memchr(at, '@', (size_t)(end - at))); at++)
        find_address(&s, text, at, end);
    if (len && (digits >= FEW_DIGITS || memchr(text, ':', len)))
        find_labelled(&s, text, end);
    return s.count;
}
