/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV of the sample, written by hand: no locale and no floating point come near a value. */
#include "write.h"

#include <inttypes.h>
#include <string.h>

static const char *const HEADER[][LANGUAGES] = {
    {"Case ID", "Numéro de cas"},
    {"Line", "Ligne"},
    {"Date of seizure", "Date de saisie"},
    {"Reporting country", "Pays déclarant"},
    {"Customs office", "Bureau de douane"},
    {"Location type", "Type de lieu"},
    {"Place of seizure", "Localité"},
    {"Direction", "Sens"},
    {"Customs procedure", "Régime douanier"},
    {"Means of conveyance", "Moyen de transport"},
    {"Departure country", "Pays de départ"},
    {"Transit countries", "Pays de transit"},
    {"Destination country", "Pays de destination"},
    {"Country of origin", "Pays d'origine"},
    {"Section", "Section"},
    {"Flow", "Flux"},
    {"Category", "Catégorie"},
    {"Sub-commodity", "Produit"},
    {"Brand", "Marque"},
    {"Quantity", "Quantité"},
    {"Unit", "Unité"},
    {"Value", "Valeur"},
    {"Currency", "Devise"},
    {"Value kind", "Nature de la valeur"},
    {"HS code", "Code SH"},
    {"Concealment method", "Mode de dissimulation"},
    {"Detection method", "Méthode de détection"},
    {"E-commerce", "Commerce électronique"},
    {"Operation", "Opération"},
    {"Source system", "Système source"},
    {"Form type", "Type de formulaire"},
    {"Date entered", "Date de création"},
    {"Date validated", "Date de validation"},
    {"Species", "Espèce"},
    {"CITES Appendix", "Annexe CITES"},
    {"Remarks", "Observations"},
};
#define N_HEADERS ((int)(sizeof HEADER / sizeof *HEADER))

static void flush(struct sheet *s)
{
    fwrite(s->buffer, 1, s->used, s->file);
    s->used = 0;
}

static void put(struct sheet *s, const char *text, size_t n)
{
    if (s->used + n > sizeof s->buffer) {
        flush(s);
    }
    memcpy(s->buffer + s->used, text, n);
    s->used += n;
}

static void separate(struct sheet *s)
{
    put(s, s->language == FR ? ";" : ",", 1);
}

/* A cell, quoted where its text needs it, and the separator before it. */
static void cell(struct sheet *s, const char *text)
{
    separate(s);
    char special[] = {s->language == FR ? ';' : ',', '"', '\n', '\r', '\0'};
    size_t n = strlen(text);
    if (text[strcspn(text, special)] == '\0') {
        put(s, text, n);
        return;
    }
    put(s, "\"", 1);
    for (size_t i = 0; i < n; i++) {
        put(s, text + i, 1);
        if (text[i] == '"') {
            put(s, "\"", 1);
        }
    }
    put(s, "\"", 1);
}

static char *digits(char *out, int64_t v, int width)
{
    char back[24];
    int n = 0;
    do {
        back[n++] = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0);
    while (n < width) {
        back[n++] = '0';
    }
    while (n > 0) {
        *out++ = back[--n];
    }
    *out = '\0';
    return out;
}

void date_text(int days, char *out)
{
    int y, m, d;
    date_of(days, &y, &m, &d);
    out = digits(out, y, 4);
    *out++ = '-';
    out = digits(out, m, 2);
    *out++ = '-';
    digits(out, d, 2);
}

void case_id_text(const struct line *l, char *out)
{
    int y, m, d;
    date_of(l->entered, &y, &m, &d);
    memcpy(out, "TRN-", 4);
    memcpy(out + 4, REPORTERS[l->reporter].code, 2);
    out[6] = '-';
    char *p = digits(out + 7, y % 100, 2);
    *p++ = '-';
    digits(p, l->number, 5);
}

/* The city of a line: posts of one kind stand in one or two of the reporter's four cities. */
static size_t city_of(const struct line *l, const char **start)
{
    static const int CITY[LOCATIONS] = {0, 0, 3, 2, 0, 1, 3, 3, 1, 2, 1};
    int want = l->post == 2 && l->location != AIRPORT ? 3 : CITY[l->location];
    const char *p = REPORTERS[l->reporter].cities;
    for (; want > 0; want--) {
        p = strchr(p, '|') + 1;
    }
    *start = p;
    return strcspn(p, "|");
}

static const char *const POST[LOCATIONS] = {
    "Airport", "Mail Centre", "Inland Office", "Land Post",  "Courier Hub", "Seaport",
    "Office",  "Rail Post",   "Patrol",        "River Post", "Free Zone"};

void office_text(const struct line *l, char *out)
{
    const char *city;
    size_t n = city_of(l, &city);
    memcpy(out, "TRN ", 4);
    memcpy(out + 4, city, n);
    out += 4 + n;
    *out++ = ' ';
    size_t k = strlen(POST[l->location]);
    memcpy(out, POST[l->location], k + 1);
    if (l->post == 1) {
        memcpy(out + k, " 2", 3);
    }
}

static void decimal(char *out, int64_t v, int places)
{
    int64_t unit = 1;
    for (int i = 0; i < places; i++) {
        unit *= 10;
    }
    out = digits(out, v / unit, 1);
    if (v % unit == 0) {
        return;
    }
    *out++ = '.';
    char *end = digits(out, v % unit, places);
    while (end[-1] == '0') {
        *--end = '\0';
    }
}

void quantity_text(const struct line *l, char *out)
{
    static const int PLACES[] = {
        [SHOW_KG] = 6, [SHOW_G] = 3, [SHOW_LITRES] = 3, [SHOW_CURRENCY] = 0};
    decimal(out, l->quantity, PLACES[l->unit]);
}

static const char *unit_text(const struct line *l, enum language language)
{
    static const char *const SPELLING[][4] = {
        [SHOW_KG] = {"kg", "kg", "kgs", "KG "},
        [SHOW_G] = {"g", "g", "gram", "gr"},
        [SHOW_PIECES] = {"pieces", "pieces", "pcs", "units"},
        [SHOW_STICKS] = {"sticks", "sticks", "sticks", "stick"},
        [SHOW_LITRES] = {"L", "L", "litres", "l"},
        [SHOW_CARTONS] = {"cartons", "cartons", "cartons", "carton"}};
    static const char *const FRENCH[] = {[SHOW_KG] = "kg",         [SHOW_G] = "g",
                                         [SHOW_PIECES] = "pièces", [SHOW_STICKS] = "cigarettes",
                                         [SHOW_LITRES] = "litres", [SHOW_CARTONS] = "cartons"};
    if (l->unit == SHOW_CURRENCY) {
        return CURRENCIES[l->currency];
    }
    if (l->unit == SHOW_PIECES && strstr(PRODUCTS[l->product].word, "tablets")) {
        return language == FR ? "comprimés" : "tablets";
    }
    if (language == FR) {
        return FRENCH[l->unit];
    }
    /* Mostly the plain spelling; some administrations have a habit. */
    unsigned habit = (unsigned)l->reporter % 5 == 1 ? l->style % 4 : l->style % 100 < 4 ? 2 : 0;
    return SPELLING[l->unit][habit];
}

/* A country by name, at times by code, with blanks or in capitals. */
static void country(char *out, int c, enum language language, unsigned style)
{
    const char *name = c == COUNTRY_BLANK     ? ""
                       : c == COUNTRY_UNKNOWN ? (language == FR ? "Inconnu" : "Unknown")
                                              : COUNTRIES[c].label[language];
    if (c >= 0 && style % 1000 < 30) {
        name = COUNTRIES[c].code;
    }
    size_t n = strlen(name);
    memcpy(out, name, n + 1);
    if (n && style % 1000 >= 30 && style % 1000 < 45) {
        memcpy(out + n, " ", 2);
    } else if (style % 1000 >= 45 && style % 1000 < 52) {
        for (size_t i = 0; i < n; i++) {
            if (out[i] >= 'a' && out[i] <= 'z') {
                out[i] = (char)(out[i] - 'a' + 'A');
            }
        }
    }
}

static const char *label_of(const char *const (*labels)[LANGUAGES], int code,
                            enum language language)
{
    return code < 0 ? "" : labels[code][language];
}

static void identity_cells(struct sheet *s, const struct line *l)
{
    char text[256];
    case_id_text(l, text);
    put(s, text, strlen(text));
    digits(text, l->line_no, 1);
    cell(s, text);
    date_text(l->date, text);
    if (l->invalid == INVALID_DATE) {
        memcpy(text + 4, "-02-30", 7);
    } else if (l->month_only) {
        text[7] = '\0';
    }
    cell(s, text);
    country(text, REPORTERS[l->reporter].country, s->language, l->style >> 3);
    cell(s, text);
    if (l->simplified && l->style % 3) {
        cell(s, "");
    } else {
        office_text(l, text);
        cell(s, text);
    }
    cell(s, l->invalid == INVALID_LOCATION ? "Custums shed"
                                           : LOCATION_LABEL[l->location][s->language]);
    const char *city;
    size_t n = city_of(l, &city);
    memcpy(text, city, n);
    text[n] = '\0';
    cell(s, l->simplified ? "" : text);
}

static void route_cells(struct sheet *s, const struct line *l)
{
    char text[256];
    cell(s, label_of(DIRECTION_LABEL, l->direction, s->language));
    cell(s, l->procedure < 0 ? "" : PROCEDURES[l->procedure]);
    cell(s, label_of(CONVEYANCE_LABEL, l->conveyance, s->language));
    country(text, l->departure, s->language, l->style >> 5);
    if (l->invalid == INVALID_COUNTRY) {
        memcpy(text, "Thialnad", 9);
    }
    cell(s, text);
    char *p = text;
    *p = '\0';
    for (int i = 0; i < l->n_transit; i++) {
        if (i) {
            memcpy(p, "; ", 2);
            p += 2;
        }
        country(p, l->transit[i], s->language, 999);
        p += strlen(p);
    }
    cell(s, text);
    country(text, l->destination, s->language, l->style >> 7);
    cell(s, text);
    country(text, l->origin, s->language, l->style >> 9);
    cell(s, text);
}

static void goods_cells(struct sheet *s, const struct line *l)
{
    char text[64];
    const struct product *p = &PRODUCTS[l->product];
    const struct stream *stream = &STREAMS[p->stream];
    cell(s, SECTION_LABEL[stream->section][s->language]);
    cell(s, stream->label[s->language]);
    cell(s, p->category[s->language]);
    cell(s,
         l->invalid == INVALID_PRODUCT ? "Blue powder (to be named)" : p->label[s->language]);
    cell(s, l->brand < 0 ? "" : BRANDS[l->brand]);
    quantity_text(l, text);
    cell(s, l->invalid == INVALID_QUANTITY ? "approx 5" : text);
    cell(s, unit_text(l, s->language));
    digits(text, l->value, 1);
    cell(s, l->value ? text : "");
    cell(s, l->value ? REPORTERS[l->reporter].currency : "");
    static const char *const KIND[LANGUAGES][3] = {{"genuine", "counterfeit", "estimated"},
                                                   {"authentique", "contrefait", "estimée"}};
    bool cash = p->unit == BY_CURRENCY;
    int kind = cash ? p->word[0] == 's' : 2;
    cell(s, cash || l->value ? KIND[s->language][kind] : "");
    cell(s, l->hs ? p->hs : "");
}

static void finding_cells(struct sheet *s, const struct line *l)
{
    static const char *const YES[LANGUAGES][2] = {{"No", "Yes"}, {"Non", "Oui"}};
    static const char *const FORM[LANGUAGES][2] = {{"Long", "Simplified"},
                                                   {"Complet", "Simplifié"}};
    char text[DATE_SIZE];
    const struct product *p = &PRODUCTS[l->product];
    cell(s, label_of(CONCEALMENT_LABEL, l->concealment, s->language));
    cell(s, label_of(DETECTION_LABEL, l->detection, s->language));
    cell(s, l->ecommerce < 0 ? "" : YES[s->language][l->ecommerce]);
    cell(s, l->operation < 0 ? "" : OPERATIONS[l->operation]);
    cell(s, l->operation >= 0 ? "CENcomm" : REPORTERS[l->reporter].source);
    cell(s, FORM[s->language][l->simplified]);
    date_text(l->entered, text);
    cell(s, text);
    date_text(l->validated, text);
    cell(s, l->validated && l->validated <= s->as_of ? text : "");
    cell(s, p->species && !l->simplified && l->style % 100 < 80 ? p->species : "");
    cell(s, p->species && l->style % 100 < 90 ? CITES_LABEL[p->cites][s->language] : "");
    cell(s, l->remarks);
}

void sheet_begin(struct sheet *s, FILE *file, enum language language, bool status, int as_of)
{
    s->file = file;
    s->language = language;
    s->status = status;
    s->as_of = as_of;
    s->used = 0;
    for (int i = 0; i < N_HEADERS; i++) {
        if (i) {
            separate(s);
        }
        put(s, HEADER[i][language], strlen(HEADER[i][language]));
    }
    if (status) {
        cell(s, language == FR ? "Statut" : "Status");
    }
    put(s, "\n", 1);
}

void sheet_line(struct sheet *s, const struct line *l)
{
    static const char *const STATUS[LANGUAGES][5] = {{"", "new", "changed", "withdrawn", ""},
                                                     {"", "nouveau", "modifié", "retiré", ""}};
    identity_cells(s, l);
    route_cells(s, l);
    goods_cells(s, l);
    finding_cells(s, l);
    if (s->status) {
        cell(s, STATUS[s->language][l->status]);
    }
    put(s, "\n", 1);
}

bool sheet_end(struct sheet *s)
{
    flush(s);
    return fflush(s->file) == 0 && !ferror(s->file);
}
