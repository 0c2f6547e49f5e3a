/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Languages with a decimal comma and what parts their thousands, and the countries where their
 * speakers write a point (or where speakers of another language write a comma). */
#include "export/decimal_sign.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Languages whose speakers write a comma, but for these countries. */
static const struct {
    const char *language, *point;
} commas[] = {
    {"af", ""},      {"sq", ""},
    {"hy", ""},      {"ast", ""},
    {"az", ""},      {"eu", ""},
    {"be", ""},      {"bs", ""},
    {"br", ""},      {"bg", ""},
    {"ca", ""},      {"hr", ""},
    {"cs", ""},      {"da", ""},
    {"nl", ""},      {"et", ""},
    {"fo", ""},      {"fi", ""},
    {"fr", ""},      {"fy", ""},
    {"gl", ""},      {"ka", ""},
    {"de", "CH LI"}, {"el", ""},
    {"hu", ""},      {"is", ""},
    {"id", ""},      {"it", "CH"},
    {"kk", ""},      {"kl", ""},
    {"ky", ""},      {"lv", ""},
    {"ln", ""},      {"lt", ""},
    {"lb", ""},      {"mk", ""},
    {"nb", ""},      {"nn", ""},
    {"no", ""},      {"pl", ""},
    {"pt", ""},      {"ro", ""},
    {"ru", ""},      {"rw", ""},
    {"sc", ""},      {"se", ""},
    {"sr", ""},      {"sk", ""},
    {"sl", ""},      {"es", "419 DO GT HN MX NI PA PE PR SV US"},
    {"sv", ""},      {"tg", ""},
    {"tk", ""},      {"tr", ""},
    {"tt", ""},      {"uk", ""},
    {"uz", ""},      {"vi", ""},
    {"wo", ""},
};
/* Countries in which a language that else has a point has a comma. */
static const struct {
    const char *language, *comma;
} points[] = {
    {"ar", "DZ LB LY MA MR TN"},
    {"en", "AT BE DE DK FI NL SE SI ZA"},
    {"ms", "BN"},
    {"sw", "CD"},
};

/* Whether a word stands in a list of words parted by blanks. */
static bool stands_in(const char *list, const char *word, size_t len)
{
    for (const char *p = list; len && *p;) {
        size_t n = strcspn(p, " ");
        if (n == len && !strncasecmp(p, word, n))
            return true;
        p += n + (p[n] == ' ');
    }
    return false;
}

bool decimal_comma(const char *locale)
{
    if (!locale)
        return false;
    size_t language = strcspn(locale, "_-.@");
    const char *country = locale + language;
    country += *country == '_' || *country == '-';
    size_t len = strcspn(country, "_-.@");
    /* A script between the two: sr_Latn_RS, uz-Cyrl-UZ. */
    if (len == 4 && (country[len] == '_' || country[len] == '-')) {
        country += len + 1;
        len = strcspn(country, "_-.@");
    }
    for (size_t i = 0; i < sizeof commas / sizeof *commas; i++)
        if (stands_in(commas[i].language, locale, language))
            return !stands_in(commas[i].point, country, len);
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        if (stands_in(points[i].language, locale, language))
            return stands_in(points[i].comma, country, len);
    return false;
}

/* Languages with a decimal comma whose thousands are parted by a blank; by a point in others.
 */
static const char blanks[] =
    "af sq hy be br bg cs eo et fi fr ka hu kk ky lv lt nb nn no pl ru se "
    "sk sv tg tk tt uk uz";

char decimal_thousands(const char *locale)
{
    if (!locale)
        return ',';
    size_t language = strcspn(locale, "_-.@");
    if (!decimal_comma(locale)) {
        /* Swiss francs and Liechtenstein's: 1'234.50. */
        bool swiss = language == 2 && locale[2] &&
                     (!strncasecmp(locale + 3, "CH", 2) || !strncasecmp(locale + 3, "LI", 2));
        return swiss ? '\'' : ',';
    }
    bool austrian = !strncasecmp(locale, "de_AT", 5) || !strncasecmp(locale, "de-AT", 5);
    bool portuguese = !strncasecmp(locale, "pt_PT", 5) || !strncasecmp(locale, "pt-PT", 5);
    bool african = !strncasecmp(locale, "en_ZA", 5) || !strncasecmp(locale, "en-ZA", 5);
    return austrian || portuguese || african || stands_in(blanks, locale, language) ? ' ' : '.';
}

/* The locale of numbers of the environment; NULL: none is told. */
static const char *locale_here(void)
{
    static const char *const names[] = {"LC_ALL", "LC_NUMERIC", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *locale = getenv(names[i]);
        if (locale && *locale)
            return locale;
    }
    return NULL;
}

bool decimal_comma_here(void)
{
    return decimal_comma(locale_here());
}

char decimal_thousands_here(void)
{
    return decimal_thousands(locale_here());
}
