/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets of workbooks as CSV, number formats and epochs, and workbooks that mean harm. */
#include "ingest/xlsx.h"

#include "workbook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static char path[64];

static int set_up(void **state)
{
    (void)state;
    strcpy(path, "/tmp/saisie-xlsx-XXXXXX");
    int fd = mkstemp(path);
    close(fd);
    return fd < 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

/* Reads a sheet in pieces of size; the status of what failed. */
static enum status read_all(const char *part, size_t size, struct buffer *out, struct error *e)
{
    struct stream s;
    enum status status = stream_open(&s, path, -1, part, e);
    size_t got = 1;
    while (status == STATUS_OK && got) {
        char *room = buffer_reserve(out, size);
        assert_non_null(room);
        status = stream_read(&s, room, size, &got, e);
        if (status == STATUS_OK) {
            out->len += got;
            out->data[out->len] = '\0';
        }
    }
    stream_close(&s);
    return status;
}

static void expect(const char *part, const char *csv)
{
    static const size_t sizes[] = {1, 7, 1 << 16};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct buffer out = {0};
        struct error e;
        if (read_all(part, sizes[i], &out, &e) != STATUS_OK)
            fail_msg("%s (%s)", e.text, e.way_out);
        assert_string_equal(buffer_text(&out), csv);
        buffer_free(&out);
    }
}

static void refused(const char *part, const char *why)
{
    struct buffer out = {0};
    struct error e = {0};
    assert_int_equal(read_all(part, 1 << 16, &out, &e), STATUS_FAILED);
    if (!strstr(e.text, why) || !*e.way_out)
        fail_msg("%s (%s), not %s", e.text, e.way_out, why);
    buffer_free(&out);
}

static const char book[] = WORKBOOK_HEAD
    "<workbook><workbookPr/><sheets><sheet name=\"Cover\" sheetId=\"1\" state=\"hidden\" "
    "r:id=\"rId2\"/><sheet name=\"Saisies &amp; co\" sheetId=\"2\" "
    "r:id=\"rId1\"/></sheets></workbook>";

static const char styles[] = WORKBOOK_HEAD
    "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-40C]d\\ mmmm\\ yyyy;@\"/>"
    "<numFmt numFmtId=\"165\" formatCode=\"0.0&quot; days&quot;\"/>"
    "<numFmt numFmtId=\"166\" formatCode=\"[h]:mm\"/></numFmts>"
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf "
    "numFmtId=\"165\"/>"
    "<xf numFmtId=\"17\"/><xf numFmtId=\"22\"/><xf numFmtId=\"166\"/></cellXfs></styleSheet>";

static const char texts[] = WORKBOOK_HEAD
    "<sst><si><t>Date</t></si><si><r><t>a, </t></r><r><t>\"b\"</t></r><rPh><t>no</t></rPh></si>"
    "<si><t xml:space=\"preserve\"> Orly\u00e9 </t></si><si><t>x_x000A_y</t></si></sst>";

static void write_sheet(const char *sheet)
{
    const struct workbook_part parts[] = {{"xl/workbook.xml", book},
                                          {"xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS},
                                          {"xl/styles.xml", styles},
                                          {"xl/sharedStrings.xml", texts},
                                          {"xl/worksheets/sheet1.xml", sheet},
                                          {"xl/worksheets/sheet2.xml",
                                           "<worksheet><sheetData><row><c><v>7</v></c></row>"
                                           "</sheetData></worksheet>"},
                                          {NULL, NULL}};
    assert_int_equal(workbook_write(path, parts), 0);
}

#define ROWS(text) WORKBOOK_HEAD "<worksheet><sheetData>" text "</sheetData></worksheet>"

static void test_cells(void **state)
{
    (void)state;
    static const struct {
        const char *what, *rows, *csv;
    } cases[] = {
        {"shared and inline texts",
         "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
         "<c r=\"C1\" t=\"inlineStr\"><is><t>in</t><phoneticPr/></is></c></row>",
         "Date,\"a, \"\"b\"\"\",in"},
        {"blanks and line ends",
         "<row r=\"1\"><c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c></row>",
         "\" Orly\u00e9 \",\"x\ny\""},
        {"gaps: cells, rows, and short rows are filled",
         "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"C2\"><v>2</v></c></row>"
         "<row r=\"4\"><c r=\"B4\"><v>3</v></c></row>",
         "\n1,,2\n\n,3,"},
        {"blank cells end no row", "<row><c/><c s=\"1\"/></row><row><c><v>1</v></c></row>",
         "\n1"},
        {"without references",
         "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "1,2\n3,"},
        {"formulas: what they gave, not what they are",
         "<row><c t=\"str\"><f>A1&amp;\"x\"</f><v>ax</v></c><c><f>1+1</f><v>2</v></c></row>",
         "ax,2"},
        {"booleans and errors",
         "<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c>"
         "<c t=\"e\"><v>#N/A</v></c></row>",
         "TRUE,FALSE,#N/A"},
        {"numbers as a spreadsheet shows them",
         "<row><c><v>0.10000000000000001</v></c><c><v>1E-3</v></c><c "
         "s=\"3\"><v>43113</v></c></row>",
         "0.1,1E-3,43113"},
        {"dates by format",
         "<row><c s=\"1\"><v>43113</v></c><c s=\"2\"><v>43113.5</v></c>"
         "<c s=\"4\"><v>43101</v></c><c s=\"5\"><v>43113</v></c>"
         "<c s=\"6\"><v>1.5</v></c><c t=\"d\"><v>2018-01-13</v></c></row>",
         "2018-01-13,2018-01-13T12:00:00,2018-01,2018-01-13,36:00:00,2018-01-13"},
        {"the day that 1900 never had",
         "<row><c s=\"1\"><v>59</v></c><c s=\"1\"><v>60</v></c>"
         "<c s=\"1\"><v>61</v></c><c s=\"1\"><v>-1</v></c></row>",
         "1900-02-28,1900-02-29,1900-03-01,-1"},
        {"prefixes", "<x:row r=\"1\"><x:c r=\"A1\"><x:v>5</x:v></x:c></x:row>", "5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer sheet = {0};
        buffer_addf(&sheet, "<worksheet xmlns:x=\"y\"><sheetData>%s</sheetData></worksheet>",
                    cases[i].rows);
        write_sheet(sheet.data);
        expect(NULL, cases[i].csv);
        buffer_free(&sheet);
    }
}

static void test_sheets(void **state)
{
    (void)state;
    struct arena a = {0};
    const char **names;
    size_t count;
    struct error e;
    write_sheet(ROWS("<row><c><v>1</v></c></row>"));
    assert_int_equal(stream_sheets(path, &a, &names, &count, &e), STATUS_OK);
    assert_int_equal(count, 1);
    assert_string_equal(names[0], "Saisies & co");
    assert_int_equal(stream_hidden_sheets(path, &a, &names, &count, &e), STATUS_OK);
    assert_int_equal(count, 1);
    assert_string_equal(names[0], "Cover");
    expect(NULL, "1"); /* the first is hidden */
    expect("Cover", "7");
    expect("1", "7");
    expect("2", "1");
    expect("Saisies & co", "1");
    refused("Nowhere", "has no sheet");
    arena_free(&a);
}

static void test_epoch_of_1904(void **state)
{
    (void)state;
    const struct workbook_part parts[] = {
        {"xl/workbook.xml", "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"a\" "
                            "r:id=\"rId1\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS},
        {"xl/styles.xml", styles},
        {"xl/worksheets/sheet1.xml",
         ROWS("<row><c s=\"1\"><v>41651</v></c><c s=\"1\"><v>0</v></c></row>")},
        {NULL, NULL}};
    assert_int_equal(workbook_write(path, parts), 0);
    expect(NULL, "2018-01-13,1904-01-01");
}

static void test_formats(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum xlsx_format format;
    } cases[] = {
        {"General", XLSX_PLAIN},
        {"0.00", XLSX_PLAIN},
        {"yyyy-mm-dd", XLSX_DAY},
        {"d/m/yy h:mm", XLSX_DAY_TIME},
        {"mmm-yy", XLSX_MONTH},
        {"yyyy", XLSX_YEAR},
        {"h:mm AM/PM", XLSX_TIME},
        {"[hh]:mm:ss", XLSX_TIME},
        {"0\" days\"", XLSX_PLAIN},
        {"[Red]0.0;[Blue]-0.0", XLSX_PLAIN},
        {"#,##0\\ \"dy\"", XLSX_PLAIN},
        {"[$-F800]dddd, mmmm dd, yyyy", XLSX_DAY},
        {"0.00E+00", XLSX_PLAIN},
        {"_-* #,##0.00\\ [$€-40C]_-", XLSX_PLAIN},
        {"0;\"d\"", XLSX_PLAIN},
        {"@", XLSX_PLAIN},
        {"\"unclosed", XLSX_PLAIN},
        {"[", XLSX_PLAIN},
        {"\\", XLSX_PLAIN},
        {"", XLSX_PLAIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (xlsx_format_of(cases[i].code) != cases[i].format)
            fail_msg("%s: %d", cases[i].code, (int)xlsx_format_of(cases[i].code));
}

static void test_hostile(void **state)
{
    (void)state;
    static const struct {
        const char *sheet, *why;
    } cases[] = {
        {"<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
         "<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>",
         "document type"},
        {"<!DOCTYPE w SYSTEM \"file:///etc/passwd\"><worksheet/>", "document type"},
        {ROWS("<row r=\"1048577\"><c><v>1</v></c></row>"), "beyond the last"},
        {ROWS("<row><c r=\"XFE1\"><v>1</v></c></row>"), "beyond the last column"},
        {ROWS("<row><c r=\"ZZZZZZZZZZ1\"><v>1</v></c></row>"), "beyond the last column"},
        {ROWS("<row><c t=\"s\"><v>4</v></c></row>"), "a text that is not there"},
        {ROWS("<row><c t=\"s\"><v>-1</v></c></row>"), "a text that is not there"},
        {"<worksheet><sheetData><row>", "damaged"},
        {"", "damaged"},
        {"\x01\x02", "damaged"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_sheet(cases[i].sheet);
        refused(NULL, cases[i].why);
    }
}

/* A few hundred bytes that would be millions of cells; a cell of 20 MB; a tag without end. */
static void test_bombs(void **state)
{
    (void)state;
    struct buffer sheet = {0};
    buffer_adds(&sheet, "<worksheet><sheetData>");
    for (int i = 0; i < 40000; i++)
        buffer_adds(&sheet, "<row><c r=\"XFD1\"><v>1</v></c></row>");
    buffer_adds(&sheet, "</sheetData></worksheet>");
    write_sheet(sheet.data);
    refused(NULL, "beyond measure");
    buffer_clear(&sheet);
    buffer_adds(&sheet, "<worksheet><sheetData><row><c t=\"str\"><v>");
    for (int i = 0; i < 20 << 10; i++)
        buffer_addf(&sheet, "%01024d", i);
    buffer_adds(&sheet, "</v></c></row></sheetData></worksheet>");
    write_sheet(sheet.data);
    refused(NULL, "longer than any spreadsheet");
    buffer_clear(&sheet);
    buffer_adds(&sheet, "<worksheet><sheetData><row r=\"");
    for (int i = 0; i < 20 << 10; i++)
        buffer_addf(&sheet, "%01024d", i);
    buffer_adds(&sheet, "\"/></sheetData></worksheet>");
    write_sheet(sheet.data);
    refused(NULL, "has no end");
    buffer_free(&sheet);
}

static void test_members(void **state)
{
    (void)state;
    static const struct workbook_part parts[] = {{"folder/", ""},
                                                 {"read me", "hello"},
                                                 {"../../etc/table.csv", "a,b\n"},
                                                 {"two.csv", "c,d\n"},
                                                 {NULL, NULL}};
    assert_int_equal(workbook_write(path, parts), 0);
    expect(NULL, "a,b\n"); /* the first that is called a table; its name is no path */
    expect("two.csv", "c,d\n");
    expect("3", "c,d\n");
    refused("none.csv", "no such member");
    /* As tables of their own: those that are called so, or all where none is. */
    struct arena a = {0};
    const char **names;
    size_t count;
    struct error e;
    assert_int_equal(stream_sheets(path, &a, &names, &count, &e), STATUS_OK);
    assert_int_equal(count, 2);
    assert_string_equal(names[0], "../../etc/table.csv");
    assert_string_equal(names[1], "two.csv");
    static const struct workbook_part one[] = {
        {"read me", "hello"}, {"two.csv", "c,d\n"}, {NULL, NULL}};
    assert_int_equal(workbook_write(path, one), 0);
    assert_int_equal(stream_sheets(path, &a, &names, &count, &e), STATUS_OK);
    assert_int_equal(count, 0);
    static const struct workbook_part plain[] = {
        {"may", "a,b\n"}, {"__MACOSX/may", "x"}, {"june", "c,d\n"}, {NULL, NULL}};
    assert_int_equal(workbook_write(path, plain), 0);
    assert_int_equal(stream_sheets(path, &a, &names, &count, &e), STATUS_OK);
    assert_int_equal(count, 2);
    assert_string_equal(names[1], "june");
    arena_free(&a);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_cells),   TEST(test_sheets), TEST(test_epoch_of_1904), TEST(test_formats),
        TEST(test_hostile), TEST(test_bombs),  TEST(test_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
