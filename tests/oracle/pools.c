/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the cells of drawn tables, and what it means. */
#include "oracle.h"

#include <string.h>

const char *const field_head[FIELDS] = {
    "Date of seizure",   "Pays déclarant", "departure",
    "Transit countries", "product",        "Moyen de transport",
    "quantity",          "Unité",          "brand",
    "remarks",           "value",          "Devise",
    "value_kind",        "Date entered"};
const char *const field_name[FIELDS] = {
    "date", "reporter", "departure", "transit", "product",  "conveyance", "quantity",
    "unit", "brand",    "remarks",   "value",   "currency", "value_kind", "entered"};

static const struct meaning countries[] = {
    {"TH", "TH", 0},           {"Thailand", "TH", 0},     {"Thaïlande", "TH", 0},
    {"THA", "TH", 0},          {"Myanmar", "MM", 0},      {"MM", "MM", 0},
    {"Australie", "AU", 0},    {"AU", "AU", 0},           {"China", "CN", 0},
    {"Chine", "CN", 0},        {"NA", "NA", 0},           {"", "(blank)", 0},
    {"N/A", "(blank)", 0},     {"Unknown", "Unknown", 0}, {"Inconnu", "Unknown", 0},
    {"Tailand", "Tailand", 1}, {"Allemagne", "DE", 0},    {"brazil", "BR", 0}};
static const struct meaning transits[] = {{"LA > MM", "LA>MM", 0},
                                          {"MM;TH", "MM>TH", 0},
                                          {"LA", "LA", 0},
                                          {"MM", "MM", 0},
                                          {"TH", "TH", 0},
                                          {"TH;LA;MM", "TH>LA>MM", 0},
                                          {"LA;MM;LA", "LA>MM>LA", 0},
                                          {"", "(blank)", 0},
                                          {"", "(blank)", 0},
                                          {"Unknown", "Unknown", 0}};
static const struct meaning products[] = {
    {"Heroin", "Heroin", 0},         {"Héroïne", "Heroin", 0},       {"heroin ", "Heroin", 0},
    {"Cocaine", "Cocaine", 0},       {"Cocaïne", "Cocaine", 0},      {"Beer", "Beer", 0},
    {"Cigarettes", "Cigarettes", 0}, {"cigarette", "Cigarettes", 0}, {"", "(blank)", 0},
    {"Blue stuff", "Blue stuff", 1}, {"Inconnu", "Unknown", 0}};
static const struct meaning conveyances[] = {
    {"Vessel", "Vessel", 0},    {"Navire", "Vessel", 0},     {"vehicle", "Vehicle", 0},
    {"Véhicule", "Vehicle", 0}, {"Piéton", "Pedestrian", 0}, {"Unknown", "Unknown", 0},
    {"", "(blank)", 0},         {"Balloon", "Balloon", 1}};
static const struct meaning brands[] = {{"Acme", "Acme", 0},
                                        {"Golden Leaf", "Golden Leaf", 0},
                                        {"Blue, \"Light\"", "Blue, \"Light\"", 0},
                                        {"", "(blank)", 0},
                                        {"", "(blank)", 0}};
static const struct meaning remarks[] = {
    {"packet of tea", "", 0}, {"Thé, TEA and more", "", 0}, {"", "", 0}, {"", "", 0},
    {"under vacuum", "", 0},  {"two\nlines, vacuum", "", 0}};
static const struct meaning currencies[] = {
    {"USD", "USD", 0}, {"EUR", "EUR", 0}, {"usd", "USD", 0}, {"", "(blank)", 0}};
static const struct meaning kinds[] = {{"Estimated", "estimated", 0},
                                       {"Valeur marchande", "estimated", 0},
                                       {"Declared value", "declared", 0},
                                       {"", "(blank)", 0}};

const struct pool pools[FIELDS] = {[F_REPORTER] = {countries, COUNT(countries)},
                                   [F_DEPARTURE] = {countries, COUNT(countries)},
                                   [F_TRANSIT] = {transits, COUNT(transits)},
                                   [F_PRODUCT] = {products, COUNT(products)},
                                   [F_CONVEYANCE] = {conveyances, COUNT(conveyances)},
                                   [F_BRAND] = {brands, COUNT(brands)},
                                   [F_REMARKS] = {remarks, COUNT(remarks)},
                                   [F_CURRENCY] = {currencies, COUNT(currencies)},
                                   [F_KIND] = {kinds, COUNT(kinds)}};

const struct unit units[UNITS] = {{"kg", "kg", 'm', 1000000},
                                  {"Kilogram", "kg", 'm', 1000000},
                                  {"g", "g", 'm', 1000},
                                  {"grammes", "g", 'm', 1000},
                                  {"mg", "mg", 'm', 1},
                                  {"t", "t", 'm', 1000000000},
                                  {"L", "L", 'v', 1000},
                                  {"litres", "L", 'v', 1000},
                                  {"mL", "mL", 'v', 1},
                                  {"pcs", "pcs", 'p', 1000},
                                  {"tablets", "tablet", 'p', 1000},
                                  {"cartons", "carton", 'x', 200000},
                                  {"packs", "pack", 'x', 20000},
                                  {"boxes", "box", 'x', 0},
                                  {"blobs", "blobs", '?', 0},
                                  {"", "(blank)", '?', 0}};

const struct region regions[REGIONS] = {
    {"TH", "A/P", "A/P"}, {"MM", "A/P", "A/P"}, {"AU", "A/P", "A/P"}, {"CN", "A/P", "A/P"},
    {"LA", "A/P", "A/P"}, {"NA", "ESA", "ESA"}, {"DE", "WE", "EUR"},  {"BR", "SA", "AMS"}};

static const char *const quantities[] = {"5",     "0.25", "1",   "12.5",    "1000",
                                         "0.001", "0",    "",    "Unknown", "approx 5",
                                         "-3",    "40",   "250", "7.125"};
static const char *const values[] = {"900", "12.5", "1000000", "0", "7", "", "", "oops"};

const char *draw_cell(struct rng *r, int field)
{
    switch (field) {
    case F_QUANTITY:
        return quantities[below(r, COUNT(quantities))];
    case F_UNIT:
        return units[below(r, UNITS)].raw;
    case F_VALUE:
        return values[below(r, COUNT(values))];
    default:
        return pools[field].meaning[below(r, pools[field].count)].raw;
    }
}

void draw_date(struct rng *r, char out[16])
{
    static const char *const odd[] = {"", "", "Inconnu", "2024-02-30"};
    unsigned y = 2023 + below(r, 3), m = 1 + below(r, 12), d = 1 + below(r, 28);
    switch (below(r, 10)) {
    case 0:
        snprintf(out, 16, "%s", odd[below(r, 4)]);
        return;
    case 1:
        snprintf(out, 16, "%u", y);
        return;
    case 2:
        snprintf(out, 16, "%u-%02u", y, m);
        return;
    case 3: /* ends of years, where weeks belong to another one */
        snprintf(out, 16, below(r, 2) ? "%u-12-%u" : "%u-01-0%u", y,
                 below(r, 2) ? 1 + below(r, 3) : 3);
        if (strlen(out) != 10)
            snprintf(out, 16, "%u-12-31", y);
        return;
    default:
        snprintf(out, 16, "%u-%02u-%02u", y, m, d);
    }
}
