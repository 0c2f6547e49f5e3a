/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes one invented case: reporter, goods, date, route, circumstances, quantities, entry. */
#include "cases.h"

#include <string.h>

/* Names coined for the sample: they belong to nobody. */
const char *const BRANDS[] = {
    "Velquora",  "Ostrellin",  "Torvane Blue", "Quillmark",   "Nerolux",   "Bluvanta",
    "Kestrolin", "Ambrelique", "Zafirette",    "Marnovo",     "Pellucor",  "Drumvale Red",
    "Silvarro",  "Hexandor",   "Lumiquart",    "Orivantelle", "Sandrecky", "Tamboril Gold",
    "Ulvessa",   "Wyndaro",    "Yaravelle",    "Castrivo",    "Fenolark",  "Gravonne",
    "Isolquist", "Jantarelle", "Krellmont",    "Nimbrosa",    "Parrowick", "Rastovell"};
const int N_BRANDS = (int)(sizeof BRANDS / sizeof *BRANDS);

const char *const OPERATIONS[] = {"Training Op PAPER CRANE", "Training Op QUIET MONSOON",
                                  "Training Op LONG TIDE", "Training Op GREEN LANTERN",
                                  "Training Op BRASS KETTLE"};
const int N_OPERATIONS = (int)(sizeof OPERATIONS / sizeof *OPERATIONS);

const char *const CURRENCIES[] = {"USD", "EUR", "JPY", "KRW", "CNY", "HKD", "INR", "AUD",
                                  "SGD", "THB", "PHP", "BDT", "SAR", "GBP", "MYR", "VND"};
const int N_CURRENCIES = (int)(sizeof CURRENCIES / sizeof *CURRENCIES);
/* How often each is carried, and how many units go for one US dollar, in hundredths. */
static const int CURRENCY_WEIGHT[] = {340, 130, 70, 80, 70, 40, 50, 35,
                                      20,  25,  25, 16, 30, 24, 14, 12};
static const int CURRENCY_RATE[] = {100, 92,   15000, 137000, 720, 780, 8600, 150,
                                    134, 3500, 5700,  11800,  375, 79,  440,  2510000};

const char *const PROCEDURES[] = {"40 00", "10 00", "80 00", "21 00", "53 00", "71 00"};
const int N_PROCEDURES = (int)(sizeof PROCEDURES / sizeof *PROCEDURES);

/* Places that consignments pass through. */
static const char *const HUBS[] = {"HK", "SG", "AE", "TH", "MY", "KR", "QA", "TR", "VN",
                                   "DE", "ET", "JP", "CN", "NL", "IN", "ZA", "KH", "FR"};
static const int HUB_WEIGHT[] = {130, 120, 110, 70, 70, 50, 60, 40, 40,
                                 40,  30,  30,  30, 30, 30, 16, 14, 24};
#define N_HUBS ((int)(sizeof HUBS / sizeof *HUBS))

/* Permille of lines by section, for reporters of the region (published totals: 397, 3,294, 409,
 * 475, 272 and 33 of 4,880) and from outside. */
static const int SECTION_MIX[2][SECTIONS] = {{81, 675, 84, 97, 56, 7},
                                             {45, 650, 110, 115, 68, 12}};

/* Permille of cases whose reporter is of the region. */
#define HOME_SHARE 590

int day_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void date_of(int days, int *year, int *month, int *day)
{
    int z = days + 719468;
    int era = z / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2 ? 1 : 0);
}

/* By rejection: a day is kept with the weight of its month and of how far the years have gone,
 * so that shares of products do not depend on their growth. */
static int draw_date(struct rng *r, const struct scene *s, int product)
{
    const struct product *p = &PRODUCTS[product];
    int growth = product == s->grow_product ? 420 : p->growth;
    int span = s->last_day - s->first_day + 1;
    int most = (100 + p->swing) * (100 + (growth > 0 ? growth : 0));
    for (;;) {
        int at = rng_below(r, span);
        int year, month, day;
        date_of(s->first_day + at, &year, &month, &day);
        int apart = 0;
        if (p->peak) {
            apart = month > p->peak ? month - p->peak : p->peak - month;
            apart = apart > 6 ? 12 - apart : apart;
        }
        int season = 100 + p->swing - p->swing * apart / 3;
        season = season < 40 ? 40 : season;
        int trend = 100 + growth * at / span;
        if (rng_below(r, most) < season * trend) {
            return s->first_day + at;
        }
    }
}

int64_t round_quantity(int64_t v)
{
    int64_t step = 1;
    while (v / step >= 10000) {
        step *= 10;
    }
    return (v + step / 2) / step * step;
}

enum shown_unit usual_unit(const struct line *l)
{
    switch (PRODUCTS[l->product].unit) {
    case BY_VOLUME:
        return SHOW_LITRES;
    case BY_CURRENCY:
        return SHOW_CURRENCY;
    case BY_PIECES:
        return strcmp(PRODUCTS[l->product].hs, "240220") == 0 && l->reporter % 3 == 0
                   ? SHOW_STICKS
                   : SHOW_PIECES;
    default:
        /* Some administrations write grams whatever the size, some never do. */
        return l->reporter % 7 == 3 || (l->reporter % 7 != 5 && l->quantity < 1000000)
                   ? SHOW_G
                   : SHOW_KG;
    }
}

void draw_quantity(struct rng *r, struct line *l)
{
    const struct product *p = &PRODUCTS[l->product];
    int64_t median = p->median;
    int sigma = p->sigma_16;
    bool small = l->location == MAIL_CENTRE || l->location == EXPRESS_HUB;
    if (small && p->unit != BY_CURRENCY) {
        median = median / 4 + 1;
    } else if (l->location == SEAPORT || l->location == HIGH_SEAS) {
        median *= 6;
    }
    if (p->unit == BY_CURRENCY) {
        l->currency = rng_pick(r, CURRENCY_WEIGHT, N_CURRENCIES);
        median = median * CURRENCY_RATE[l->currency] / 100;
    }
    int64_t q = rng_lognormal(r, median, sigma);
    /* The very large hauls that carry a year's total. */
    if (!small && rng_permille(r, 3)) {
        q = rng_lognormal(r, q, 16) * 40;
    }
    q = q < 1 ? 1 : q;
    int64_t roof = p->unit == BY_MASS ? (int64_t)60000000000 : (int64_t)3000000000;
    q = q > roof ? roof / 7 : q;
    if (p->unit == BY_MASS && q < 200) {
        q = 200 + q;
    }
    if (p->unit == BY_PIECES && strcmp(p->hs, "240220") == 0) {
        q = q < 200 ? 200 : q / 200 * 200;
    }
    if (p->unit == BY_CURRENCY) {
        q = q < 100 ? 100 : q / 50 * 50;
    }
    l->quantity = p->unit == BY_PIECES && strcmp(p->hs, "240220") == 0 ? q : round_quantity(q);
    l->unit = usual_unit(l);
}

static int draw_ecommerce(struct rng *r, const struct line *l)
{
    static const int YES[3][SECTIONS] = {
        {0, 585, 500, 890, 470, 640}, /* mail */
        {0, 640, 520, 920, 500, 680}, /* express */
        {0, 40, 50, 240, 30, 60},     /* else */
    };
    int way = l->concealment == IN_MAIL ? 0 : l->concealment == IN_EXPRESS ? 1 : 2;
    int section = (int)STREAMS[PRODUCTS[l->product].stream].section;
    if (rng_permille(r, 70)) {
        return -1;
    }
    return rng_permille(r, YES[way][section]) ? 1 : 0;
}

void draw_circumstances(struct rng *r, struct line *l)
{
    static const int DETECTION_MIX[2][DETECTIONS] = {{640, 235, 65, 35, 25},
                                                     {330, 560, 50, 35, 25}};
    int section = (int)STREAMS[PRODUCTS[l->product].stream].section;
    l->conveyance = rng_pick(r, CONVEYANCE_MIX[l->location], CONVEYANCES);
    l->concealment = rng_pick(r, CONCEALMENT_MIX[l->location], CONCEALMENTS);
    if (l->conveyance == REGULAR_MAIL) {
        l->concealment = rng_permille(r, 60) ? CONCEALMENT_UNKNOWN : IN_MAIL;
    } else if (l->conveyance == EXPRESS) {
        l->concealment = rng_permille(r, 80) ? CONCEALMENT_UNKNOWN : IN_EXPRESS;
    }
    l->detection = rng_pick(r, DETECTION_MIX[section == REVENUE || section == AML], DETECTIONS);
    if (rng_permille(r, 25)) {
        l->detection = -1;
    }
    if (rng_permille(r, 18)) {
        l->concealment = -1;
    }
    l->ecommerce = draw_ecommerce(r, l);
}

void draw_entry(struct rng *r, struct line *l)
{
    int64_t lag = rng_lognormal(r, (int64_t)REPORTERS[l->reporter].lag_days * 16, 15) / 16;
    l->entered = l->date + (lag > 420 ? 420 : (int)lag);
    l->validated = rng_permille(r, 50) ? 0 : l->entered + rng_range(r, 4, 40);
}

static int draw_country(struct rng *r, const int (*ends)[MAX_COUNTRIES], bool home,
                        int other_than)
{
    int c = 0;
    for (int tries = 0; tries < 12; tries++) {
        c = rng_pick_cumulative(r, ends[home ? 1 : 0], N_COUNTRIES);
        if (c != other_than) {
            break;
        }
    }
    return c;
}

static void add_transit(struct rng *r, struct line *l, int chance)
{
    while (l->n_transit < MAX_TRANSIT && rng_permille(r, chance)) {
        int c = country_index(HUBS[rng_pick(r, HUB_WEIGHT, N_HUBS)]);
        bool again = c == l->departure || c == l->destination;
        for (int i = 0; i < l->n_transit; i++) {
            again = again || l->transit[i] == c;
        }
        if (!again) {
            l->transit[l->n_transit++] = c;
        }
        chance /= 3;
    }
}

/* A reporter from outside stands here because the region is on the route. */
static void draw_route(struct rng *r, const struct world *w, struct line *l)
{
    static const int DIRECTION_MIX[2][DIRECTIONS] = {{640, 165, 135, 60}, {800, 80, 120, 0}};
    int profile = PRODUCTS[l->product].profile;
    int here = REPORTERS[l->reporter].country;
    bool outside = l->reporter >= w->n_home;
    l->direction = rng_pick(r, DIRECTION_MIX[outside], DIRECTIONS);
    l->n_transit = 0;
    if (l->direction == INTERNAL) {
        l->departure = l->destination = here;
    } else if (l->direction == IMPORT) {
        l->destination = here;
        l->departure = draw_country(r, w->departure_ends[profile], outside, here);
    } else if (l->direction == EXPORT) {
        l->departure = here;
        l->destination = draw_country(r, w->destination_ends[profile], outside, here);
    } else {
        l->departure = draw_country(r, w->departure_ends[profile], outside, here);
        l->destination = draw_country(r, w->destination_ends[profile], false, here);
        l->transit[l->n_transit++] = here;
    }
    if (l->direction != INTERNAL) {
        add_transit(r, l, l->direction == TRANSIT ? 120 : 260);
    }
    l->origin = rng_permille(r, 450) ? COUNTRY_BLANK : l->departure;
    if (l->origin >= 0 && rng_permille(r, 200)) {
        l->origin = draw_country(r, w->departure_ends[profile], false, COUNTRY_BLANK);
    } else if (rng_permille(r, 60)) {
        l->origin = COUNTRY_UNKNOWN;
    }
    if (!outside && l->direction == IMPORT && rng_permille(r, 25)) {
        l->departure = rng_permille(r, 650) ? COUNTRY_UNKNOWN : COUNTRY_BLANK;
    }
    if (!outside && l->direction == EXPORT && rng_permille(r, 30)) {
        l->destination = rng_permille(r, 600) ? COUNTRY_UNKNOWN : COUNTRY_BLANK;
    }
}

static int draw_location(struct rng *r, const struct line *l)
{
    int mix[LOCATIONS];
    memcpy(mix, LOCATION_MIX[STREAMS[PRODUCTS[l->product].stream].mix], sizeof mix);
    mix[MAIL_CENTRE] = mix[MAIL_CENTRE] * REPORTERS[l->reporter].mail / 100;
    if (l->direction == INTERNAL) {
        mix[INLAND] += 500;
    }
    return rng_pick(r, mix, LOCATIONS);
}

/* The simplified form does not ask for the route, the concealment or a narrative. */
static void simplify(struct line *l)
{
    l->simplified = true;
    l->departure = l->destination = l->origin = COUNTRY_BLANK;
    l->n_transit = 0;
    l->concealment = l->conveyance = l->detection = l->procedure = -1;
    l->value = 0;
    l->hs = false;
    l->operation = -1;
    l->remarks[0] = '\0';
}

static void draw_extras(struct rng *r, struct line *l)
{
    const struct product *p = &PRODUCTS[l->product];
    const struct stream *stream = &STREAMS[p->stream];
    l->brand = -1;
    if ((stream->section == IPR || stream->section == REVENUE) && rng_permille(r, 620)) {
        l->brand = rng_below(r, N_BRANDS);
    }
    l->hs = rng_permille(r, 420);
    l->procedure = rng_permille(r, 300) ? rng_below(r, N_PROCEDURES) : -1;
    l->operation = rng_permille(r, 22) ? rng_below(r, N_OPERATIONS) : -1;
    l->value = 0;
    if (p->unit != BY_CURRENCY && rng_permille(r, 240)) {
        int64_t v =
            rng_lognormal(r, p->unit == BY_MASS ? l->quantity / 40000 : l->quantity * 12, 12);
        l->value = round_quantity(v < 20 ? 20 : v);
    }
    l->style = (uint32_t)rng_next(r);
    l->invalid = VALID;
    if (rng_below(r, 10000) < 12) {
        l->invalid = (enum invalid)rng_range(r, 1, INVALID_KINDS - 1);
    }
    l->month_only = rng_permille(r, 4);
}

static int draw_product(struct rng *r, const struct world *w, int section)
{
    int first = w->section_first[section];
    int n = w->section_first[section + 1] - first;
    return first + rng_pick_cumulative(r, w->product_ends[section], n);
}

/* A further line of the case: another product found in the same control. */
static void further_line(struct rng *r, const struct world *w, struct line *l)
{
    int section = (int)STREAMS[PRODUCTS[l->product].stream].section;
    if (rng_permille(r, 120)) {
        section = rng_pick(r, SECTION_MIX[l->reporter >= w->n_home], SECTIONS);
    }
    l->product = draw_product(r, w, section);
    draw_quantity(r, l);
    bool simplified = l->simplified;
    int operation = l->operation;
    draw_extras(r, l);
    /* One case is handed in as a whole, through one system. */
    l->operation = operation;
    if (simplified) {
        simplify(l);
    } else if (rng_permille(r, 300)) {
        write_remarks(r, l);
    } else {
        l->remarks[0] = '\0';
    }
}

int make_case(const struct scene *s, int case_no, struct line *lines)
{
    const struct world *w = s->world;
    struct rng rng;
    struct rng *r = &rng;
    rng_seed(r, s->seed, (uint64_t)case_no);
    struct line *l = &lines[0];
    memset(l, 0, sizeof *l);
    l->case_no = case_no;
    l->line_no = 1;
    bool outside = !rng_permille(r, HOME_SHARE);
    int section = rng_pick(r, SECTION_MIX[outside], SECTIONS);
    int n = outside ? w->n_reporters - w->n_home : w->n_home;
    l->reporter = (outside ? w->n_home : 0) +
                  rng_pick_cumulative(r, w->reporter_ends[outside][section], n);
    l->product = draw_product(r, w, section);
    l->date = draw_date(r, s, l->product);
    draw_route(r, w, l);
    l->location = draw_location(r, l);
    l->post = rng_permille(r, 700) ? 0 : rng_range(r, 1, 2);
    draw_circumstances(r, l);
    draw_quantity(r, l);
    draw_entry(r, l);
    draw_extras(r, l);
    if (rng_permille(r, REPORTERS[l->reporter].simplified)) {
        simplify(l);
    } else {
        write_remarks(r, l);
    }
    int lines_roll = rng_below(r, 1000);
    int count = lines_roll < 905   ? 1
                : lines_roll < 980 ? 2
                : lines_roll < 995 ? 3
                                   : rng_range(r, 4, 6);
    for (int i = 1; i < count; i++) {
        lines[i] = lines[0];
        lines[i].line_no = i + 1;
        further_line(r, w, &lines[i]);
        lines[i].month_only = lines[0].month_only;
    }
    return count;
}
