/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of months and weekdays, and how they are recognised. */
#include "ingest/calendar.h"

#include "base/text.h"

#include <string.h>

/* Folded, parted by blanks; what is short is a form of its own, so that "mar" of "mardi" and of
 * "mars" never meet: months and weekdays are asked for apart. */
static const char *const months[12] = {
    "january jan janvier janv jan enero ene janeiro",
    "february feb febr fevrier fevr fev febrero fevereiro",
    "march mar mars marzo marco",
    "april apr avril avr abril abr",
    "may mai mayo maio",
    "june jun juin junio junho",
    "july jul juillet juil juill julio julho",
    "august aug aout aou agosto ago",
    "september sep sept septembre septiembre setiembre setembro set",
    "october oct octobre octubre outubro out",
    "november nov novembre noviembre novembro",
    "december dec decembre diciembre dic dezembro dez",
};

static const char *const weekdays[7] = {
    "monday mon lundi lun lunes segunda segunda-feira seg",
    "tuesday tue tues mardi mar martes terca terca-feira ter",
    "wednesday wed mercredi mer mercr miercoles mie quarta quarta-feira qua",
    "thursday thu thur thurs jeudi jeu jeud jueves jue quinta quinta-feira qui",
    "friday fri vendredi ven vendr viernes vie sexta sexta-feira sex",
    "saturday sat samedi sam sabado sab",
    "sunday sun dimanche dim domingo dom",
};

static bool holds(const char *words, const char *word, size_t len)
{
    for (const char *at = words; *at;) {
        size_t n = strcspn(at, " ");
        if (n == len && !memcmp(at, word, len))
            return true;
        at += n + (at[n] == ' ');
    }
    return false;
}

int calendar_month(const char *folded, size_t len)
{
    for (int i = 0; i < 12; i++)
        if (holds(months[i], folded, len))
            return i + 1;
    return 0;
}

int calendar_weekday(const char *folded, size_t len)
{
    for (int i = 0; i < 7; i++)
        if (holds(weekdays[i], folded, len))
            return i;
    return -1;
}

int calendar_weekday_cell(const char *text, size_t len)
{
    struct buffer folded = {0};
    len = text_trim(text, len, &text);
    text_fold(&folded, text, len);
    if (folded.len && folded.data[folded.len - 1] == '.')
        folded.len--;
    int day = folded.failed || !folded.len ? -1 : calendar_weekday(folded.data, folded.len);
    buffer_free(&folded);
    return day;
}

int calendar_weekday_of(int32_t day)
{
    /* 1970-01-01 was a Thursday. */
    int rest = (int)((day + INT64_C(3)) % 7);
    return rest < 0 ? rest + 7 : rest;
}

bool calendar_is_weekday_header(const char *text, size_t len)
{
    static const char *const headers[] = {
        "day",           "weekday",    "day of week",        "day of the week",
        "dow",           "jour",       "jour de la semaine", "jour semaine",
        "dia",           "dia semana", "dia de la semana",   "dia de semana",
        "dia da semana",
    };
    struct buffer key = {0};
    bool found = false;
    text_key(&key, text, len);
    for (size_t i = 0; i < sizeof headers / sizeof *headers && !key.failed; i++)
        found |= !strcmp(buffer_text(&key), headers[i]);
    buffer_free(&key);
    return found;
}
