/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Narratives of the sample: sentences put together from templates. No person, no company and no
 * brand of the world stands in them. */
#include "cases.h"

#include <string.h>

/* In templates: %p the goods, %c cover load, %k packing, %t tool, %a and %b departure and
 * destination, %n a small number. */
static const char *const COVERS[] = {
    "dried chillies",  "ceramic tiles",   "bath towels",    "instant coffee",
    "picture frames",  "car filters",     "rattan baskets", "herbal tea",
    "yoga mats",       "plastic toys",    "frozen fish",    "children's books",
    "cooking pots",    "shower heads",    "soy sauce",      "garden hoses",
    "wooden masks",    "cotton T-shirts", "noodle makers",  "water pumps",
    "face cream jars", "speaker boxes",   "pet food",       "tamarind paste",
    "sewing machines", "floor lamps",     "door hinges",    "vitamin tins",
    "tea sets",        "wall clocks",     "bicycle tubes",  "paint rollers",
    "bamboo blinds",   "coconut shells",  "rice cookers",   "photo albums"};
static const char *const PACKS[] = {
    "vacuum-sealed bags", "black plastic wrap",  "carbon paper and tape",
    "foil pouches",       "heat-sealed sachets", "tea bags with gold print",
    "rubber balloons",    "knotted pellets",     "cling film with grease",
    "zip bags",           "cardboard tubes",     "aluminium tins",
    "wax paper",          "grey tape bundles",   "small glass vials",
    "coffee pouches"};
static const char *const TOOLS[] = {
    "X-ray image",           "detector dog",     "ion scan",          "density meter",
    "physical search",       "endoscope",        "weight difference", "hand-held spectrometer",
    "officer's second look", "image comparison", "container scan",    "trace swab"};

static const char *const HIDING[CONCEALMENTS][6] = {
    {"Parcel declared as %c held %p in %k.",
     "Letter-post item with %p between two sheets of card.",
     "Small packet sent from %a, declared \"%c\"; %p found in %k.",
     "%n parcels to one post box; %p inside %c.",
     "Registered item, sender address not complete; %p packed in %k.",
     "Postal item declared as gift; %k with %p under a layer of %c."},
    {"Place of concealment not stated by the office.",
     "Seizure of %p, circumstances not reported.",
     "%p found; no further detail at time of entry.",
     "Handed over by another service: %p in %k.", "Concealment not recorded.",
     "%p in %k, found after release of the goods."},
    {"%p in false bottom of a suitcase.", "Checked bag from %a held %p under %c.",
     "Trolley bag with double lining, %n packets in %k.",
     "%p sewn into jackets in hand baggage.", "Hand baggage with %c; %p found in %k.",
     "Suitcase left on the belt; %p inside %c."},
    {"%p behind the dashboard panel.", "Spare wheel of the vehicle opened; %p in %k.",
     "Hidden compartment under the cargo floor with %n packages.",
     "%p in the fuel tank, in %k.", "Refrigeration unit opened, %p behind the fan cover.",
     "%p in the roof lining; cover load of %c."},
    {"Express consignment described as %c; %p in %k.",
     "Courier parcel to a hotel counter; %p inside %c.",
     "Air waybill says samples of %c, %p found in %k.",
     "%n express packages, same hand, with %p.",
     "Courier box re-taped on one side; %p below %c.",
     "Express item of low declared value with %p."},
    {"Container declared as %c; %p in the last two rows.", "Air cargo of %c with %p in %k.",
     "%p inside pallets of %c.",
     "Less-than-container load; cartons of %c of unequal weight, %p in %k.",
     "Cover load %c, %p behind the front wall.", "Drums said to hold %c had %p in %k."},
    {"%p strapped to the legs in %k.", "%p worn under loose clothing.",
     "Body search after scan: %n packets in %k.", "%p inside shoe soles.",
     "Swallowed pellets, %n recovered.", "%p in a waist belt."},
    {"%p carried openly.", "Goods not declared: %p on top of the bags.",
     "%p presented with a wrong declaration.", "Red channel not used; %p in plain view.",
     "%p declared as %c.", "No attempt to hide %p."},
    {"Storage room searched: %p in %k behind %c.", "Warehouse control, %p among %c.",
     "Shop store with %p in %k.", "%p in a rented lock-up.",
     "Follow-up search of premises; %p.", "Bonded store: %p in place of %c."},
    {"%n bales washed ashore with %p.", "Floating package with %p in %k.",
     "%p recovered from the sea by patrol boat.", "Beach find: %p in %k.", "Net buoy with %p.",
     "Package tied to a buoy, %p inside."},
    {"%p on a market stall.", "Night market control: %p.", "%p in a kiosk, under %c.",
     "Market inspection, %p beside %c.", "%p offered openly.", "Street sale of %p."}};

static const char *const MORE[] = {"Found by %t.",
                                   "Selected by route %a to %b and low declared value.",
                                   "Second seizure of this kind at the office this month.",
                                   "Declared weight did not fit.",
                                   "Documents named %c.",
                                   "Packing in %k, marks cut off.",
                                   "Ticket bought on the day before.",
                                   "First consignment of this consignee.",
                                   "Same cover load as %n earlier parcels.",
                                   "Sample sent to the laboratory.",
                                   "Field test positive.",
                                   "Controlled delivery not possible.",
                                   "Transhipped without change of documents.",
                                   "Sender's address does not exist.",
                                   "Phone number on the label not in use.",
                                   "Route unusual for %c.",
                                   "Short stay, return next day.",
                                   "Consignment had been re-routed once.",
                                   "Found by %t after a tip on the flight from %a.",
                                   "Goods kept in store, file open.",
                                   "Quantity counted twice.",
                                   "Value estimated by the office.",
                                   "Freight paid in cash.",
                                   "Seal intact, hinges tampered with.",
                                   "Image shows uneven density.",
                                   "Booking made through an agent in %a.",
                                   "Declared \"personal effects\".",
                                   "Parcels posted at %n different counters."};

static const char *const FRENCH[] = {
    "Colis déclaré « %c », contrôlé au centre de tri ; marchandise placée sous scellés.",
    "Voyageur en provenance de l'étranger, double fond dans la valise, %n paquets.",
    "Fret aérien : cartons de poids inégal, découverte lors du contrôle physique.",
    "Envoi express sans expéditeur identifiable. Test positif. Échantillon au laboratoire.",
    "Véhicule contrôlé à la frontière, cache aménagée sous le plancher.",
    "Marchandise non déclarée, saisie après vérification de l'étiquetage et des quantités."};
static const char *const SPANISH[] = {
    "Paquete postal declarado como regalo; mercancía oculta entre dos láminas de cartón.",
    "Contenedor con carga de cobertura; bultos de peso desigual en la última fila.",
    "Equipaje facturado con doble fondo, hallado por imagen de rayos X.",
    "Envío urgente sin valor declarado, remitente inexistente."};
static const char *const THAI[] = {"พัสดุไปรษณีย์สำแดงเป็นของขวัญ ตรวจพบซุกซ่อนในกล่อง (ข้อมูลฝึกอบรม)",
                                   "ตรวจพบในกระเป๋าเดินทางสองชั้น (ข้อมูลฝึกอบรม)",
                                   "สินค้าไม่สำแดง ตรวจโดยเครื่องเอกซเรย์ (ข้อมูลฝึกอบรม)"};
static const char *const KOREAN[] = {
    "국제우편물 X-ray 판독 중 적발, 포장지 안에 은닉 (교육용 자료)",
    "여행용 가방 이중 바닥에서 발견 (교육용 자료)"};
static const char *const JAPANESE[] = {"国際郵便物の検査で発見、二重底に隠匿（訓練用データ）",
                                       "航空貨物、申告と重量が不一致（訓練用データ）"};

static void append(char *out, size_t *len, const char *text)
{
    size_t n = strlen(text);
    if (*len + n < REMARKS_SIZE) {
        memcpy(out + *len, text, n + 1);
        *len += n;
    }
}

static const char *country_name(int c)
{
    return c >= 0 ? COUNTRIES[c].label[EN] : "an unknown country";
}

static void fill(struct rng *r, const struct line *l, const char *template, const char *cover,
                 char *out, size_t *len)
{
    for (const char *p = template; *p; p++) {
        char one[2] = {*p, '\0'};
        const char *text = one;
        if (*p == '%' && p[1]) {
            p++;
            text = *p == 'p'   ? PRODUCTS[l->product].word
                   : *p == 'c' ? cover
                   : *p == 'k' ? PACKS[rng_below(r, (int)(sizeof PACKS / sizeof *PACKS))]
                   : *p == 't' ? TOOLS[rng_below(r, (int)(sizeof TOOLS / sizeof *TOOLS))]
                   : *p == 'a' ? country_name(l->departure)
                   : *p == 'b' ? country_name(l->destination)
                               : one;
            if (*p == 'n') {
                one[0] = (char)('2' + rng_below(r, 8));
                text = one;
            }
        }
        append(out, len, text);
    }
}

/* A sentence of the reporter's own language, NULL for English. */
static const char *local_sentence(struct rng *r, const struct line *l)
{
#define ONE_OF(list) list[rng_below(r, (int)(sizeof list / sizeof *list))]
    const char *local = REPORTERS[l->reporter].local;
    if (local[0] == 'f' && rng_permille(r, 550)) {
        return ONE_OF(FRENCH);
    }
    if (local[0] == 'e' && local[1] == 's' && rng_permille(r, 450)) {
        return ONE_OF(SPANISH);
    }
    if (local[0] == 't' && rng_permille(r, 25)) {
        return ONE_OF(THAI);
    }
    if (local[0] == 'k' && rng_permille(r, 15)) {
        return ONE_OF(KOREAN);
    }
    if (local[0] == 'j' && rng_permille(r, 15)) {
        return ONE_OF(JAPANESE);
    }
    return NULL;
#undef ONE_OF
}

static void narrate(struct rng *r, struct line *l, const char *cover)
{
    size_t len = 0;
    l->remarks[0] = '\0';
    int c = l->concealment < 0 ? CONCEALMENT_UNKNOWN : l->concealment;
    fill(r, l, HIDING[c][rng_below(r, 6)], cover, l->remarks, &len);
    int more = rng_below(r, 1000);
    int sentences = more < 420 ? 0 : more < 800 ? 1 : more < 950 ? 2 : 3;
    for (int i = 0; i < sentences || len < 40; i++) {
        append(l->remarks, &len, " ");
        fill(r, l, MORE[rng_below(r, (int)(sizeof MORE / sizeof *MORE))], cover, l->remarks,
             &len);
    }
    /* A sentence begins with a capital, whatever the goods are called. */
    if (l->remarks[0] >= 'a' && l->remarks[0] <= 'z') {
        l->remarks[0] = (char)(l->remarks[0] - 'a' + 'A');
    }
}

static const char *any_cover(struct rng *r)
{
    return COVERS[rng_below(r, (int)(sizeof COVERS / sizeof *COVERS))];
}

void write_remarks(struct rng *r, struct line *l)
{
    l->remarks[0] = '\0';
    if (!rng_permille(r, 600)) {
        return;
    }
    const char *local = local_sentence(r, l);
    if (local) {
        size_t len = 0;
        fill(r, l, local, "cadeaux", l->remarks, &len);
        return;
    }
    narrate(r, l, any_cover(r));
    if (PRODUCTS[l->product].unit == BY_CURRENCY && PRODUCTS[l->product].weight < 100) {
        size_t len = strlen(l->remarks);
        append(l->remarks, &len, " Notes judged counterfeit.");
    }
}

void write_cover_remarks(struct rng *r, struct line *l, const char *cover)
{
    static const char *const AROUND[] = {
        "%p inside %c, found by %t.", "Consignment of %c; %p cast into them, in %k.",
        "Declared as %c from %a. %p hidden inside, found by %t.",
        "Cartons of %c: %n of them heavier, %p inside.", "%p within %c, new to the office."};
    size_t len = 0;
    l->remarks[0] = '\0';
    fill(r, l, AROUND[rng_below(r, (int)(sizeof AROUND / sizeof *AROUND))], cover, l->remarks,
         &len);
    if (l->remarks[0] >= 'a' && l->remarks[0] <= 'z') {
        l->remarks[0] = (char)(l->remarks[0] - 'a' + 'A');
    }
}
