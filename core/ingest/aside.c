/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that are no data: totals, notes below the table, blank ones, the header again. */
#include "ingest/rows_private.h"

#include "base/text.h"

#include <string.h>

bool aside_is_empty(const struct rows *r, const struct record *record)
{
    const char *start;
    return record->count == 1 && r->mapping->count > 1 &&
           !text_trim(record->cells[0].text, record->cells[0].length, &start);
}

/* What a row below the data begins with, as text_key; "total" is one of totals whatever follows
 * ("Total general", "Total (kg)"). */
static bool names_total(const char *key)
{
    static const char *const words[] = {
        "total",      "totals",   "totaux",     "totales",    "sum",   "suma", "grand total",
        "gran total", "subtotal", "subtotales", "sous total", "somme", "soma", "total geral"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(key, words[i]))
            return true;
    return !strncmp(key, "total ", 6) || !strncmp(key, "grand total ", 12);
}

static bool names_note(const char *key)
{
    static const char *const words[] = {
        "source",    "sources", "note",   "notes",    "nota",           "notas",
        "fuente",    "fuentes", "fonte",  "remarque", "generated",      "exported",
        "extracted", "printed", "end of", "fin",      "fecha de corte", "copyright"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);
        if (!strncmp(key, words[i], len) && (!key[len] || key[len] == ' '))
            return true;
    }
    return false;
}

enum finding_kind aside_kind(const struct rows *r, const struct record *record)
{
    enum { NOTE_LEAST = 3, TOTAL_FEW = 2 };
    size_t filled = 0, first = 0;
    const char *start;
    if (r->generic)
        return FINDING_NONE;
    if (r->header_raw && record->raw_length == r->header_length && r->header_length &&
        !memcmp(record->raw, r->header_raw, r->header_length))
        return FINDING_HEADER_AGAIN;
    /* Most rows are full, and are told by the lengths of their cells alone. */
    size_t few = r->mapping->count / 2 > TOTAL_FEW ? r->mapping->count / 2 : TOTAL_FEW;
    for (size_t i = 0; i < record->count && filled <= few; i++)
        filled += record->cells[i].length > 0;
    if (filled > few)
        return FINDING_NONE;
    filled = 0;
    for (size_t i = record->count; i-- > 0;)
        if (text_trim(record->cells[i].text, record->cells[i].length, &start)) {
            filled++;
            first = i;
        }
    if (!filled)
        return FINDING_ROW_BLANK;
    struct buffer key = {0};
    text_key(&key, record->cells[first].text, record->cells[first].length);
    enum finding_kind kind = FINDING_NONE;
    if (!key.failed && names_total(buffer_text(&key)))
        kind = FINDING_TOTAL;
    else if (!key.failed && filled == 1 && !first && r->mapping->count >= NOTE_LEAST &&
             names_note(buffer_text(&key)))
        kind = FINDING_FOOTER;
    buffer_free(&key);
    return kind;
}
