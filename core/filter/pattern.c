/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regular expressions of sentences: made ready for folded texts, compiled, and run over values
 * and texts. */
#include "filter/pattern.h"
#include "filter/tree.h"

#include "base/text.h"

#include <hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Longer ones are refused, and what takes seconds to compile: classes of Unicode (\p{L} is
 * hundreds of ranges) many times over. */
#define PATTERN_BYTES 1000
#define PATTERN_CLASSES 4
#define PATTERN_REPEATS 100000

struct pattern {
    const hs_database_t *database;
    bool local; /* it looks at the ends of a text or at neighbours: texts are read one by one */
};

/* ---- from what was typed to what is compiled */

struct rewriting {
    const char *raw;
    size_t len, at; /* at: the next byte of raw */
    struct buffer out;
    uint16_t *from; /* by byte of out: the byte of raw that it is of */
    size_t room;
    bool quoting;    /* between \Q and \E */
    size_t class_at; /* of the class that is open, + 1; 0: none is */
    bool local;
    unsigned classes; /* \p and \P */
    unsigned bounds;  /* {n,m} */
    uint64_t repeats; /* their product */
};

static void put(struct rewriting *w, const char *text, size_t len)
{
    for (size_t i = 0; i < len && w->out.len + i < w->room; i++) {
        w->from[w->out.len + i] = (uint16_t)w->at;
    }
    buffer_add(&w->out, text, len);
}

/* Letters beyond ASCII, folded as the texts are; one that becomes several stays one thing. */
static void put_folded(struct rewriting *w)
{
    int32_t c;
    size_t taken = text_decode(w->raw + w->at, w->len - w->at, &c);
    struct buffer folded = {0};
    text_fold(&folded, w->raw + w->at, taken);
    bool group = !w->quoting && !w->class_at && folded.len > 1 &&
                 text_decode(buffer_text(&folded), folded.len, &c) < folded.len;
    put(w, "(?:", group ? 3 : 0);
    put(w, buffer_text(&folded), folded.len);
    put(w, ")", group);
    w->out.failed |= folded.failed;
    buffer_free(&folded);
    w->at += taken;
}

static void put_escape(struct rewriting *w)
{
    char c = w->raw[w->at + 1];
    if ((unsigned char)c >= 0x80) {
        w->at++; /* a letter means itself */
        put_folded(w);
        return;
    }
    w->quoting = c == 'Q' && !w->class_at;
    w->classes += c == 'p' || c == 'P';
    w->local |= strchr("bBAzZG", c) != NULL;
    put(w, w->raw + w->at, 2);
    w->at += 2;
    /* The braces of \p{...}, \x{...} are no repeats. */
    while (strchr("pPxokg", c) && w->at < w->len && w->raw[w->at] == '{') {
        put(w, "{", 1);
        w->at++;
    }
}

/* {n}, {n,}, {n,m}: counts the larger end. */
static void count_repeat(struct rewriting *w)
{
    uint64_t most = 0, n = 0;
    for (size_t i = w->at + 1; i < w->len && strchr("0123456789,", w->raw[i]); i++) {
        n = w->raw[i] == ',' ? 0 : n * 10 + (uint64_t)(w->raw[i] - '0');
        n = n > PATTERN_REPEATS ? PATTERN_REPEATS + 1 : n;
        most = n > most ? n : most;
    }
    w->bounds++;
    w->repeats *= most ? most : 1;
    w->repeats = w->repeats > PATTERN_REPEATS ? PATTERN_REPEATS + 1 : w->repeats;
}

static void put_sign(struct rewriting *w, char c)
{
    if (w->class_at) {
        bool first =
            w->at == w->class_at || (w->at == w->class_at + 1 && w->raw[w->at - 1] == '^');
        w->class_at = c == ']' && !first ? 0 : w->class_at;
    } else if (c == '[') {
        w->class_at = w->at + 1;
    } else if (c == '{') {
        count_repeat(w);
    }
    /* ^ behind [ only turns a class round. Groups with a mark can hold anything. */
    bool turns = w->class_at && c == '^' && w->raw[w->at - 1] == '[';
    bool marked =
        c == '(' && w->len - w->at > 2 && w->raw[w->at + 1] == '?' && w->raw[w->at + 2] != ':';
    w->local |= marked || c == '$' || (c == '^' && !turns);
    put(w, &c, 1);
    w->at++;
}

static void rewrite(struct rewriting *w)
{
    w->repeats = 1;
    while (w->at < w->len) {
        char c = w->raw[w->at];
        bool more = w->at + 1 < w->len;
        if (w->quoting && c == '\\' && more && w->raw[w->at + 1] == 'E') {
            put(w, "\\E", 2);
            w->quoting = false;
            w->at += 2;
        } else if ((unsigned char)c >= 0x80) {
            put_folded(w);
        } else if (w->quoting || (c == '\\' && !more)) {
            put(w, &c, 1);
            w->at++;
        } else if (c == '\\') {
            put_escape(w);
        } else {
            put_sign(w, c);
        }
    }
}

/* ---- compiling */

struct pattern_maker {
    struct frame *frame; /* NULL: the pattern is not kept */
    struct arena *arena;
    const char *name; /* what it is kept by */
    const struct pattern *made;
};

/* The compiled form stands behind the struct, aligned. */
#define PATTERN_HEAD 64

static enum status refuse(struct error *e, size_t at, size_t length, const char *why)
{
    filter_fault(e, at, length, "this pattern cannot be searched: %s", why);
    return error_way_out(e, "patterns have . [a-z] \\d \\w ? * + {2,5} | ( ) ^ $ \\b; no \\1, "
                            "(?=...), (?!...)");
}

/* What the compiler says, at the place it tells. */
static enum status told(const struct rewriting *w, const char *message, size_t at,
                        struct error *e)
{
    char why[200];
    const char *index = strstr(message, " at index ");
    size_t place = index ? strtoul(index + 10, NULL, 10) : 0;
    size_t n = index ? (size_t)(index - message) : strcspn(message, ".");
    snprintf(why, sizeof why, "%.*s", (int)(n < 150 ? n : 150), message);
    if (!index) {
        return refuse(e, at, w->len, why);
    }
    return refuse(e, at + (place < w->out.len ? w->from[place] : w->len), place < w->out.len,
                  why);
}

/* A compiled pattern is moved to where the sentence, or the frame, ends it. */
static enum status keep(struct pattern_maker *m, const hs_database_t *made, bool local,
                        struct error *e)
{
    char *bytes = NULL;
    size_t len = 0, size = 0;
    hs_error_t fault = hs_serialize_database(made, &bytes, &len);
    if (fault == HS_SUCCESS) {
        fault = hs_serialized_database_size(bytes, len, &size);
    }
    struct pattern *p = NULL;
    if (fault == HS_SUCCESS) {
        size_t all = PATTERN_HEAD + size;
        p = m->frame ? frame_keep(m->frame, m->name, all) : NULL;
        p = p ? p : arena_alloc(m->arena, all);
    }
    if (p) {
        hs_database_t *place = (void *)((char *)p + PATTERN_HEAD);
        fault = hs_deserialize_database_at(bytes, len, place);
        *p = (struct pattern){place, local};
    }
    free(bytes);
    m->made = p;
    return p && fault == HS_SUCCESS ? STATUS_OK : error_no_memory(e);
}

static enum status compile(const struct rewriting *w, size_t at, struct pattern_maker *m,
                           struct error *e)
{
    hs_database_t *made = NULL;
    hs_compile_error_t *fault = NULL;
    unsigned flags = HS_FLAG_CASELESS | HS_FLAG_DOTALL | HS_FLAG_UTF8 | HS_FLAG_ALLOWEMPTY;
    hs_error_t status =
        hs_compile(buffer_text(&w->out), flags, HS_MODE_BLOCK, NULL, &made, &fault);
    enum status is;
    if (status == HS_SUCCESS) {
        is = keep(m, made, w->local, e);
    } else if (status == HS_COMPILER_ERROR && fault && fault->expression >= 0) {
        is = told(w, fault->message, at, e);
    } else if (status == HS_COMPILER_ERROR && fault && !strstr(fault->message, "llocat")) {
        is = refuse(e, at, w->len, fault->message);
    } else {
        is = error_no_memory(e);
    }
    hs_free_compile_error(fault);
    hs_free_database(made);
    return is;
}

static enum status make(const char *raw, size_t len, size_t at, struct pattern_maker *m,
                        struct error *e)
{
    struct rewriting w = {.raw = raw, .len = len, .room = len * 8 + 16};
    w.from = arena_zero(m->arena, w.room, sizeof *w.from);
    if (!w.from) {
        return error_no_memory(e);
    }
    rewrite(&w);
    enum status status;
    if (w.out.failed) {
        status = error_no_memory(e);
    } else if (w.repeats > PATTERN_REPEATS) {
        status = refuse(e, at, len, "its repeats multiply to more than 100,000");
    } else if (w.classes > PATTERN_CLASSES || (w.classes && w.bounds > 1)) {
        status = refuse(e, at, len, "more than four \\p{...}, or two {n,m} beside one");
    } else {
        status = compile(&w, at, m, e);
    }
    buffer_free(&w.out);
    return status;
}

enum status pattern_compile(struct frame *f, const char *raw, size_t len, size_t at,
                            struct arena *a, const struct pattern **out, struct error *e)
{
    if (hs_valid_platform() != HS_SUCCESS) {
        return refuse(e, at, len, "the processor of this machine is too old for it");
    }
    if (len > PATTERN_BYTES) {
        return refuse(e, at, len, "it is longer than 1000 bytes");
    }
    struct pattern_maker m = {f, a, arena_printf(a, "/%.*s/", (int)len, raw), NULL};
    if (!m.name) {
        return error_no_memory(e);
    }
    m.made = f ? frame_kept(f, m.name) : NULL;
    enum status status = m.made ? STATUS_OK : make(raw, len, at, &m, e);
    *out = m.made;
    return status;
}

/* ---- searching */

static int hit(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
               void *data)
{
    (void)id;
    (void)from;
    (void)flags;
    *(uint64_t *)data = to;
    return 1; /* the first one is enough */
}

/* Whether it is found; *to is where the first that ends does. */
static bool search(const struct pattern *p, hs_scratch_t *scratch, const char *text, size_t len,
                   uint64_t *to)
{
    return hs_scan(p->database, text, (unsigned)len, 0, scratch, hit, to) == HS_SCAN_TERMINATED;
}

static bool found_folded(const struct pattern *p, hs_scratch_t *scratch, struct buffer *b,
                         const char *text)
{
    uint64_t to;
    buffer_clear(b);
    text_fold(b, text, strlen(text));
    return b->len && search(p, scratch, buffer_text(b), b->len, &to);
}

enum status pattern_values(const struct pattern *p, const struct value *value, uint32_t values,
                           uint8_t *table)
{
    hs_scratch_t *scratch = NULL;
    struct buffer b = {0};
    if (hs_alloc_scratch(p->database, &scratch) != HS_SUCCESS) {
        return STATUS_NO_MEMORY;
    }
    for (uint32_t i = 0; i < values && !b.failed; i++) {
        const struct value *v = &value[i];
        if (table[i] || (v->state != VALUE_VALID && v->state != VALUE_INVALID)) {
            continue;
        }
        table[i] = found_folded(p, scratch, &b, v->code) ||
                   (v->label != v->code && found_folded(p, scratch, &b, v->label));
    }
    enum status status = b.failed ? STATUS_NO_MEMORY : STATUS_OK;
    buffer_free(&b);
    hs_free_scratch(scratch);
    return status;
}

/* How many lines from line on can be read at once: as many as asked for, less than 16 MB. */
static size_t run_of(const struct text_column *c, size_t lines, size_t line, size_t wanted)
{
    size_t n = wanted < lines - line ? wanted : lines - line;
    while (n > 1 && c->offset[line + n] - c->offset[line] > (UINT64_C(16) << 20)) {
        n /= 2;
    }
    return n;
}

/* The line from .. from + n - 1 whose text the byte before offset end is of. */
static size_t line_before(const uint64_t *offset, size_t from, size_t n, uint64_t end)
{
    size_t low = from, high = from + n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (offset[middle] < end) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Texts stand one behind the other: runs of them are read as one, twice as many each time
 * nothing is found. A match inside a text is also one of the run, ending there; the first that
 * ends may reach over two texts, so its line is looked at once more by itself. */
enum status pattern_texts(struct pace *pace, const struct pattern *p,
                          const struct text_column *c, size_t lines, uint64_t *out)
{
    hs_scratch_t *scratch = NULL;
    size_t wanted = 1;
    if (hs_alloc_scratch(p->database, &scratch) != HS_SUCCESS) {
        return STATUS_NO_MEMORY;
    }
    for (size_t line = 0; line < lines;) {
        size_t n = run_of(c, lines, line, wanted);
        uint64_t from = c->offset[line], len = c->offset[line + n] - from, to = 0;
        bool found = len > 0 && len <= UINT32_MAX &&
                     search(p, scratch, c->folded + from, (size_t)len, &to);
        if (found && n > 1) {
            size_t at = line_before(c->offset, line, n, from + to);
            len = c->offset[at + 1] - c->offset[at];
            found = len > 0 && search(p, scratch, c->folded + c->offset[at], (size_t)len, &to);
            line = at;
            n = 1;
            wanted = 1;
        } else if (!p->local) {
            wanted = found ? 1 : wanted < lines ? wanted * 2 : wanted;
        }
        if (found) {
            out[line / 64] |= (uint64_t)1 << (line % 64);
        }
        line += n;
        if (!pace_go(pace, n)) {
            break;
        }
    }
    hs_free_scratch(scratch);
    return STATUS_OK;
}
