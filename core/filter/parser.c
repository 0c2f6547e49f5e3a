/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence becomes a tree: terms, signs, parentheses and "or"; values are bound as they are
 * read. */
#include "filter/parser.h"

#include <string.h>

/* The keyword "or" or "and" at the parser's place, a word of its own. */
static bool at_keyword(const struct parser *p, const char *word)
{
    size_t n = strlen(word);
    if (p->x.len - p->x.at < n) {
        return false;
    }
    const char *text = p->x.text + p->x.at;
    for (size_t i = 0; i < n; i++) {
        if ((text[i] | 0x20) != word[i]) {
            return false;
        }
    }
    return p->x.at + n == p->x.len || lexer_is_blank(text[n]) || text[n] == '(' ||
           text[n] == ')';
}

static enum status parse_word(struct parser *p, struct node **out)
{
    struct piece piece;
    enum status status = lexer_piece(&p->x, false, p->arena, &piece, p->e);
    if (status != STATUS_OK) {
        return status;
    }
    struct node *n = node_new(p->arena, NODE_WORD);
    struct buffer b = {0};
    if (lexer_needs_quotes(piece.text, false)) {
        lexer_quote(&b, piece.text);
    } else {
        buffer_adds(&b, piece.text);
    }
    if (n) {
        n->word = filter_folded(p->arena, piece.text, piece.len, &n->word_len);
        n->canonical = b.failed ? NULL : arena_string(p->arena, buffer_text(&b));
    }
    buffer_free(&b);
    if (!n || !n->word || !n->canonical) {
        return error_no_memory(p->e);
    }
    if (n->word_len == 0) {
        return filter_fault(p->e, piece.at, piece.length, "there is no letter to look for");
    }
    *out = n;
    return STATUS_OK;
}

static enum status append_test(struct parser *p, struct condition *c, size_t *room,
                               const struct test *t)
{
    if (c->tests == *room) {
        size_t more = *room ? *room * 2 : 4;
        struct test *grown = arena_alloc(p->arena, more * sizeof *grown);
        if (!grown) {
            return error_no_memory(p->e);
        }
        if (c->tests) {
            memcpy(grown, c->test, c->tests * sizeof *grown);
        }
        c->test = grown;
        *room = more;
    }
    c->test[c->tests++] = *t;
    return STATUS_OK;
}

/* value { "," value } */
static enum status parse_list(struct parser *p, struct condition *c)
{
    size_t room = 0;
    for (;;) {
        size_t at = p->x.at;
        struct piece piece;
        enum status status = lexer_piece(&p->x, true, p->arena, &piece, p->e);
        if (status != STATUS_OK) {
            return status;
        }
        if (piece.length == 0) {
            return filter_fault(p->e, at, 0, "expected a value after %s%s", c->target.name,
                                c->tests ? ":...," : ":");
        }
        struct test t = {0};
        status = bind_value(p->frame, &c->target, &piece, p->arena, &t, p->e);
        if (status == STATUS_OK) {
            status = append_test(p, c, &room, &t);
        }
        if (status != STATUS_OK) {
            return status;
        }
        if (p->x.at >= p->x.len || p->x.text[p->x.at] != ',') {
            return STATUS_OK;
        }
        p->x.at++;
        lexer_blanks(&p->x);
    }
}

/* A unit that stands apart: mass>5 kg. */
static void take_unit(struct parser *p, const struct condition *c, struct piece *piece)
{
    if (c->target.kind != TARGET_AMOUNT || piece->len == 0 ||
        strchr("0123456789.", piece->text[piece->len - 1]) == NULL) {
        return;
    }
    struct lexer x = p->x;
    lexer_blanks(&x);
    size_t start = x.at;
    while (x.at < x.len && !lexer_is_blank(x.text[x.at]) && x.text[x.at] != ')') {
        x.at++;
    }
    if (x.at == start || !bind_is_unit(p->frame, &c->target, x.text + start, x.at - start)) {
        return;
    }
    char *joined =
        arena_printf(p->arena, "%s%.*s", piece->text, (int)(x.at - start), x.text + start);
    if (joined) {
        piece->text = joined;
        piece->len = strlen(joined);
        piece->length = x.at - piece->at;
        p->x = x;
    }
}

static enum status parse_comparison(struct parser *p, struct condition *c, const char *sign,
                                    int sign_len)
{
    lexer_blanks(&p->x);
    size_t at = p->x.at;
    struct piece piece;
    enum status status = lexer_piece(&p->x, true, p->arena, &piece, p->e);
    if (status != STATUS_OK) {
        return status;
    }
    if (piece.length == 0) {
        return filter_fault(p->e, at, 0, "expected a number or date after %s%.*s",
                            c->target.name, sign_len, sign);
    }
    take_unit(p, c, &piece);
    if (p->x.at < p->x.len && p->x.text[p->x.at] == ',') {
        filter_fault(p->e, p->x.at, 1, "a comparison takes one number, without commas");
        return error_way_out(p->e, "write 1500.5 for one thousand five hundred and a half");
    }
    struct test *t = arena_zero(p->arena, 1, sizeof *t);
    if (!t) {
        return error_no_memory(p->e);
    }
    c->test = t;
    c->tests = 1;
    return bind_comparison(p->frame, &c->target, c->compare, &piece, p->arena, t, p->e);
}

/* The /pattern/ at the parser's place; name: of the field, "" any. */
static enum status read_pattern(struct parser *p, const char *name, struct test *out)
{
    struct piece piece;
    lexer_blanks(&p->x);
    if (p->x.at >= p->x.len || p->x.text[p->x.at] != '/') {
        filter_fault(p->e, p->x.at, 0, "expected a pattern between slashes after %s~", name);
        return error_way_out(p->e, "%s~/vacuum.?pack/", *name ? name : "remarks");
    }
    enum status status = lexer_pattern(&p->x, p->arena, &piece, p->e);
    out->kind = TEST_PATTERN;
    if (status == STATUS_OK) {
        status = pattern_compile(p->frame, piece.text, piece.len, piece.at + 1, p->arena,
                                 &out->pattern, p->e);
    }
    if (status == STATUS_OK) {
        out->canonical = arena_printf(p->arena, "/%s/", piece.text);
        status = out->canonical ? STATUS_OK : error_no_memory(p->e);
    }
    return status;
}

static enum status parse_pattern(struct parser *p, struct condition *c)
{
    static const bool can[] = {[TARGET_COLUMN] = true,
                               [TARGET_TEXT] = true,
                               [TARGET_ROLLUP] = true,
                               [TARGET_INVOLVES] = true,
                               [TARGET_CASE] = true};
    size_t sign = p->x.at - 1;
    if (!can[c->target.kind]) {
        filter_fault(p->e, sign, 1, "%s has no text to find a pattern in", c->target.name);
        return error_way_out(p->e, "write %s:...", c->target.name);
    }
    c->test = arena_zero(p->arena, 1, sizeof *c->test);
    c->tests = 1;
    return c->test ? read_pattern(p, c->target.name, c->test) : error_no_memory(p->e);
}

/* ~/pattern/: in any text */
static enum status parse_pattern_word(struct parser *p, struct node **out)
{
    struct test t = {0};
    p->x.at++;
    enum status status = read_pattern(p, "", &t);
    struct node *n = status == STATUS_OK ? node_new(p->arena, NODE_WORD) : NULL;
    if (status != STATUS_OK) {
        return status;
    }
    if (n) {
        n->pattern = t.pattern;
        n->canonical = arena_printf(p->arena, "~%s", t.canonical);
    }
    *out = n;
    return n && n->canonical ? STATUS_OK : error_no_memory(p->e);
}

#define DIGITS "0123456789"

/* Behind a number of up to three digits three more are its thousands to who wrote them, and d
 * or days are its unit. As words to look for both would go through with too few lines or none.
 */
static enum status no_rest(struct parser *p, const struct target *t)
{
    bool days = t->type == FIELD_DAYS;
    if (t->kind != TARGET_AMOUNT &&
        (t->kind != TARGET_COLUMN || (!days && t->type != FIELD_NUMBER))) {
        return STATUS_OK;
    }
    const char *text = p->x.text;
    size_t from = p->x.at;
    while (from > 0 && strchr(DIGITS, text[from - 1])) {
        from--;
    }
    size_t digits = p->x.at - from;
    struct lexer x = p->x;
    lexer_blanks(&x);
    const char *rest = text + x.at;
    size_t more = strspn(rest, DIGITS);
    size_t word = strcspn(rest, " \t\r\n()");
    bool unit = (word == 1 && (*rest | 0x20) == 'd') ||
                (word == 3 && !strncasecmp(rest, "day", 3)) ||
                (word == 4 && !strncasecmp(rest, "days", 4));
    if (digits == 0 || x.at == p->x.at || x.at >= x.len) {
        return STATUS_OK;
    }
    if (days && unit) {
        filter_fault(p->e, x.at, word, "%s is a number of days, without a unit", t->name);
        return error_way_out(p->e, "take %.*s away; a word to look for stands in quotes",
                             (int)word, rest);
    }
    bool fraction = from > 0 && text[from - 1] == '.' && (from < 2 || text[from - 2] != '.');
    if (digits > 3 || fraction || more != 3) {
        return STATUS_OK;
    }
    filter_fault(p->e, x.at, word, "a number has no blank between its thousands");
    return error_way_out(p->e, "write %.*s%.*s; a word to look for stands in quotes",
                         (int)digits, text + from, (int)word, rest);
}

enum status parse_condition(struct parser *p, size_t name_len, struct node **out)
{
    size_t at = p->x.at;
    struct condition *c = arena_zero(p->arena, 1, sizeof *c);
    struct node *n = node_new(p->arena, NODE_CONDITION);
    if (!c || !n) {
        return error_no_memory(p->e);
    }
    enum status status =
        bind_target(p->frame, p->x.text + at, name_len, p->arena, &c->target, p->e);
    if (status != STATUS_OK) {
        if (p->e && status == STATUS_MISUSE) {
            p->e->at = at;
            p->e->length = name_len;
        }
        return status;
    }
    p->x.at += name_len;
    lexer_blanks(&p->x);
    const char *sign = p->x.text + p->x.at;
    size_t sign_len = lexer_operator(&p->x, p->x.at);
    p->x.at += sign_len;
    if (*sign == '~') {
        c->compare = COMPARE_PATTERN;
        status = parse_pattern(p, c);
    } else if (*sign == ':' || *sign == '=') {
        status = parse_list(p, c);
    } else {
        c->compare = *sign == '>' ? (sign_len == 2 ? COMPARE_LEAST : COMPARE_MORE)
                                  : (sign_len == 2 ? COMPARE_MOST : COMPARE_LESS);
        status = parse_comparison(p, c, sign, (int)sign_len);
    }
    n->condition = c;
    *out = n;
    return status || c->compare == COMPARE_PATTERN ? status : no_rest(p, &c->target);
}

/* How many bytes at the parser's place name a condition; 0: it is a word. */
static size_t condition_name(const struct parser *p)
{
    size_t n = lexer_name(&p->x);
    const char *name = p->x.text + p->x.at;
    if (n == 0) {
        return 0;
    }
    if (lexer_operator(&p->x, p->x.at + n)) {
        /* 12:30 is a word, unless a file's header made such a field. */
        bool digit = *name >= '0' && *name <= '9';
        return !digit || bind_is_name(p->frame, name, n) ? n : 0;
    }
    struct lexer x = p->x;
    x.at += n;
    lexer_blanks(&x);
    bool comparison = x.at > p->x.at + n && lexer_operator(&x, x.at) && x.text[x.at] != ':';
    return comparison && bind_is_name(p->frame, name, n) ? n : 0;
}

static enum status parse_parenthesis(struct parser *p, struct node **out)
{
    size_t open = p->x.at++;
    enum status status = parse_alternatives(p, true, out);
    if (status != STATUS_OK) {
        return status;
    }
    if (p->x.at >= p->x.len) {
        filter_fault(p->e, open, 1, "the parenthesis is not closed");
        return error_way_out(p->e, "add )");
    }
    p->x.at++;
    return STATUS_OK;
}

static enum status parse_term(struct parser *p, struct node **out);

static enum status parse_negative(struct parser *p, struct node **out)
{
    p->x.at++;
    if (p->x.at >= p->x.len || lexer_is_blank(p->x.text[p->x.at]) ||
        p->x.text[p->x.at] == ')') {
        filter_fault(p->e, p->x.at, 0, "expected what to leave out after -");
        return error_way_out(p->e, "write -conveyance:Air without a blank");
    }
    struct node *inner = NULL;
    enum status status = parse_term(p, &inner);
    if (status != STATUS_OK) {
        return status;
    }
    if (inner->kind == NODE_NOT) {
        *out = inner->first;
        return STATUS_OK;
    }
    struct node *n = node_new(p->arena, NODE_NOT);
    if (!n) {
        return error_no_memory(p->e);
    }
    node_append(n, inner);
    *out = n;
    return STATUS_OK;
}

/* case(sentence) */
static enum status parse_case(struct parser *p, struct node **out)
{
    struct node *inner = NULL;
    p->x.at += 4;
    enum status status = parse_parenthesis(p, &inner);
    if (status != STATUS_OK) {
        return status;
    }
    struct node *n = node_new(p->arena, NODE_CASE);
    if (!n) {
        return error_no_memory(p->e);
    }
    node_append(n, inner);
    *out = n;
    return STATUS_OK;
}

/* What other languages write for "not", "and" and "or": as words to look for they would go
 * through with other lines than were meant. */
static enum status other_sign(struct parser *p)
{
    static const char *const joins[] = {"&", "&&", "|", "||"};
    struct parser behind = *p;
    const char *word = p->x.text + p->x.at;
    size_t len = strcspn(word, " \t\r\n\v\f()\"");
    behind.x.at += len;
    lexer_blanks(&behind.x);
    size_t name = 0;
    while (name < len && !strchr("!<>=:", word[name])) {
        name++;
    }
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
        if (len == strlen(joins[i]) && !strncmp(word, joins[i], len)) {
            filter_fault(p->e, p->x.at, len, "%s is no sign here", joins[i]);
            return error_way_out(p->e, "side by side both must hold, \"or\" parts one or the "
                                       "other; a sign to look for stands in quotes");
        }
    }
    bool term = behind.x.at < p->x.len &&
                (strchr("(@", behind.x.text[behind.x.at]) || condition_name(&behind) > 0);
    bool not_term = len == 3 && !strncasecmp(word, "not", 3) && term;
    bool not_is =
        name > 0 && !strncmp(word + name, "!=", 2) && bind_is_name(p->frame, word, name);
    size_t inner = len > 1 && *word == '!' ? strcspn(word + 1, ":=<>") : 0;
    bool not_name = inner > 0 && inner + 1 < len && bind_is_name(p->frame, word + 1, inner);
    if (not_term || not_is || not_name) {
        filter_fault(p->e, p->x.at + (not_is ? name : 0),
                     not_term ? 3
                     : not_is ? 2
                              : 1,
                     "what is left out has a - before it");
        return error_way_out(p->e, "write -conveyance:Air or -(...); a word to look for stands "
                                   "in quotes");
    }
    return STATUS_OK;
}

static enum status parse_term(struct parser *p, struct node **out)
{
    if (++p->depth > FILTER_DEPTH) {
        return filter_fault(p->e, p->x.at, 1, "more than %d parentheses within one another",
                            FILTER_DEPTH);
    }
    char c = p->x.text[p->x.at];
    enum status status;
    size_t name = 0;
    if (c == '-') {
        status = parse_negative(p, out);
    } else if (c == '(') {
        status = parse_parenthesis(p, out);
    } else if (lexer_at_case(&p->x)) {
        status = parse_case(p, out);
    } else if (c == '@') {
        status = parse_saved(p, out);
    } else if (c == '~') {
        status = parse_pattern_word(p, out);
    } else if ((name = condition_name(p)) > 0) {
        bool any_level = commodity_is_name(p->frame, p->x.text + p->x.at, name);
        status = any_level ? parse_commodity(p, name, out) : parse_condition(p, name, out);
    } else if (lexer_operator(&p->x, p->x.at) || c == ',') {
        filter_fault(p->e, p->x.at, 1, "expected the name of a field before %c", c);
        status = error_way_out(p->e, "a sign to look for stands in quotes");
    } else {
        status = other_sign(p);
        status = status ? status : parse_word(p, out);
    }
    p->depth--;
    return status;
}

/* Appends a term; what a parenthesis holds joins its surroundings when it is of their kind. */
static void splice(struct node *parent, struct node *child)
{
    if (child->kind != parent->kind) {
        node_append(parent, child);
        return;
    }
    for (struct node *n = child->first, *next; n; n = next) {
        next = n->next;
        node_append(parent, n);
    }
}

static struct node *only_child(struct node *n)
{
    return n->first && n->first == n->last ? n->first : n;
}

/* { term } up to "or", a closing parenthesis or the end. */
static enum status parse_sentence(struct parser *p, struct node **out)
{
    struct node *all = node_new(p->arena, NODE_AND);
    if (!all) {
        return error_no_memory(p->e);
    }
    for (;;) {
        lexer_blanks(&p->x);
        if (p->x.at >= p->x.len || p->x.text[p->x.at] == ')' || at_keyword(p, "or")) {
            break;
        }
        if (all->first && at_keyword(p, "and")) {
            p->x.at += 3;
            lexer_blanks(&p->x);
            if (p->x.at >= p->x.len || p->x.text[p->x.at] == ')' || at_keyword(p, "or")) {
                return filter_fault(p->e, p->x.at, 0, "expected a condition after \"and\"");
            }
        }
        struct node *term = NULL;
        enum status status = parse_term(p, &term);
        if (status != STATUS_OK) {
            return status;
        }
        splice(all, term);
    }
    *out = only_child(all);
    return STATUS_OK;
}

enum status parse_alternatives(struct parser *p, bool inner, struct node **out)
{
    struct node *any = node_new(p->arena, NODE_OR);
    if (!any) {
        return error_no_memory(p->e);
    }
    for (;;) {
        struct node *one = NULL;
        enum status status = parse_sentence(p, &one);
        if (status != STATUS_OK) {
            return status;
        }
        bool more = p->x.at < p->x.len && p->x.text[p->x.at] != ')';
        bool empty = one->kind == NODE_AND && !one->first;
        if (empty && (inner || more || any->first)) {
            return filter_fault(p->e, p->x.at, 0, "expected a condition %s",
                                any->first ? "after \"or\""
                                : more     ? "before \"or\""
                                           : "between the parentheses");
        }
        splice(any, one);
        if (!more) {
            break;
        }
        p->x.at += 2;
    }
    *out = only_child(any);
    return STATUS_OK;
}

enum status filter_parse(struct frame *f, const char *sentence, struct arena *a,
                         const struct filter **out, struct error *e)
{
    struct error unheard = {
        0}; /* nobody wants to know, but what is said along the way counts */
    e = e ? e : &unheard;
    size_t saved = 0;
    struct parser p = {.frame = f,
                       .arena = a,
                       .e = e,
                       .read = &saved,
                       .x = {.text = sentence, .len = strlen(sentence)}};
    struct filter *filter = arena_zero(a, 1, sizeof *filter);
    if (!filter) {
        return error_no_memory(e);
    }
    filter->root.kind = NODE_AND;
    struct node *top = NULL;
    enum status status = parse_alternatives(&p, false, &top);
    if (status != STATUS_OK) {
        return status;
    }
    if (p.x.at < p.x.len) {
        filter_fault(e, p.x.at, 1, "there is no parenthesis to close");
        return error_way_out(e, "take ) away");
    }
    splice(&filter->root, top);
    *out = filter;
    return STATUS_OK;
}
