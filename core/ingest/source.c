/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file as a source of bytes: what it is, its SHA-256, its encoding, and its text as UTF-8. */
#include "ingest/source.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/sha2.h>

enum { BLOCK = 1 << 18 };

struct source_decoder {
    int fd;
    iconv_t iconv; /* (iconv_t)-1: the bytes are UTF-8 */
    size_t bom;
    bool ended;
    size_t begin, end; /* what of block waits to be decoded */
    char block[BLOCK];
};

/* ---- what the bytes are ---------------------------------------------------------------- */

/* UTF-8 checked across blocks (RFC 3629, table 3-7 of Unicode: bounds of the second byte). */
struct utf8_check {
    bool bad;
    unsigned need;
    unsigned char low, high;
};

static void check_utf8(struct utf8_check *u, const unsigned char *p, size_t len)
{
    for (size_t i = 0; i < len && !u->bad; i++) {
        unsigned char c = p[i];
        if (u->need) {
            u->bad = c < u->low || c > u->high;
            u->low = 0x80;
            u->high = 0xBF;
            u->need--;
        } else if (c >= 0x80) {
            u->need = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
            u->low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
            u->high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
            u->bad = c < 0xC2 || c > 0xF4;
        }
    }
}

static const struct {
    char bytes[4];
    size_t len;
    const char *what;
    const char *way_out;
} binaries[] = {
    {"PK\3\4", 4, "a ZIP file or a workbook (XLSX)", "unpack it, or save the sheet as CSV"},
    {"\x1f\x8b", 2, "a file packed with gzip", "unpack it first: gunzip FILE"},
    {"\xd0\xcf\x11\xe0", 4, "an old Office file (XLS)", "save the sheet as CSV"},
    {"%PDF", 4, "a PDF", "ask for the table as CSV"},
};

/* A table may hold a stray NUL or control character; a file is binary when one of them stands
 * at its very beginning, where headers are, or when there are many. */
static enum status check_binary(const char *path, const unsigned char *p, size_t len,
                                struct error *e)
{
    enum { HEAD = 512, ONE_IN = 64 };
    size_t controls = 0, at = 0;
    for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++)
        if (len >= binaries[i].len && !memcmp(p, binaries[i].bytes, binaries[i].len)) {
            error_set(e, STATUS_FAILED, "%s: is %s, no CSV", path, binaries[i].what);
            return error_way_out(e, "%s", binaries[i].way_out);
        }
    for (size_t i = 0; i < len; i++) {
        bool control = p[i] < 0x20 && !(p[i] >= '\t' && p[i] <= '\r') && p[i] != 0x1B;
        if (control && !controls++)
            at = i;
        if (control && ((!p[i] && i < HEAD) || controls * ONE_IN > len)) {
            error_set(e, STATUS_FAILED, "%s: is binary, no text (byte %u at offset %zu)", path,
                      p[at], at);
            return error_way_out(e, "name a CSV file");
        }
    }
    return STATUS_OK;
}

static const struct {
    char bytes[4];
    size_t len;
    const char *name;
    const char *iconv;
} marks[] = {
    {"\xEF\xBB\xBF", 3, "UTF-8", NULL},
    {"\xFF\xFE", 2, "UTF-16LE", "UTF-16LE"},
    {"\xFE\xFF", 2, "UTF-16BE", "UTF-16BE"},
};

static enum status read_block(struct source *s, void *out, size_t *got, struct error *e)
{
    ssize_t n;
    do
        n = read(s->state->fd, out, BLOCK);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set(e, STATUS_FAILED, "%s: cannot be read: %s", s->path, strerror(errno));
    *got = (size_t)n;
    return STATUS_OK;
}

static const char *choose_encoding(struct source *s, const unsigned char *p, size_t len)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (len >= marks[i].len && !memcmp(p, marks[i].bytes, marks[i].len)) {
            s->encoding = marks[i].name;
            s->state->bom = marks[i].len;
            return marks[i].iconv;
        }
    s->encoding = "UTF-8";
    return NULL;
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

/* The pass from end to end. */
static enum status survey(struct source *s, struct error *e)
{
    struct sha256_ctx sha;
    struct utf8_check utf8 = {0};
    const char *from = NULL;
    unsigned char *block = (unsigned char *)s->state->block;
    uint64_t total = 0;
    size_t got = 1;
    sha256_init(&sha);
    while (got) {
        enum status status = read_block(s, block, &got, e);
        if (status != STATUS_OK)
            return status;
        if (!total && got) {
            from = choose_encoding(s, block, got);
            status = from ? STATUS_OK : check_binary(s->path, block, got, e);
            if (status != STATUS_OK)
                return status;
        }
        sha256_update(&sha, got, block);
        if (!from)
            check_utf8(&utf8, block, got);
        total += got;
    }
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&sha, sizeof digest, digest);
    format_digest(digest, s->sha256);
    s->bytes = total;
    if (total <= s->state->bom) {
        error_set(e, STATUS_FAILED, "%s: is empty", s->path);
        return error_way_out(e, "export it again");
    }
    if (!from && (utf8.bad || utf8.need)) {
        s->encoding = "Windows-1252 (assumed)";
        s->state->bom = 0;
        from = "WINDOWS-1252";
    }
    if (from && (s->state->iconv = iconv_open("UTF-8", from)) == (iconv_t)-1)
        return error_set(e, STATUS_FAILED, "%s: cannot convert from %s", s->path, from);
    return source_rewind(s, e);
}

enum status source_open(struct source *s, const char *path, struct error *e)
{
    struct stat st;
    *s = (struct source){.path = path};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        error_set(e, STATUS_FAILED, "%s: %s", path,
                  errno == ENOENT ? "no such file" : strerror(errno));
        return error_way_out(e, "check the name and its rights");
    }
    s->state = malloc(sizeof *s->state);
    if (!s->state) {
        close(fd);
        return error_no_memory(e);
    }
    s->state->fd = fd;
    s->state->iconv = (iconv_t)-1;
    s->state->bom = 0;
    if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
        error_set(e, STATUS_FAILED, "%s: is %s", path,
                  S_ISDIR(st.st_mode) ? "a folder" : "no plain file");
        return error_way_out(e, "name one or more CSV files");
    }
    return survey(s, e);
}

enum status source_rewind(struct source *s, struct error *e)
{
    struct source_decoder *d = s->state;
    if (lseek(d->fd, (off_t)d->bom, SEEK_SET) < 0)
        return error_set(e, STATUS_FAILED, "%s: %s", s->path, strerror(errno));
    if (d->iconv != (iconv_t)-1)
        iconv(d->iconv, NULL, NULL, NULL, NULL);
    s->read = d->bom;
    d->begin = d->end = 0;
    d->ended = false;
    return STATUS_OK;
}

void source_close(struct source *s)
{
    if (!s->state)
        return;
    close(s->state->fd);
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
    ssize_t n;
    do
        n = read(d->fd, d->block + rest, BLOCK - rest);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set(e, STATUS_FAILED, "%s: cannot be read: %s", s->path, strerror(errno));
    d->ended = n == 0;
    d->end += (size_t)n;
    s->read += (uint64_t)n;
    return STATUS_OK;
}

/* A unit that means nothing in its encoding is kept as a visible sign: a byte that Windows-1252
 * leaves free as the C1 control of its number, half a UTF-16 pair as U+FFFD. */
static size_t keep_undecodable(struct source *s, char **out, size_t *room)
{
    struct source_decoder *d = s->state;
    unsigned char byte = (unsigned char)d->block[d->begin];
    bool pairs = s->encoding[0] == 'U';
    char sign[3] = {(char)0xEF, (char)0xBF, (char)0xBD};
    if (!pairs) {
        sign[0] = (char)(0xC0 | byte >> 6);
        sign[1] = (char)(0x80 | (byte & 0x3F));
    }
    size_t size = pairs ? 3 : 2;
    memcpy(*out, sign, size);
    *out += size;
    *room -= size;
    size_t unit = pairs ? 2 : 1;
    return unit < d->end - d->begin ? unit : d->end - d->begin;
}

static enum status decode(struct source *s, char *out, size_t room, size_t *got,
                          struct error *e)
{
    struct source_decoder *d = s->state;
    char *at = out;
    while (room >= 8) {
        char *in = d->block + d->begin;
        size_t left = d->end - d->begin;
        size_t result = iconv(d->iconv, &in, &left, &at, &room);
        int fault = errno;
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
    ssize_t n;
    do
        n = read(d->fd, out, room);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set(e, STATUS_FAILED, "%s: cannot be read: %s", s->path, strerror(errno));
    *got = (size_t)n;
    s->read += (uint64_t)n;
    return STATUS_OK;
}
