/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file as a source of text: what it is, its SHA-256, its encoding, and its text as UTF-8. */
#include "ingest/source.h"

#include "base/text.h"
#include "ingest/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <nettle/sha2.h>

enum { BLOCK = 1 << 18, SURVEY_STEP = 1 << 22 };

struct source_decoder {
    struct stream stream;
    iconv_t iconv; /* (iconv_t)-1: the bytes are UTF-8 */
    bool pairs;    /* UTF-16 */
    bool western;  /* Windows-1252 */
    size_t bom;
    bool ended;
    size_t begin, end; /* what of block waits to be decoded */
    char block[BLOCK];
};

static const struct {
    char bytes[4];
    size_t len;
    const char *what;
    const char *way_out;
} binaries[] = {
    {"\xd0\xcf\x11\xe0", 4, "an old Office file (XLS)", "save it as XLSX or the sheet as CSV"},
    {"%PDF", 4, "a PDF", "ask for the table as CSV"},
    {"PK\3\4", 4, "a workbook or an archive that is packed once more",
     "unpack it, and import what is in it"},
    {"\x1F\x8B", 2, "packed twice", "unpack it, and import what is in it"},
};

/* A table may hold a stray NUL or control character; a file is binary when one of them stands
 * at its very beginning, where headers are, or when there are many. */
static enum status check_binary(const char *path, const unsigned char *p, size_t len,
                                struct error *e)
{
    enum { HEAD = 512, ONE_IN = 64 };
    size_t odd = 0;
    for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++)
        if (len >= binaries[i].len && !memcmp(p, binaries[i].bytes, binaries[i].len)) {
            error_set(e, STATUS_FAILED, "%s: is %s", path, binaries[i].what);
            return error_way_out(e, "%s", binaries[i].way_out);
        }
    for (size_t i = 0; i < len; i++) {
        bool nul = !p[i];
        if (nul && i < HEAD) {
            error_set(e, STATUS_FAILED, "%s: is binary, no text (byte 0 at offset %zu)", path,
                      i);
            return error_way_out(e, "name a table: CSV, or XLSX");
        }
        odd += nul ||
               (p[i] < 0x20 && !(p[i] >= '\t' && p[i] <= '\r') && p[i] != 0x1B &&
                p[i] != 0x1C && p[i] != 0x1D && p[i] != 0x1E && p[i] != 0x1F && p[i] != 0x01);
    }
    if (odd && odd * ONE_IN > len) {
        error_set(e, STATUS_FAILED, "%s: is binary, no text (%zu control characters)", path,
                  odd);
        return error_way_out(e, "name a table: CSV, or XLSX");
    }
    return STATUS_OK;
}

static void format_digest(const uint8_t digest[SHA256_DIGEST_SIZE], char out[65])
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < SHA256_DIGEST_SIZE; i++) {
        out[i * 2] = hex[digest[i] >> 4];
        out[i * 2 + 1] = hex[digest[i] & 15];
    }
    out[64] = '\0';
}

static enum status open_decoder(struct source *s, const char *name, struct error *e)
{
    struct source_decoder *d = s->state;
    if (encoding_is_utf8(name))
        return STATUS_OK;
    d->pairs = !strncasecmp(name, "UTF-16", 6);
    d->western = !strcasecmp(name, "WINDOWS-1252");
    d->iconv = iconv_open("UTF-8", name);
    if (d->iconv != (iconv_t)-1)
        return STATUS_OK;
    error_set(e, STATUS_MISUSE, "there is no encoding %.40s", name);
    error_way_out(e, "iconv -l lists them; UTF-8, UTF-16, WINDOWS-1252, ISO-8859-1 are usual");
    return STATUS_MISUSE;
}

/* The second look that only bytes of one or two a character need. */
static enum status ask_detector(struct source *s, const struct encoding_survey *v, char *name,
                                size_t room, struct error *e)
{
    enum { MOST = 4 << 20 };
    struct source_decoder *d = s->state;
    struct encoding_detector *detector;
    enum status status = stream_rewind(&d->stream, e);
    if (status == STATUS_OK)
        status = encoding_detector_open(&detector, e);
    if (status != STATUS_OK)
        return status;
    size_t got = 1;
    for (size_t seen = 0; status == STATUS_OK && got && seen < MOST; seen += got) {
        status = stream_read(&d->stream, d->block, BLOCK, &got, e);
        if (status == STATUS_OK)
            encoding_detector_feed(detector, d->block, got);
    }
    encoding_detector_close(&detector, v, name, room);
    return status;
}

static enum status choose_encoding(struct source *s, const struct encoding_survey *v,
                                   const char *told, struct error *e)
{
    struct source_decoder *d = s->state;
    char name[32];
    d->bom = v->bom;
    if (told) {
        snprintf(s->encoding, sizeof s->encoding, "%.40s", told);
        if (!v->mark || strncasecmp(told, v->mark, 5))
            d->bom = 0;
        s->damaged = !encoding_is_utf8(told) || v->bad;
        return open_decoder(s, told, e);
    }
    if (v->mark || encoding_is_mostly_utf8(v)) {
        snprintf(s->encoding, sizeof s->encoding, "%s", v->mark ? v->mark : "UTF-8");
        s->damaged = v->bad || d->bom == 2;
        return open_decoder(s, s->encoding, e);
    }
    d->bom = 0;
    enum status status = ask_detector(s, v, name, sizeof name, e);
    if (status != STATUS_OK)
        return status;
    bool western = !strcmp(name, "Windows-1252");
    snprintf(s->encoding, sizeof s->encoding, "%s (assumed)", name);
    s->damaged = !western || v->unassigned;
    return open_decoder(s, name, e);
}

/* The pass from end to end. */
static enum status survey(struct source *s, const char *told, uint64_t most,
                          const struct progress *p, struct error *e)
{
    struct sha256_ctx sha;
    struct encoding_survey v = {0};
    struct source_decoder *d = s->state;
    uint64_t total = 0, next = SURVEY_STEP;
    size_t got = 1;
    sha256_init(&sha);
    while (got && (!most || total < most)) {
        enum status status = stream_read(&d->stream, d->block, BLOCK, &got, e);
        if (status != STATUS_OK)
            return status;
        const unsigned char *block = (const unsigned char *)d->block;
        if (!total && got) {
            encoding_begin(&v, block, got);
            if (!v.mark && !told)
                status = check_binary(s->path, block, got, e);
            if (status != STATUS_OK)
                return status;
        }
        sha256_update(&sha, got, block);
        encoding_survey(&v, block, got);
        total += got;
        if (total < next)
            continue;
        next = total + SURVEY_STEP;
        if (!progress_step(p, total, 0, 0))
            return error_set(e, STATUS_CANCELLED, "%s: stopped, nothing was changed", s->path);
    }
    encoding_end(&v);
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&sha, sizeof digest, digest);
    if (!got)
        format_digest(digest, s->sha256);
    s->bytes = total;
    if (total <= v.bom) {
        s->empty = true;
        error_set(e, STATUS_FAILED, "%s: is empty", s->path);
        return error_way_out(e, "export it again");
    }
    enum status status = choose_encoding(s, &v, told, e);
    return status == STATUS_OK ? source_rewind(s, e) : status;
}

enum status source_open(struct source *s, const char *path, int spooled, const char *part,
                        const char *encoding, uint64_t most, const struct progress *p,
                        struct error *e)
{
    *s = (struct source){.path = path};
    s->state = malloc(sizeof *s->state);
    if (!s->state)
        return error_no_memory(e);
    struct source_decoder *d = s->state;
    d->iconv = (iconv_t)-1;
    d->bom = 0;
    d->pairs = d->western = false;
    enum status status = stream_open(&d->stream, path, spooled, part, e);
    if (status != STATUS_OK)
        return status;
    s->rows = d->stream.rows;
    return survey(s, d->stream.utf8 ? "UTF-8" : encoding, most, p, e);
}

enum status source_rewind(struct source *s, struct error *e)
{
    struct source_decoder *d = s->state;
    enum status status = stream_rewind(&d->stream, e);
    char mark[4];
    /* Whatever the kind gives, the mark may come in parts. */
    for (size_t skipped = 0, got = 1; status == STATUS_OK && got && skipped < d->bom;
         skipped += got)
        status = stream_read(&d->stream, mark, d->bom - skipped, &got, e);
    if (d->iconv != (iconv_t)-1)
        iconv(d->iconv, NULL, NULL, NULL, NULL);
    s->read = d->bom;
    d->begin = d->end = 0;
    d->ended = false;
    return status;
}

void source_close(struct source *s)
{
    if (!s->state)
        return;
    stream_close(&s->state->stream);
    if (s->state->iconv != (iconv_t)-1)
        iconv_close(s->state->iconv);
    free(s->state);
    s->state = NULL;
}

/* ---- its text ---------------------------------------------------------------------------- */

static enum status refill(struct source *s, struct error *e)
{
    struct source_decoder *d = s->state;
    size_t rest = d->end - d->begin;
    memmove(d->block, d->block + d->begin, rest);
    d->begin = 0;
    d->end = rest;
    size_t got = 0;
    enum status status = stream_read(&d->stream, d->block + rest, BLOCK - rest, &got, e);
    if (status != STATUS_OK)
        return status;
    d->ended = got == 0;
    d->end += got;
    s->read += got;
    return STATUS_OK;
}

/* What means nothing in its encoding stays in sight: see source_read. */
static size_t keep_undecodable(struct source *s, char **out, size_t *room)
{
    struct source_decoder *d = s->state;
    unsigned char byte = (unsigned char)d->block[d->begin];
    char sign[3] = {(char)0xEF, (char)0xBF, (char)0xBD};
    size_t size = 3;
    if (d->western) {
        sign[0] = (char)(0xC0 | byte >> 6);
        sign[1] = (char)(0x80 | (byte & 0x3F));
        size = 2;
    } else if (!d->pairs) {
        sign[0] = (char)byte;
        size = 1;
    }
    memcpy(*out, sign, size);
    *out += size;
    *room -= size;
    size_t unit = d->pairs ? 2 : 1;
    return unit < d->end - d->begin ? unit : d->end - d->begin;
}

static enum status decode(struct source *s, char *out, size_t room, size_t *got,
                          struct error *e)
{
    struct source_decoder *d = s->state;
    /* What keep_undecodable writes finds room behind what iconv does. */
    enum { LEAST = 16, KEPT = 3 };
    char *at = out;
    while (room >= LEAST) {
        char *in = d->block + d->begin;
        size_t left = d->end - d->begin;
        room -= KEPT;
        size_t result = iconv(d->iconv, &in, &left, &at, &room);
        int fault = errno;
        room += KEPT;
        d->begin = d->end - left;
        if (result == (size_t)-1 && fault == E2BIG)
            break;
        if (result == (size_t)-1 && (fault == EILSEQ || d->ended)) {
            d->begin += keep_undecodable(s, &at, &room);
            continue;
        }
        if (d->ended && d->begin == d->end)
            break;
        enum status status = refill(s, e);
        if (status != STATUS_OK)
            return status;
    }
    *got = (size_t)(at - out);
    return STATUS_OK;
}

enum status source_read(struct source *s, char *out, size_t room, size_t *got, struct error *e)
{
    struct source_decoder *d = s->state;
    if (d->iconv != (iconv_t)-1)
        return decode(s, out, room, got, e);
    enum status status = stream_read(&d->stream, out, room, got, e);
    s->read += status == STATUS_OK ? *got : 0;
    return status;
}

bool source_is_damaged(const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        int32_t c;
        if ((unsigned char)text[i] < 0x80) {
            i++;
            continue;
        }
        i += text_decode(text + i, len - i, &c);
        if (c < 0 || c == 0xFFFD || (c >= 0x80 && c < 0xA0))
            return true;
    }
    return false;
}
