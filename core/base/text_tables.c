/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Unicode's tables do not say about letters, accents and marks. */
#include "base/text_tables.h"

#include <stddef.h>
#include <utf8proc.h>

static const struct plain {
    int32_t c;
    char text[3];
} plain_letters[] = {
    {0x00C6, "AE"}, {0x00D0, "D"}, {0x00D8, "O"},  {0x00DE, "Th"}, {0x00DF, "ss"},
    {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"},  {0x00FE, "th"}, {0x0110, "D"},
    {0x0111, "d"},  {0x0126, "H"}, {0x0127, "h"},  {0x0131, "i"},  {0x0138, "k"},
    {0x0141, "L"},  {0x0142, "l"}, {0x014A, "N"},  {0x014B, "n"},  {0x0152, "OE"},
    {0x0153, "oe"}, {0x0166, "T"}, {0x0167, "t"},  {0x0180, "b"},  {0x0181, "B"},
    {0x0186, "O"},  {0x0187, "C"}, {0x0188, "c"},  {0x0189, "D"},  {0x018A, "D"},
    {0x018F, "E"},  {0x0190, "E"}, {0x0191, "F"},  {0x0192, "f"},  {0x0193, "G"},
    {0x0197, "I"},  {0x0198, "K"}, {0x0199, "k"},  {0x019A, "l"},  {0x019D, "N"},
    {0x019F, "O"},  {0x01A4, "P"}, {0x01A5, "p"},  {0x01AC, "T"},  {0x01AD, "t"},
    {0x01AE, "T"},  {0x01B2, "V"}, {0x01B3, "Y"},  {0x01B4, "y"},  {0x01B5, "Z"},
    {0x01B6, "z"},  {0x01E4, "G"}, {0x01E5, "g"},  {0x023A, "A"},  {0x023B, "C"},
    {0x023C, "c"},  {0x023D, "L"}, {0x023E, "T"},  {0x0243, "B"},  {0x0244, "U"},
    {0x0246, "E"},  {0x0247, "e"}, {0x0248, "J"},  {0x0249, "j"},  {0x024C, "R"},
    {0x024D, "r"},  {0x024E, "Y"}, {0x024F, "y"},  {0x0253, "b"},  {0x0254, "o"},
    {0x0256, "d"},  {0x0257, "d"}, {0x0259, "e"},  {0x025B, "e"},  {0x0260, "g"},
    {0x0268, "i"},  {0x026B, "l"}, {0x0272, "n"},  {0x0275, "o"},  {0x0288, "t"},
    {0x0289, "u"},  {0x028B, "v"}, {0x1E9E, "SS"}, {0x2C62, "L"},  {0x2C65, "a"},
    {0x2C66, "t"},
};

const char *text_plain_letter(int32_t c)
{
    size_t low = 0;
    size_t high = sizeof plain_letters / sizeof *plain_letters;

    if (c < 0xC6 || c > 0x2C66 || (c > 0x28B && c < 0x1E9E)) {
        return NULL;
    }
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (plain_letters[middle].c == c) {
            return plain_letters[middle].text;
        }
        if (plain_letters[middle].c < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

/* Blocks of combining marks and the pointing of Hebrew, Arabic and Syriac. */
static const struct range {
    int32_t first;
    int32_t last;
} accents_at[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05C7}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06ED}, {0x0711, 0x0711},
    {0x0730, 0x074A}, {0x08CA, 0x08FF}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
};

bool text_is_accent(int32_t c)
{
    if (c < 0x300) {
        return false;
    }
    for (size_t i = 0; i < sizeof accents_at / sizeof *accents_at; i++) {
        if (c <= accents_at[i].last) {
            if (c < accents_at[i].first) {
                return false;
            }
            utf8proc_category_t category = utf8proc_category(c);
            return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
                   category == UTF8PROC_CATEGORY_ME;
        }
    }
    return false;
}

/* The pieces of c in the given form; c itself where the form has no room. */
static int decompose(int32_t c, int options, int32_t out[TEXT_PIECES])
{
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char(c, out, TEXT_PIECES, (utf8proc_option_t)options, &boundary);

    if (count < 0 || count > TEXT_PIECES) {
        out[0] = c;
        return 1;
    }
    return (int)count;
}

/* Most letters are their own folded form; this tells so by one look into the table. */
static bool stands_for_itself(int32_t c)
{
    const utf8proc_property_t *property = utf8proc_get_property(c);
    bool hangul = c >= 0xAC00 && c <= 0xD7A3; /* decomposed by arithmetic, not by table */

    return property->decomp_seqindex == UINT16_MAX &&
           property->casefold_seqindex == UINT16_MAX && !property->ignorable && !hangul &&
           !text_is_accent(c) && !text_plain_letter(c);
}

/* Case is folded last: before, the iota below a Greek vowel is an accent, after it a letter. */
int text_pieces(int32_t c, bool fold_case, int32_t out[TEXT_PIECES], int *accents)
{
    const int compat = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE;
    int32_t raw[TEXT_PIECES];
    int32_t folded[TEXT_PIECES];
    int n = 0;

    *accents = 0;
    if (stands_for_itself(c)) {
        out[0] = c;
        return 1;
    }
    int count = decompose(c, compat, raw);
    for (int i = 0; i < count; i++) {
        if (text_is_accent(raw[i])) {
            ++*accents;
            continue;
        }
        int letters = 1;
        folded[0] = raw[i];
        if (fold_case && raw[i] >= 'A' && raw[i] <= 'Z') {
            folded[0] |= 0x20;
        } else if (fold_case && raw[i] >= 0x80) {
            letters = decompose(raw[i], compat | UTF8PROC_CASEFOLD, folded);
        }
        for (int k = 0; k < letters; k++) {
            const char *plain = text_plain_letter(folded[k]);
            if (!plain && n < TEXT_PIECES) {
                out[n++] = folded[k];
            }
            for (; plain && *plain && n < TEXT_PIECES; plain++) {
                out[n++] = *plain;
            }
        }
    }
    return n;
}
