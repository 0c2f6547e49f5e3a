/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files and sheets of one call of import: shown and asked about together, loaded one after
 * the other, taken back together where the call is stopped. */
#include "command/import_files.h"

#include "base/text.h"
#include "ingest/stream.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The rows that are looked at before it is asked. */
enum { LOOKED_AT = 2000 };

struct piece {
    const char *path, *part; /* part: a sheet; NULL: the file, or what --sheet says */
    size_t first, sheets;    /* the pieces of its workbook: from which, how many */
    bool bad;                /* it was looked at and cannot be loaded */
    bool no_table;           /* for it holds none */
    uint32_t known_as;       /* for its content is there as this batch */
    uint32_t batch;          /* 0: not loaded */
};

struct files {
    struct call *call;
    struct cache *cache;
    const struct import_options *options;
    struct piece *piece; /* malloc */
    size_t count;
};

/* A workbook that cannot be opened is one piece: loading it says why. */
static enum status find_pieces(struct files *f, struct error *e)
{
    struct call *c = f->call;
    for (size_t i = 0; i < c->arguments; i++) {
        const char **sheets = NULL;
        size_t count = 0;
        if (!f->options->part &&
            stream_sheets(c->argument[i], &c->arena, &sheets, &count, NULL) != STATUS_OK)
            count = 0;
        if (count > 1 && f->options->scope) {
            error_set(e, STATUS_FAILED, "--complete speaks of one sheet");
            return error_way_out(e, "choose it with --sheet");
        }
        size_t more = count ? count : 1;
        struct piece *grown = realloc(f->piece, (f->count + more) * sizeof *grown);
        if (!grown)
            return error_no_memory(e);
        f->piece = grown;
        for (size_t k = 0; k < more; k++)
            grown[f->count + k] = (struct piece){.path = c->argument[i],
                                                 .part = count ? sheets[k] : f->options->part,
                                                 .first = f->count,
                                                 .sheets = count};
        f->count += more;
    }
    return STATUS_OK;
}

/* The name as it may be shown, into out. */
static const char *name_of(const struct piece *p, struct buffer *out)
{
    const char *slash = strrchr(p->path, '/'), *name = slash ? slash + 1 : p->path;
    buffer_clear(out);
    text_clean(out, name, strlen(name), 40, false);
    if (p->part) {
        buffer_adds(out, "#");
        text_clean(out, p->part, strlen(p->part), 20, false);
    }
    return buffer_text(out);
}

/* ---- asking ---- */

static enum status look(struct files *f, size_t i, struct error *e)
{
    struct piece *p = &f->piece[i];
    struct import_options o = *f->options;
    struct import_report r = {0};
    struct buffer name = {0}, text = {0};
    size_t known = 0;
    o.part = p->part;
    o.dry = true;
    o.sample = LOOKED_AT;
    enum status s = import_file(f->cache, f->call->reference, p->path, &o, &r, e);
    p->bad = s != STATUS_OK;
    p->no_table = r.no_table;
    progress_begin(o.progress, "");
    for (size_t k = 0; k < r.column_count; k++)
        known += !r.columns[k].further;
    if (p->bad) {
        size_t len = strlen(p->path);
        bool named = !strncmp(e->text, p->path, len) && !strncmp(e->text + len, ": ", 2);
        const char *why = e->text + (named ? len + 2 : 0);
        text_clean(&text, why, strlen(why), -1, false);
        fprintf(stderr, "  %-28s cannot be loaded: %s\n", name_of(p, &name),
                buffer_text(&text));
    } else {
        fprintf(stderr, "  %-28s %u row%s%s, %zu of %zu columns known%s%s\n", name_of(p, &name),
                r.batch.rows_read, r.batch.rows_read == 1 ? "" : "s",
                r.sampled ? " and more" : "", known, r.column_count, r.profile ? ", " : "",
                r.profile ? r.profile->name : "");
    }
    buffer_free(&name);
    buffer_free(&text);
    import_report_free(&r);
    return s == STATUS_CANCELLED || s == STATUS_NO_MEMORY ? s : STATUS_OK;
}

static enum status refuse(struct error *e)
{
    error_set(e, STATUS_CANCELLED, "nothing was loaded");
    return error_way_out(e, "y at the question loads the files; --yes is not asked");
}

/* Ctrl-C ends the wait as any other answer than y does. */
static enum status ask(struct files *f, struct error *e)
{
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    char answer[64] = "";
    size_t good = 0;
    enum status s = STATUS_OK;
    for (size_t i = 0; i < f->count && s == STATUS_OK; i++) {
        s = look(f, i, e);
        good += !f->piece[i].bad;
    }
    if (s != STATUS_OK)
        return s;
    if (!good) {
        error_set(e, STATUS_FAILED, "none of these files can be loaded");
        return error_way_out(e, "saisie import --dry-run FILE tells more of one");
    }
    fprintf(stderr,
            good < f->count ? "load %zu of these %zu files? [y/N] "
                            : "load these %zu files? [y/N] ",
            good, f->count);
    fflush(stderr);
    if (poll(&in, 1, -1) < 0 || read(STDIN_FILENO, answer, sizeof answer - 1) <= 0) {
        fputc('\n', stderr);
        return refuse(e);
    }
    return *answer == 'y' || *answer == 'Y' ? STATUS_OK : refuse(e);
}

/* ---- loading ---- */

static enum status load(struct files *f, size_t i, struct error *e)
{
    struct piece *p = &f->piece[i];
    struct import_options o = *f->options;
    struct import_report report = {0};
    struct buffer name = {0}, text = {0};
    o.part = p->part;
    if (f->count > 1) {
        buffer_addf(&text, "%zu/%zu %s", i + 1, f->count, name_of(p, &name));
        progress_begin(o.progress, buffer_text(&text));
    }
    enum status s = import_file(f->cache, f->call->reference, p->path, &o, &report, e);
    if (s == STATUS_OK) {
        p->batch = report.batch.id;
        progress_begin(o.progress, "");
        import_print(&report, o.dry, f->call->out);
        fflush(f->call->out);
    }
    p->no_table = report.no_table;
    p->known_as = report.known_as;
    buffer_free(&name);
    buffer_free(&text);
    import_report_free(&report);
    return s;
}

/* Whether a fault lets the call go on, and says so then: a sheet that holds no table (a cover,
 * a list of codes), or one of several files that is there already. */
static bool passes_over(struct files *f, size_t i, enum status s, struct error *e)
{
    const struct piece *p = &f->piece[i];
    struct buffer said = {0}, name = {0};
    bool sheet = p->no_table && p->sheets > 1;
    bool known = p->known_as && f->count > 1;
    if (s != STATUS_FAILED || (!sheet && !known))
        return false;
    if (known)
        buffer_addf(&said, "the same content is there already, as batch %u", p->known_as);
    else
        text_clean(&said, e->text, strlen(e->text), -1, false);
    fprintf(f->call->out, "%s is not loaded: %s\n", name_of(p, &name), buffer_text(&said));
    buffer_free(&said);
    buffer_free(&name);
    return true;
}

/* What a workbook hides is no data unless somebody says so, who has to know that it is there.
 */
static enum status tell_hidden(struct call *c, const char *path, struct error *e)
{
    const char **sheets = NULL;
    size_t count = 0;
    enum status status = stream_hidden_sheets(path, &c->arena, &sheets, &count, e);
    for (size_t i = 0; i < count && !status; i++) {
        struct buffer name = {0};
        text_clean(&name, sheets[i], strlen(sheets[i]), 40, false);
        fprintf(c->out, "%s is a hidden sheet and not loaded: --sheet takes it\n",
                buffer_text(&name));
        buffer_free(&name);
    }
    return status;
}

/* What was left out is no failure where the rest is in, but what could not be read is. */
static enum status sum_up(const struct files *f, enum status last, struct error *e)
{
    size_t loaded = 0, bad = 0;
    for (size_t i = 0; i < f->count; i++) {
        loaded += f->piece[i].batch != 0;
        bad += f->piece[i].bad && !f->piece[i].no_table;
    }
    if (bad) {
        error_set(e, STATUS_FAILED, "%zu of %zu files could not be loaded", bad, f->count);
        return error_way_out(e, "saisie import --dry-run FILE tells more of one");
    }
    return loaded || f->options->dry ? STATUS_OK : last;
}

static enum status load_all(struct files *f, struct error *e)
{
    enum status last = STATUS_OK; /* of what was passed over; e is its */
    for (size_t i = 0; i < f->count; i++) {
        const struct piece *p = &f->piece[i];
        struct error why = {0};
        enum status s = p->bad ? STATUS_OK : load(f, i, &why);
        if (s != STATUS_OK) {
            *e = why;
            last = s;
        }
        if (s != STATUS_OK && !passes_over(f, i, s, e))
            return s;
        if (p->sheets && i + 1 == p->first + p->sheets &&
            (s = tell_hidden(f->call, p->path, &why)) != STATUS_OK) {
            *e = why;
            return s;
        }
        /* Small files end before they ask whether they are to stop. */
        if (f->count > 1 && !progress_step(f->options->progress, 0, 0, 0))
            return error_set(e, STATUS_CANCELLED, "stopped");
    }
    return sum_up(f, last, e);
}

static enum status take_back(struct files *f, struct error *e)
{
    struct error why = {0};
    size_t back = 0;
    for (size_t i = f->count; i-- > 0;) {
        if (!f->piece[i].batch)
            continue;
        if (cache_retract(f->cache, f->piece[i].batch, false, &why) != STATUS_OK) {
            *e = why;
            return error_way_out(e, "saisie undo-import %u takes it back", f->piece[i].batch);
        }
        back++;
    }
    if (back) {
        error_set(e, STATUS_CANCELLED, "stopped: what this call had loaded was taken back");
        error_way_out(e, "%zu batch%s; saisie info lists them, saisie purge erases them", back,
                      back == 1 ? "" : "es");
    }
    return STATUS_CANCELLED;
}

enum status call_import_files(struct call *c, struct cache *cache,
                              const struct import_options *options, struct error *e)
{
    struct files f = {.call = c, .cache = cache, .options = options};
    enum status s = find_pieces(&f, e);
    bool asks = c->asks && f.count > 1 && !c->option[OPTION_YES] && !options->dry;
    for (size_t i = 0; i < c->arguments; i++)
        asks &= strcmp(c->argument[i], "-") != 0;
    if (s == STATUS_OK && asks)
        s = ask(&f, e);
    if (s == STATUS_OK)
        s = load_all(&f, e);
    if (s == STATUS_CANCELLED)
        s = take_back(&f, e);
    free(f.piece);
    return s;
}
