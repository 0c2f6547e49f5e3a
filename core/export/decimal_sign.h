/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which decimal sign and which separator of thousands people of a locale write, known without
 * that locale being installed. */
#ifndef SAISIE_EXPORT_DECIMAL_SIGN_H
#define SAISIE_EXPORT_DECIMAL_SIGN_H

#include <stdbool.h>

/* Whether the decimal sign of a locale ("fr_FR.UTF-8", "pt-BR", "C") is a comma; spreadsheets
 * there part the cells of a CSV by ';'. NULL, "" and what is not known: a point. As CLDR 45 has
 * it for numbers in European digits. */
bool decimal_comma(const char *locale);
/* What parts thousands there: ',' '.' ' ' or '\''. A blank stands for the narrow one of print.
 */
char decimal_thousands(const char *locale);
/* The same of the environment: LC_ALL, else LC_NUMERIC, else LANG. */
bool decimal_comma_here(void);
char decimal_thousands_here(void);

#endif
