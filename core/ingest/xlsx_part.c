/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a workbook through expat: bounded, and without entities of its own. */
#include "ingest/xlsx.h"

#include <stdlib.h>
#include <string.h>

enum { FEED = 1 << 16 };

const char *xlsx_local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xlsx_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (!strcmp(xlsx_local(attributes[i]), name))
            return attributes[i + 1];
    return NULL;
}

static enum status damaged(struct part *p, const char *why, struct error *e)
{
    error_set(e, STATUS_FAILED, "%s: the workbook is damaged: %s", p->path, why);
    return error_way_out(
        e, "open it in a spreadsheet and save it again, or save the sheet as CSV");
}

void part_fail(struct part *p, const char *why)
{
    if (p->status == STATUS_OK)
        p->status = damaged(p, why, &p->error);
    XML_StopParser(p->parser, XML_FALSE);
}

/* Workbooks have no document type; one would be there to declare entities. */
static void refuse_doctype(void *data, const XML_Char *name, const XML_Char *system,
                           const XML_Char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    part_fail(*(struct part **)data, "it declares a document type");
}

/* What is read without anything coming of it is one tag that goes on and on. */
static void start_element(void *data, const char *name, const char **attributes)
{
    struct part *p = *(struct part **)data;
    p->seen = p->fed;
    p->start(data, name, attributes);
}

static void end_element(void *data, const char *name)
{
    struct part *p = *(struct part **)data;
    p->seen = p->fed;
    if (p->end)
        p->end(data, name);
}

static void take_text(void *data, const char *text, int len)
{
    struct part *p = *(struct part **)data;
    p->seen = p->fed;
    if (p->text)
        p->text(data, text, len);
}

enum status part_open(struct part *p, struct workbook *w, const char *name, bool *there,
                      void *data, XML_StartElementHandler start, XML_EndElementHandler end,
                      XML_CharacterDataHandler text, struct error *e)
{
    zip_stat_t st;
    *p = (struct part){.path = w->path};
    zip_int64_t index = zip_name_locate(w->zip, name, 0);
    *there = index >= 0;
    if (!*there)
        return STATUS_OK;
    if (zip_stat_index(w->zip, (zip_uint64_t)index, 0, &st) || !(st.valid & ZIP_STAT_COMP_SIZE))
        return damaged(p, zip_strerror(w->zip), e);
    p->packed = st.comp_size;
    p->file = zip_fopen_index(w->zip, (zip_uint64_t)index, 0);
    if (!p->file)
        return damaged(p, zip_strerror(w->zip), e);
    p->parser = XML_ParserCreate(NULL);
    if (!p->parser)
        return error_no_memory(e);
    XML_SetUserData(p->parser, data);
    p->start = start;
    p->end = end;
    p->text = text;
    XML_SetElementHandler(p->parser, start_element, end_element);
    XML_SetCharacterDataHandler(p->parser, take_text);
    XML_SetStartDoctypeDeclHandler(p->parser, refuse_doctype);
    XML_SetParamEntityParsing(p->parser, XML_PARAM_ENTITY_PARSING_NEVER);
    return STATUS_OK;
}

enum status part_feed(struct part *p, struct error *e)
{
    void *block = XML_GetBuffer(p->parser, FEED);
    if (!block)
        return error_no_memory(e);
    zip_int64_t n = zip_fread(p->file, block, FEED);
    if (n < 0)
        return damaged(p, "a part is cut", e);
    p->fed += (uint64_t)n;
    p->done = n == 0;
    enum XML_Status parsed = XML_ParseBuffer(p->parser, (int)n, p->done);
    if (p->status != STATUS_OK) {
        if (e)
            *e = p->error;
        return p->status;
    }
    if (parsed != XML_STATUS_OK)
        return damaged(p, XML_ErrorString(XML_GetErrorCode(p->parser)), e);
    if (!p->done && p->fed - p->seen > XLSX_MOST_TOKEN)
        return damaged(p, "a text in it has no end", e);
    return stream_check_size(p->path, p->fed, p->packed, e);
}

void part_close(struct part *p)
{
    if (p->parser)
        XML_ParserFree(p->parser);
    if (p->file)
        zip_fclose(p->file);
    p->parser = NULL;
    p->file = NULL;
}
