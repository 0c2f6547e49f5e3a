/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside core/filter: what the files of the parser share. */
#ifndef SAISIE_FILTER_PARSER_H
#define SAISIE_FILTER_PARSER_H

#include "filter/tree.h"

struct parser {
    struct frame *frame;
    struct arena *arena;
    struct lexer x;
    struct error *e;
    int depth;
    const struct within *within; /* the saved filters that are being read */
    size_t *read;                /* how many of them were, by the sentence as a whole */
};

/* A saved filter whose sentence is being read. */
struct within {
    const char *name;
    const struct within *outer;
};

/* sentence { "or" sentence }; inner: in a parenthesis, where nothing is a fault. */
enum status parse_alternatives(struct parser *p, bool inner, struct node **out);
/* The condition whose name is the name_len bytes at the parser's place. */
enum status parse_condition(struct parser *p, size_t name_len, struct node **out);

/* ---- parser_named.c */

/* commodity:value,value */
enum status parse_commodity(struct parser *p, size_t name_len, struct node **out);
/* @name, @name:in, @name:rest */
enum status parse_saved(struct parser *p, struct node **out);

#endif
