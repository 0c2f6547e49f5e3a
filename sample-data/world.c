/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reporters, closed vocabularies and the mixes of location, conveyance and concealment. All
 * proportions are invented on the pattern of published regional totals. */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* code, weights AML DRUGS ENV IPR REV SEC, lag, mail, simplified, french, source ... */
// clang-format off
struct reporter REPORTERS[] = {
    {"KR", {16, 245, 9, 60, 3, 0}, 14, 140, 40, false, "nCEN", "KRW",
     "Incheon|Busan|Pyeongtaek|Seoul", "ko", 0},
    {"TH", {14, 170, 42, 40, 24, 0}, 19, 120, 90, false, "CEN", "THB",
     "Bangkok|Laem Chabang|Mae Sai|Chiang Mai", "th", 0},
    {"JP", {70, 165, 22, 30, 4, 0}, 11, 120, 30, false, "nCEN", "JPY",
     "Narita|Yokohama|Hakata|Tokyo", "ja", 0},
    {"AU", {30, 150, 60, 24, 40, 14}, 17, 130, 120, false, "CEN", "AUD",
     "Sydney|Melbourne|Darwin|Perth", "en", 0},
    {"HK", {24, 120, 40, 44, 30, 0}, 16, 90, 0, false, "CEN", "HKD",
     "Chek Lap Kok|Kwai Chung|Lok Ma Chau|Kowloon", "en", 0},
    {"IN", {60, 95, 46, 18, 30, 0}, 34, 90, 60, false, "CEN", "INR",
     "Delhi|Nhava Sheva|Petrapole|Chennai", "en", 0},
    {"NZ", {6, 62, 30, 6, 8, 4}, 12, 160, 100, false, "nCEN", "NZD",
     "Auckland|Tauranga|Christchurch|Wellington", "en", 0},
    {"ID", {10, 58, 30, 14, 12, 3}, 38, 60, 180, false, "CEN", "IDR",
     "Jakarta|Surabaya|Entikong|Medan", "en", 0},
    {"MY", {12, 54, 28, 16, 34, 0}, 29, 70, 120, false, "CEN", "MYR",
     "Sepang|Port Klang|Bukit Kayu Hitam|Penang", "en", 0},
    {"SG", {8, 30, 14, 20, 40, 0}, 13, 100, 50, false, "nCEN", "SGD",
     "Changi|Tuas|Woodlands|Jurong", "en", 0},
    {"PH", {14, 40, 22, 16, 14, 3}, 41, 110, 220, false, "CEN", "PHP",
     "Manila|Subic|Zamboanga|Cebu", "en", 0},
    {"VN", {10, 36, 24, 22, 10, 0}, 46, 80, 140, true, "CEN", "VND",
     "Ho Chi Minh City|Hai Phong|Lao Bao|Da Nang", "en", 0},
    {"BD", {60, 26, 8, 40, 52, 0}, 33, 40, 60, false, "CEN", "BDT",
     "Dhaka|Chattogram|Benapole|Sylhet", "en", 0},
    {"PK", {12, 22, 6, 6, 16, 0}, 52, 60, 150, false, "CEN", "PKR",
     "Karachi|Port Qasim|Torkham|Lahore", "en", 0},
    {"LK", {14, 20, 14, 8, 14, 0}, 27, 90, 60, false, "nCEN", "LKR",
     "Katunayake|Colombo|Trincomalee|Kandy", "en", 0},
    {"CN", {12, 18, 20, 60, 4, 0}, 64, 80, 420, false, "CEN", "CNY",
     "Guangzhou|Shenzhen|Dongxing|Kunming", "en", 0},
    {"MO", {7, 14, 4, 5, 3, 0}, 18, 70, 0, false, "CEN", "MOP",
     "Taipa|Coloane|Gongbei|Macao", "en", 0},
    {"MM", {5, 8, 6, 14, 6, 0}, 88, 0, 240, false, "CEN", "MMK",
     "Yangon|Thilawa|Muse|Mandalay", "en", 0},
    {"NP", {14, 11, 4, 10, 5, 0}, 44, 60, 80, false, "nCEN", "NPR",
     "Kathmandu|Birgunj|Biratnagar|Pokhara", "en", 0},
    {"MN", {4, 6, 10, 2, 4, 0}, 36, 0, 60, false, "CEN", "MNT",
     "Ulaanbaatar|Darkhan|Zamyn-Uud|Erdenet", "en", 0},
    {"MV", {2, 9, 3, 3, 6, 0}, 24, 120, 0, false, "nCEN", "MVR",
     "Velana|Male|Hulhumale|Addu", "en", 0},
    {"KH", {3, 8, 5, 4, 3, 0}, 71, 0, 160, true, "CEN", "KHR",
     "Phnom Penh|Sihanoukville|Poipet|Siem Reap", "en", 0},
    {"LA", {2, 9, 8, 3, 2, 0}, 96, 0, 100, true, "CEN", "LAK",
     "Vientiane|Savannakhet|Boten|Pakse", "en", 0},
    {"FJ", {2, 6, 3, 3, 6, 0}, 22, 110, 0, false, "nCEN", "FJD",
     "Nadi|Suva|Lautoka|Labasa", "en", 0},
    {"PG", {1, 3, 4, 2, 4, 0}, 79, 40, 120, false, "CEN", "PGK",
     "Port Moresby|Lae|Wutung|Madang", "en", 0},
    {"IR", {6, 16, 4, 2, 8, 0}, 58, 20, 200, false, "CEN", "IRR",
     "Tehran|Bandar Abbas|Taybad|Shiraz", "en", 0},
    {"BT", {1, 2, 2, 2, 8, 0}, 31, 0, 0, false, "nCEN", "BTN",
     "Paro|Phuentsholing|Samdrup Jongkhar|Thimphu", "en", 0},
    /* Reporters from outside: cases that touch Asia/Pacific. */
    {"US", {20, 150, 20, 150, 6, 10}, 15, 100, 0, false, "CEN", "USD",
     "Los Angeles|Long Beach|Otay Mesa|Chicago", "en", 0},
    {"GB", {10, 130, 24, 14, 20, 8}, 18, 110, 0, false, "CEN", "GBP",
     "Heathrow|Felixstowe|Dover|Coventry", "en", 0},
    {"DE", {22, 110, 110, 24, 16, 10}, 20, 120, 0, false, "CEN", "EUR",
     "Frankfurt|Hamburg|Goerlitz|Leipzig", "en", 0},
    {"DK", {2, 88, 6, 6, 10, 2}, 10, 200, 0, false, "nCEN", "DKK",
     "Kastrup|Aarhus|Padborg|Copenhagen", "en", 0},
    {"FR", {14, 60, 52, 24, 34, 12}, 23, 100, 0, true, "CEN", "EUR",
     "Roissy|Le Havre|Menton|Lyon", "fr", 0},
    {"NL", {8, 40, 14, 20, 6, 3}, 16, 90, 0, false, "CEN", "EUR",
     "Schiphol|Rotterdam|Venlo|Utrecht", "en", 0},
    {"BE", {6, 26, 10, 12, 6, 3}, 24, 90, 0, true, "CEN", "EUR",
     "Zaventem|Antwerp|Eupen|Liege", "fr", 0},
    {"ES", {8, 26, 22, 40, 8, 2}, 35, 80, 0, false, "CEN", "EUR",
     "Barajas|Valencia|Irun|Barcelona", "es", 0},
    {"IT", {30, 28, 14, 12, 6, 1}, 33, 80, 0, false, "CEN", "EUR",
     "Malpensa|Genoa|Trieste|Rome", "en", 0},
    {"SE", {2, 40, 4, 4, 4, 1}, 13, 140, 0, false, "nCEN", "SEK",
     "Arlanda|Gothenburg|Haparanda|Malmo", "en", 0},
    {"AT", {3, 26, 34, 40, 4, 1}, 19, 130, 0, false, "CEN", "EUR",
     "Schwechat|Enns|Spielfeld|Linz", "en", 0},
    {"CH", {4, 22, 14, 8, 3, 1}, 21, 110, 0, true, "CEN", "CHF",
     "Geneva|Basel|Chiasso|Zurich", "fr", 0},
    {"PL", {4, 10, 12, 10, 8, 2}, 30, 60, 0, false, "CEN", "PLN",
     "Okecie|Gdynia|Medyka|Poznan", "en", 0},
    {"CZ", {1, 7, 20, 4, 1, 1}, 26, 80, 0, false, "nCEN", "CZK",
     "Ruzyne|Melnik|Breclav|Brno", "en", 0},
    {"CA", {3, 32, 12, 12, 3, 2}, 28, 90, 0, true, "CEN", "CAD",
     "Mirabel|Vancouver|Lacolle|Toronto", "fr", 0},
    {"CL", {1, 12, 3, 40, 2, 1}, 22, 60, 0, false, "CEN", "CLP",
     "Pudahuel|Valparaiso|Los Andes|Iquique", "es", 0},
    {"MX", {1, 6, 2, 22, 2, 1}, 48, 60, 0, false, "CEN", "MXN",
     "Toluca|Manzanillo|Tijuana|Monterrey", "es", 0},
    {"AE", {10, 30, 10, 14, 12, 1}, 27, 60, 0, false, "CEN", "AED",
     "Dubai|Jebel Ali|Hatta|Sharjah", "en", 0},
    {"SA", {10, 16, 3, 8, 60, 3}, 9, 50, 0, false, "nCEN", "SAR",
     "Riyadh|Jeddah|Batha|Dammam", "en", 0},
    {"OM", {2, 20, 2, 14, 40, 4}, 17, 60, 0, false, "nCEN", "OMR",
     "Muscat|Sohar|Khatmat Malaha|Salalah", "en", 0},
    {"TR", {6, 12, 6, 8, 6, 1}, 25, 40, 0, false, "CEN", "TRY",
     "Istanbul|Mersin|Kapikule|Ankara", "en", 0},
    {"ZA", {3, 22, 14, 14, 6, 1}, 43, 60, 0, false, "CEN", "ZAR",
     "Tambo|Durban|Beitbridge|Cape Town", "en", 0},
    {"KE", {2, 8, 8, 4, 2, 1}, 66, 40, 0, false, "CEN", "KES",
     "Embakasi|Mombasa|Busia|Kisumu", "en", 0},
    {"KZ", {4, 6, 5, 3, 4, 1}, 37, 40, 0, false, "CEN", "KZT",
     "Almaty|Aktau|Khorgos|Astana", "en", 0},
    {"MA", {1, 2, 2, 6, 1, 1}, 55, 20, 0, true, "CEN", "MAD",
     "Nouasseur|Tanger|Guerguerat|Rabat", "fr", 0},
    {"SN", {1, 1, 1, 4, 1, 1}, 84, 20, 0, true, "CEN", "XOF",
     "Diass|Dakar|Rosso|Thies", "fr", 0},
};
// clang-format on

#define HOME_REPORTERS 27

const char *const SECTION_LABEL[SECTIONS][LANGUAGES] = {
    {"AML/CTF", "LBC/FT"},
    {"Drugs", "Stupéfiants"},
    {"Environmental Crime", "Criminalité environnementale"},
    {"IPR, Health and Safety", "DPI, santé et sécurité"},
    {"Revenue", "Recettes"},
    {"Security", "Sécurité"},
};

const char *const LOCATION_LABEL[LOCATIONS][LANGUAGES] = {
    {"Airport", "Aéroport"},
    {"Mail Centre", "Centre postal"},
    {"Inland", "Intérieur des terres"},
    {"Land boundary", "Frontière terrestre"},
    {"Express Courier", "Messagerie express"},
    {"Seaport", "Port maritime"},
    {"Unknown", "Inconnu"},
    {"Rail", "Voie ferrée"},
    {"High seas", "Haute mer"},
    {"River", "Voie fluviale"},
    {"Border of free trade zone", "Frontière de zone franche"},
};

const char *const CONCEALMENT_LABEL[CONCEALMENTS][LANGUAGES] = {
    {"In mail", "Dans le courrier"},
    {"Unknown", "Inconnu"},
    {"In baggage", "Dans les bagages"},
    {"In transport", "Dans le moyen de transport"},
    {"In express courier", "En messagerie express"},
    {"In freight", "Dans le fret"},
    {"On the person", "Sur la personne"},
    {"Not concealed", "Non dissimulé"},
    {"In premises", "Dans des locaux"},
    {"Recovered from sea/beach", "Récupéré en mer ou sur plage"},
    {"On market places", "Sur des marchés"},
};

const char *const CONVEYANCE_LABEL[CONVEYANCES][LANGUAGES] = {
    {"Air", "Voie aérienne"}, {"Vehicle", "Véhicule"},
    {"Unknown", "Inconnu"},   {"Pedestrian", "Piéton"},
    {"Rail Train", "Train"},  {"Regular Mail", "Courrier ordinaire"},
    {"Vessel", "Navire"},     {"Express courier", "Messagerie express"},
};

const char *const DIRECTION_LABEL[DIRECTIONS][LANGUAGES] = {
    {"Import", "Importation"},
    {"Export", "Exportation"},
    {"Transit", "Transit"},
    {"Internal", "Interne"},
};

const char *const DETECTION_LABEL[DETECTIONS][LANGUAGES] = {
    {"Risk profiling", "Profilage de risque"},   {"Routine control", "Contrôle de routine"},
    {"Intelligence", "Renseignement"},           {"Investigation", "Enquête"},
    {"Random selection", "Sélection aléatoire"},
};

const char *const CITES_LABEL[CITES_COUNT][LANGUAGES] = {
    {"", ""},
    {"CITES Appendix I", "CITES Annexe I"},
    {"CITES Appendix I/II", "CITES Annexe I/II"},
    {"CITES Appendix II", "CITES Annexe II"},
    {"CITES Appendix III", "CITES Annexe III"},
    {"Non-CITES", "Hors CITES"},
};

/* Rows: kinds of goods (STREAMS[].mix). Columns: enum location. */
const int LOCATION_MIX[][LOCATIONS] = {
    {385, 330, 60, 68, 78, 46, 18, 3, 4, 6, 2},    /* 0 drugs */
    {720, 12, 30, 165, 10, 25, 24, 10, 1, 1, 2},   /* 1 cash, gold, gems */
    {540, 190, 90, 80, 30, 52, 10, 4, 2, 6, 1},    /* 2 fauna */
    {330, 420, 30, 50, 50, 105, 8, 3, 1, 5, 1},    /* 3 flora */
    {15, 3, 60, 130, 4, 750, 12, 12, 2, 4, 24},    /* 4 waste, refrigerants */
    {300, 220, 60, 60, 130, 200, 10, 4, 1, 1, 14}, /* 5 counterfeits */
    {430, 250, 70, 95, 90, 52, 10, 2, 1, 1, 3},    /* 6 medicines */
    {440, 120, 70, 150, 40, 160, 10, 4, 4, 4, 4},  /* 7 tobacco */
    {360, 15, 150, 330, 5, 110, 15, 5, 2, 10, 3},  /* 8 alcohol */
    {340, 280, 50, 90, 130, 90, 12, 3, 1, 2, 2},   /* 9 weapons, drones */
};

const int CONVEYANCE_MIX[LOCATIONS][CONVEYANCES] = {
    {790, 4, 26, 6, 0, 80, 0, 94},       /* Airport */
    {8, 0, 22, 0, 0, 950, 0, 20},        /* Mail Centre */
    {25, 520, 220, 110, 15, 60, 10, 40}, /* Inland */
    {0, 760, 30, 190, 20, 0, 0, 0},      /* Land boundary */
    {35, 5, 10, 0, 0, 10, 0, 940},       /* Express Courier */
    {0, 60, 22, 6, 0, 0, 912, 0},        /* Seaport */
    {120, 120, 740, 0, 0, 10, 10, 0},    /* Unknown */
    {0, 10, 10, 30, 950, 0, 0, 0},       /* Rail */
    {0, 0, 20, 0, 0, 0, 980, 0},         /* High seas */
    {0, 30, 20, 50, 0, 0, 900, 0},       /* River */
    {0, 700, 60, 20, 20, 0, 200, 0},     /* Border of free trade zone */
};

const int CONCEALMENT_MIX[LOCATIONS][CONCEALMENTS] = {
    {110, 120, 430, 20, 40, 150, 84, 44, 2, 0, 0},  /* Airport */
    {930, 60, 0, 0, 5, 2, 0, 3, 0, 0, 0},           /* Mail Centre */
    {60, 240, 60, 260, 40, 60, 40, 80, 140, 0, 20}, /* Inland */
    {0, 130, 190, 460, 0, 80, 90, 50, 0, 0, 0},     /* Land boundary */
    {30, 80, 0, 0, 860, 20, 0, 10, 0, 0, 0},        /* Express Courier */
    {0, 120, 40, 160, 0, 620, 6, 54, 0, 0, 0},      /* Seaport */
    {40, 850, 30, 40, 10, 20, 10, 0, 0, 0, 0},      /* Unknown */
    {0, 120, 420, 330, 0, 60, 50, 20, 0, 0, 0},     /* Rail */
    {0, 100, 0, 560, 0, 60, 0, 40, 0, 240, 0},      /* High seas */
    {0, 140, 60, 600, 0, 80, 20, 60, 0, 40, 0},     /* River */
    {0, 120, 20, 300, 0, 520, 10, 30, 0, 0, 0},     /* Border of free trade zone */
};

static void fault(const char *what, const char *which)
{
    fprintf(stderr, "generate: fault in the tables: %s \"%s\"\n", what, which);
    exit(1);
}

int country_index(const char *code)
{
    for (int i = 0; i < N_COUNTRIES; i++) {
        if (strncmp(COUNTRIES[i].code, code, 2) == 0) {
            return i;
        }
    }
    fault("no country", code);
    return -1;
}

/* Reads "CC weight CC weight ..." into weights by country. */
static void read_weights(const char *text, int *weights)
{
    memset(weights, 0, (size_t)N_COUNTRIES * sizeof *weights);
    while (*text) {
        int c = country_index(text);
        char *end;
        long v = strtol(text + 2, &end, 10);
        if (end == text + 2) {
            fault("no weight in", text);
        }
        weights[c] = (int)v;
        text = end;
        while (*text == ' ') {
            text++;
        }
    }
}

static void sum_countries(const int *weights, int (*ends)[MAX_COUNTRIES])
{
    int all = 0;
    int home = 0;
    for (int i = 0; i < N_COUNTRIES; i++) {
        all += weights[i];
        home += COUNTRIES[i].asia_pacific ? weights[i] : 0;
        ends[0][i] = all;
        ends[1][i] = home;
    }
}

static void sum_reporters(struct world *w)
{
    for (int i = 0; i < w->n_reporters; i++) {
        REPORTERS[i].country = country_index(REPORTERS[i].code);
        if (COUNTRIES[REPORTERS[i].country].asia_pacific != (i < w->n_home)) {
            fault("reporter on the wrong side", REPORTERS[i].code);
        }
    }
    for (int s = 0; s < SECTIONS; s++) {
        int sum[2] = {0, 0};
        for (int i = 0; i < w->n_reporters; i++) {
            int side = i < w->n_home ? 0 : 1;
            int k = i - (side ? w->n_home : 0);
            sum[side] += REPORTERS[i].weight[s];
            w->reporter_ends[side][s][k] = sum[side];
        }
    }
}

void world_open(struct world *w)
{
    memset(w, 0, sizeof *w);
    w->n_home = HOME_REPORTERS;
    w->n_reporters = (int)(sizeof REPORTERS / sizeof *REPORTERS);
    w->n_products = N_PRODUCTS;
    sum_reporters(w);
    for (int i = 0; i < N_PROFILES; i++) {
        read_weights(PROFILES[i].departures, w->departures[i]);
        read_weights(PROFILES[i].destinations, w->destinations[i]);
        sum_countries(w->departures[i], w->departure_ends[i]);
        sum_countries(w->destinations[i], w->destination_ends[i]);
    }
    int section = -1;
    int sum = 0;
    for (int i = 0; i < N_PRODUCTS; i++) {
        int s = (int)STREAMS[PRODUCTS[i].stream].section;
        if (s != section) {
            if (s != section + 1) {
                fault("products out of order at", PRODUCTS[i].label[EN]);
            }
            section = s;
            w->section_first[s] = i;
            sum = 0;
        }
        sum += PRODUCTS[i].weight;
        w->product_ends[s][i - w->section_first[s]] = sum;
    }
    w->section_first[SECTIONS] = N_PRODUCTS;
}
