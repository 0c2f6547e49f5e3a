/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the reference, shared by its own files alone. */
#ifndef SAISIE_REFERENCE_PARTS_H
#define SAISIE_REFERENCE_PARTS_H

#include "base/arena.h"
#include "base/map.h"
#include "reference/names.h"
#include "reference/reference.h"
#include "reference/tsv.h"

#define LIST_COUNT 20

/* A code list with its lookups. shown comes first: a struct code_list that was handed out is
 * the struct list it begins. */
struct list {
    struct code_list shown;
    struct code *codes; /* shown.count of them, the same as shown.codes */
    uint32_t capacity;
    struct dictionary exact; /* canonical codes; the dictionary's numbers are the indexes */
    struct names names;      /* codes, labels, aliases */
};

struct unit {
    enum unit_family family;
    int64_t factor;
    bool own; /* the user's table says something of it */
};

/* Levels of the tree that families.tsv speaks of. */
enum families_level { FAMILIES_STREAM, FAMILIES_PRODUCT, FAMILIES_LEVELS };

struct reference {
    struct arena arena; /* every text, and the tables below */
    const char *folder; /* of the user's tables, NULL: none */
    struct list lists[LIST_COUNT];
    const struct list *unit, *country, *product; /* of lists, asked for often */
    struct field *fields;
    size_t field_count;
    struct names headers;      /* names, labels and aliases of fields */
    struct dictionary unknown; /* ways to say unknown, as text_key */
    struct unit *units;        /* by index in list unit */
    struct package_rule *rules;
    size_t rule_count;
    struct synonym *synonyms;
    size_t synonym_count;
    uint32_t *wco, *rilo;                /* by index in list country */
    uint32_t *category;                  /* by index in list product */
    unsigned *families[FAMILIES_LEVELS]; /* by index in list stream and product; 0 any */
};

/* ---- lists.c */

/* Names the lists and their parents, all empty. */
void lists_begin(struct reference *r);
/* The list of that name, or NULL. */
struct list *lists_named(struct reference *r, const char *name, size_t len);
/* Appends a code to l without a name that finds it but the exact code; *index is its place.
 * Empty en or fr: the code is the label. Fails on a code that stands in l already. */
enum status lists_append(struct reference *r, struct list *l, struct cell code, struct cell en,
                         struct cell fr, uint32_t parent, uint32_t *index, struct error *e);
/* Appends a code with code and labels as its names. */
enum status lists_add(struct reference *r, struct list *l, struct cell code, struct cell en,
                      struct cell fr, uint32_t parent, uint32_t *index, struct error *e);
/* Adds every part of aliases as a name of the code index of l. */
enum status lists_add_aliases(struct list *l, struct cell aliases, uint32_t index,
                              struct error *e);
/* The index of an exact code that a row refers to, or a fault of the row. An empty cell is
 * CODE_NONE. */
enum status lists_refer(const struct tsv *t, const struct list *l, struct cell code,
                        uint32_t *index, struct error *e);
/* Makes the lists ready for lookups; fails where a name stands for two codes of a list without
 * parents. */
enum status lists_seal(struct reference *r, struct error *e);
void lists_free(struct reference *r);

/* codes.tsv, countries.tsv and commodities.tsv, in this order: each refers to those before. */
enum status lists_read_codes(struct reference *r, struct error *e);
enum status lists_read_countries(struct reference *r, struct error *e);
enum status lists_read_commodities(struct reference *r, struct error *e);

/* ---- units.c: units.tsv and currencies.tsv */

#define UNITS_HEADER "code\tfamily\tfactor\ten\tfr\taliases"
enum status units_read(struct reference *r, struct error *e);
/* The family of that name; UNIT_NONE: there is none. */
enum unit_family units_family(struct cell name);
/* Whether quantities in units of a family are converted. */
bool units_convert(enum unit_family family);

/* ---- own_units.c: the user's units.tsv, laid over the others */
enum status own_units_read(struct reference *r, struct error *e);
/* "12.5 kg", a number and the code of a unit: how many smallest units of which family. False
 * where text is no such amount. */
bool units_amount(const struct reference *r, struct cell text, enum unit_family *family,
                  int64_t *factor);

/* ---- packages.c: packages.tsv, the shipped and the user's; after lists_seal */
enum status packages_read(struct reference *r, struct error *e);

/* ---- families.c: families.tsv; after the commodities and units */
enum status families_read(struct reference *r, struct error *e);

/* ---- synonyms.c: synonyms.tsv; after lists_seal */
struct synonym {
    const char *key; /* in text_key form */
    const struct code_list *list;
    uint32_t code;
};
enum status synonyms_read(struct reference *r, struct error *e);

/* ---- fields.c: fields.tsv; after the lists, which fields refer to */
enum status fields_read(struct reference *r, struct error *e);

/* ---- header_currency.c */

/* The currency (index in the list) that a header names, and into rest its other words;
 * CODE_NONE: none, or several. */
uint32_t header_currency(const struct reference *r, const char *header, size_t len,
                         struct buffer *rest);

#endif
