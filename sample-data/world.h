/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The invented world of the sample: countries, reporters, products, routes and vocabularies. */
#ifndef SAMPLE_WORLD_H
#define SAMPLE_WORLD_H

#include "rng.h"

#include <stdbool.h>
#include <stdint.h>

enum language { EN, FR, LANGUAGES };

enum section { AML, DRUGS, ENVIRONMENT, IPR, REVENUE, SECURITY, SECTIONS };

enum location {
    AIRPORT,
    MAIL_CENTRE,
    INLAND,
    LAND,
    EXPRESS_HUB,
    SEAPORT,
    LOCATION_UNKNOWN,
    RAIL_STATION,
    HIGH_SEAS,
    RIVER,
    FREE_ZONE,
    LOCATIONS
};

enum concealment {
    IN_MAIL,
    CONCEALMENT_UNKNOWN,
    IN_BAGGAGE,
    IN_TRANSPORT,
    IN_EXPRESS,
    IN_FREIGHT,
    ON_PERSON,
    NOT_CONCEALED,
    IN_PREMISES,
    SEA_OR_BEACH,
    MARKET,
    CONCEALMENTS
};

enum conveyance {
    AIR,
    VEHICLE,
    CONVEYANCE_UNKNOWN,
    PEDESTRIAN,
    TRAIN,
    REGULAR_MAIL,
    VESSEL,
    EXPRESS,
    CONVEYANCES
};

enum direction { IMPORT, EXPORT, TRANSIT, INTERNAL, DIRECTIONS };

enum detection { PROFILING, ROUTINE, INTELLIGENCE, INVESTIGATION, RANDOM, DETECTIONS };

enum cites { CITES_NONE, CITES_I, CITES_I_II, CITES_II, CITES_III, CITES_NOT, CITES_COUNT };

enum unit_kind { BY_MASS, BY_PIECES, BY_VOLUME, BY_CURRENCY };

/* Where a country field holds no country. */
#define COUNTRY_BLANK (-1)
#define COUNTRY_UNKNOWN (-2)

struct country {
    const char *code;
    const char *label[LANGUAGES];
    bool asia_pacific;
};

struct reporter {
    const char *code;     /* ISO 3166 alpha-2 */
    int weight[SECTIONS]; /* size among the reporters of its side, by section */
    int lag_days;         /* median of entered - seized */
    int mail;             /* how its mail centres weigh: 100 usual, 0 none */
    int simplified;       /* permille of simplified records (own region only) */
    bool french;          /* hands in French sheets */
    const char *source;   /* CEN, nCEN */
    const char *currency; /* of its estimated values */
    const char *cities;   /* airport|seaport|land post|inland */
    const char *local;    /* language of some remarks: en fr es th ko ja */
    int country;          /* filled at start */
};

/* What departs where and arrives where, by kind of goods: lists of "CC weight". */
struct route_profile {
    const char *name;
    const char *departures;
    const char *destinations;
};

struct stream {
    enum section section;
    const char *label[LANGUAGES];
    int mix; /* index of its mix of locations */
};

struct product {
    int stream;
    const char *category[LANGUAGES]; /* "" where the stream has no categories */
    const char *label[LANGUAGES];
    int weight;
    int profile;
    enum unit_kind unit;
    int64_t median; /* mg, pieces, ml or whole currency units */
    int sigma_16;   /* of the binary logarithm, in sixteenths */
    int peak;       /* month of the year when most is seized, 0: none */
    int swing;      /* how much more at the peak, percent */
    int growth;     /* percent from the first to the last month, negative: decline */
    const char *hs;
    const char *species; /* NULL: none */
    enum cites cites;
    const char *word; /* what remarks call it */
};

#define MAX_COUNTRIES 128
#define MAX_PRODUCTS 256
#define MAX_REPORTERS 64
#define MAX_PROFILES 24

struct world {
    int n_reporters;
    int n_home; /* the first n_home reporters are of Asia/Pacific */
    int reporter_ends[2][SECTIONS][MAX_REPORTERS];
    int n_products;
    int section_first[SECTIONS + 1]; /* products are ordered by section */
    int product_ends[SECTIONS][MAX_PRODUCTS];
    int departures[MAX_PROFILES][MAX_COUNTRIES]; /* weight by country */
    int destinations[MAX_PROFILES][MAX_COUNTRIES];
    int departure_ends[MAX_PROFILES][2][MAX_COUNTRIES]; /* running sums: all, home only */
    int destination_ends[MAX_PROFILES][2][MAX_COUNTRIES];
};

extern const struct country COUNTRIES[];
extern const int N_COUNTRIES;
extern struct reporter REPORTERS[];
extern const struct product PRODUCTS[];
extern const int N_PRODUCTS;
extern const struct stream STREAMS[];
extern const struct route_profile PROFILES[];
extern const int N_PROFILES;
extern const int LOCATION_MIX[][LOCATIONS];

extern const char *const SECTION_LABEL[SECTIONS][LANGUAGES];
extern const char *const LOCATION_LABEL[LOCATIONS][LANGUAGES];
extern const char *const CONCEALMENT_LABEL[CONCEALMENTS][LANGUAGES];
extern const char *const CONVEYANCE_LABEL[CONVEYANCES][LANGUAGES];
extern const char *const DIRECTION_LABEL[DIRECTIONS][LANGUAGES];
extern const char *const DETECTION_LABEL[DETECTIONS][LANGUAGES];
extern const char *const CITES_LABEL[CITES_COUNT][LANGUAGES];

/* Permille of locations' lines by conveyance, and by concealment. */
extern const int CONVEYANCE_MIX[LOCATIONS][CONVEYANCES];
extern const int CONCEALMENT_MIX[LOCATIONS][CONCEALMENTS];

/* Index of a country by ISO code; ends the program when the tables name one that is missing. */
int country_index(const char *code);
/* Prepares running sums; ends the program with a message when a table is at fault. */
void world_open(struct world *w);

#endif
