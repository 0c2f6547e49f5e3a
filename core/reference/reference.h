/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reference: field catalogue, code lists, countries with their two geographies, commodity
 * tree and units, read once at start from the data files compiled into the program and the
 * user's own tables. Immutable afterwards. */
#ifndef SAISIE_REFERENCE_REFERENCE_H
#define SAISIE_REFERENCE_REFERENCE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum language { LANGUAGE_EN, LANGUAGE_FR, LANGUAGE_COUNT };

/* ---- fields */

enum field_type {
    FIELD_TEXT,      /* short text, one dictionary code a line (office, brand, hs ...) */
    FIELD_LONG_TEXT, /* narrative, kept by line, searched by scanning (remarks) */
    FIELD_CODE,      /* closed list: reference_list(field->list) */
    FIELD_COUNTRY,   /* ISO 3166 alpha-2 */
    FIELD_COUNTRIES, /* ordered list of countries in one record (transit) */
    FIELD_DATE,
    FIELD_NUMBER,  /* plain number (quantity, value, line) */
    FIELD_MASS,    /* quantity in kilograms, fixed point in micrograms */
    FIELD_VOLUME,  /* litres, in microlitres */
    FIELD_PIECES,  /* pieces, in millionths */
    FIELD_DAYS,    /* a span of days (lag) */
    FIELD_CASE_ID, /* the identity of the case within its source */
};

enum field_role {
    FIELD_STORED,  /* stands in a file and in the cache */
    FIELD_DERIVED, /* computed from stored fields when the frame is opened (mass, lag ...) */
};

struct field {
    const char *name; /* snake_case, what filters and --columns say */
    enum field_type type;
    enum field_role role;
    bool long_form; /* simplified reports never ask for it: their blanks were not left blank */
    const char *list;                  /* FIELD_CODE: name of its code list, else NULL */
    const char *label[LANGUAGE_COUNT]; /* column heads */
    const char *help;                  /* one English line */
    const char *const *aliases; /* headers of files, EN and FR, in text_key form, NULL-ended */
};

/* ---- code lists */

#define CODE_NONE UINT32_MAX

struct code {
    const char *code;                  /* canonical: what is stored as the value */
    const char *label[LANGUAGE_COUNT]; /* what is shown */
    uint32_t parent;                   /* index in the parent list, CODE_NONE: none */
};

/* One closed vocabulary. Lists: location, concealment, conveyance, detection, direction,
 * ecommerce (yes, no), form (long, simplified), cites, value_kind, source, status, unit,
 * currency, section, stream, category, product, country, wco (regions), rilo (perimeters). */
struct code_list {
    const char *name;
    const char
        *parent_list; /* section <- stream <- product (category: <- stream); NULL: flat */
    const struct code *codes;
    uint32_t count;
};

/* ---- units */

enum unit_family {
    UNIT_NONE, /* not known, or no quantity at all */
    UNIT_MASS,
    UNIT_VOLUME,
    UNIT_PIECES,
    UNIT_CURRENCY,
    UNIT_PACKAGE, /* carton, case, pack: becomes pieces through a named rule only */
    UNIT_OTHER,   /* area, dose ...: counted, never converted */
};

/* Decimal places of the fixed point of each family: micrograms in a kilogram 9, the rest 6,
 * money 4. */
#define SCALE_MASS 9
#define SCALE_VOLUME 6
#define SCALE_PIECES 6
#define SCALE_MONEY 4

/* The unit of sums whose sign ("$") several currencies share. */
#define UNIT_OF_MONEY "money"

/* ---- the whole */

struct reference;

/* Reads the compiled-in data. *out is owned by the caller. Fails on a fault in the data (a bug
 * that the unit tests find) or when memory is out. */
enum status reference_open(struct reference **out, struct error *e);
/* The same with the user's tables of folder (NULL: none) laid over it: units.tsv, packages.tsv.
 * A fault in one of them is an error with file, line and way out; a file that is not there is
 * none. */
enum status reference_open_with(const char *folder, struct reference **out, struct error *e);
/* The folder of the user's tables, NULL where there is none; borrowed. */
const char *reference_folder(const struct reference *r);
void reference_free(struct reference **r);

/* The catalogue in its documented order, field_count of them; borrowed for the life of r. */
const struct field *reference_fields(const struct reference *r, size_t *count);
/* By exact name; NULL if there is none. */
const struct field *reference_field(const struct reference *r, const char *name);
/* By a file's header in any spelling (name, label or alias, EN or FR, compared as text_key);
 * NULL. */
const struct field *reference_field_by_header(const struct reference *r, const char *header,
                                              size_t len);
/* The currency that a header names ("Valeur (EUR)", "Amount in US$"): its code, or NULL. */
const char *reference_header_currency(const struct reference *r, const char *header);
/* The name of the nearest field for "did you mean", or NULL when none is near. */
const char *reference_field_near(const struct reference *r, const char *name);

/* NULL if there is no such list. */
const struct code_list *reference_list(const struct reference *r, const char *name);
/* The index of the code whose code, label (EN, FR) or alias is text (compared as text_key), or
 * CODE_NONE. For product, category and stream an ambiguous name ("Plants", "Pesticides") that
 * stands under several parents finds CODE_NONE unless parent (an index of the parent list)
 * settles it; a name that only one code bears is found whatever parent says (that the two
 * contradict is for the caller to see). *ambiguous (may be NULL) says that more than one fits.
 * list must come from reference_list().
 * Signs of several currencies ("$") are ambiguous in list currency; in list unit they are
 * UNIT_OF_MONEY. Synonyms (street names) are no aliases. */
uint32_t reference_match(const struct reference *r, const struct code_list *list,
                         const char *text, size_t len, uint32_t parent, bool *ambiguous);
/* Whether code is one of those whose name is text. */
bool reference_match_fits(const struct code_list *list, const char *text, size_t len,
                          uint32_t code);
/* The canonical code exactly (no folding), or CODE_NONE. */
uint32_t reference_code(const struct reference *r, const struct code_list *list,
                        const char *code);
/* The label of the nearest code, for "did you mean", or NULL. */
const char *reference_match_near(const struct reference *r, const struct code_list *list,
                                 const char *text);

/* The commodities that text (compared as text_key) is a street or trade name of, one by one
 * from *from = 0 on: an index in *list; CODE_NONE at the end. To be suggested alone: such names
 * are ambiguous. */
uint32_t reference_synonym(const struct reference *r, const char *text, size_t *from,
                           const struct code_list **list);

/* The names of a code one by one in the form in which they are compared, from *from = 0 on;
 * NULL at the end. */
const char *reference_code_name(const struct code_list *list, uint32_t code, uint32_t *from);

/* Whether text is a way to say "unknown" (Unknown, Inconnu, not known, n/k, desconocido ...).
 */
bool reference_is_unknown(const struct reference *r, const char *text, size_t len);
/* Whether text is a way to leave a cell blank: empty, white space, "-", "--", "N/A", "n.a.",
 * ".". "NA" is Namibia in a country field, so it is blank only where country is false. */
bool reference_is_blank(const char *text, size_t len, bool country);

/* Regions of a country (index in list country): index in list wco or rilo, or CODE_NONE. */
uint32_t reference_wco(const struct reference *r, uint32_t country);
uint32_t reference_rilo(const struct reference *r, uint32_t country);

/* The category of a product (index in list product), as an index in list category; CODE_NONE
 * where its stream has no categories. */
uint32_t reference_category(const struct reference *r, uint32_t product);

/* Unit by index in list unit: its family, and how many smallest units of the family one unit is
 * (kg: 10^9; 0 where it cannot be converted). Currency codes (list currency) are units of
 * UNIT_CURRENCY too: list unit holds them with factor 10^SCALE_MONEY. One name of theirs is
 * taken: "kgs" is kilograms in list unit, the som of Kyrgyzstan only in list currency. */
enum unit_family reference_unit(const struct reference *r, uint32_t unit, int64_t *factor);
/* Whether the user's table says something of the unit. */
bool reference_unit_is_own(const struct reference *r, uint32_t unit);
/* A rule for packages: a package becomes pieces, mass or volume through one of them alone, and
 * each converted number bears the rule's name. */
struct package_rule {
    const char *name;         /* "cigarettes-carton" */
    uint32_t unit;            /* the package: an index in list unit */
    enum unit_family family;  /* of what it holds */
    int64_t factor;           /* smallest units of the family in one; 0: switched off */
    const char *amount;       /* the same as the table says it: "200 pcs" */
    const char *scope;        /* label of the commodity; "" any */
    uint32_t product, stream; /* the commodity: one of them, or both CODE_NONE */
    const char *source;
    bool own; /* of the user's table */
};
#define PACKAGE_RULES_MOST 60000
/* All of them; borrowed. */
const struct package_rule *reference_package_rules(const struct reference *r, size_t *count);
/* The index of the rule for a package of a commodity, the nearest one: for the product, else
 * for its stream, else for any commodity; CODE_NONE: none fits. product and stream may be
 * CODE_NONE; the stream of a product is its own, whatever is said. */
uint32_t reference_package_rule(const struct reference *r, uint32_t unit, uint32_t product,
                                uint32_t stream);
/* "mass", "package" ...; "" of UNIT_NONE. */
const char *reference_family_name(enum unit_family family);

/* The families of units that the quantity of a commodity can be in, as 1 << family; 0: any.
 * stream, product: indexes in their lists, or CODE_NONE where they are not known. */
unsigned reference_families(const struct reference *r, uint32_t stream, uint32_t product);

#endif
