/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Encodings: forty rows of a table in each script are found from their bytes, and read right
 * when told; bytes that fit nothing stay. */
#include "ingest/source.h"

#include "base/buffer.h"

#include <fcntl.h>
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[64];

static int set_up(void **state)
{
    (void)state;
    strcpy(path, "/tmp/saisie-encoding-XXXXXX");
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

enum { WORDS = 5, ROWS = 40 };

static const struct script {
    const char *encoding;
    const char *found; /* as it is told of; a superset of the encoding may be */
    const char *header;
    const char *goods[WORDS], *notes[WORDS];
} scripts[] = {
    {"SHIFT_JIS",
     "SHIFT_JIS (assumed)",
     "案件番号,日付,品目,数量,備考",
     {"覚醒剤", "大麻", "コカイン", "紙巻たばこ", "偽ブランド品"},
     {"成田空港で発見", "横浜港のコンテナ", "国際郵便物から押収", "旅客の手荷物に隠匿", "船"}},
    {"EUC-JP",
     "EUC-JP (assumed)",
     "案件番号,日付,品目,数量,備考",
     {"覚醒剤", "大麻", "コカイン", "紙巻たばこ", "偽ブランド品"},
     {"成田空港で発見", "横浜港のコンテナ", "国際郵便物から押収", "旅客の手荷物に隠匿", "船"}},
    {"GB18030",
     "GB18030 (assumed)",
     "案件号,日期,物品,数量,备注",
     {"冰毒", "大麻", "可卡因", "香烟", "假冒商品"},
     {"在浦东机场查获", "深圳港集装箱", "国际邮件中查获", "旅客行李夹藏", "船"}},
    {"BIG5",
     "BIG5 (assumed)",
     "案件號,日期,物品,數量,備註",
     {"安非他命", "大麻", "古柯鹼", "香菸", "仿冒品"},
     {"於桃園機場查獲", "高雄港貨櫃", "國際郵包中查獲", "旅客行李夾藏", "船"}},
    {"EUC-KR",
     "UHC (assumed)",
     "사건번호,날짜,품목,수량,비고",
     {"필로폰", "대마", "코카인", "담배", "위조상품"},
     {"인천공항에서 적발", "부산항 컨테이너", "국제우편물에서 압수", "수하물에 은닉", "배"}},
    {"KOI8-R",
     "KOI8-R (assumed)",
     "Дело,Дата,Товар,Количество,Примечание",
     {"героин", "гашиш", "кокаин", "сигареты", "оружие"},
     {"изъято в аэропорту", "контейнер в порту", "из Китая", "в багаже пассажира", "в поезде"}},
    {"WINDOWS-1251",
     "WINDOWS-1251 (assumed)",
     "Дело,Дата,Товар,Количество,Примечание",
     {"героин", "гашиш", "кокаин", "сигареты", "оружие"},
     {"изъято в аэропорту", "контейнер в порту", "из Китая", "в багаже пассажира", "в поезде"}},
    {"ISO-8859-2",
     "ISO-8859-2 (assumed)",
     "Sprawa,Data,Towar,Ilość,Uwagi",
     {"papierosy", "haszysz", "broń", "żywność", "leki"},
     {"znaleziono w bagażu podróżnego", "ukryte w ładowni ciężarówki", "przesyłka z Łodzi",
      "żółta ciężarówka na przejściu", "ślad"}},
    {"WINDOWS-1250",
     "WINDOWS-1250 (assumed)",
     "Sprawa,Data,Towar,Ilość,Uwagi",
     {"papierosy", "haszysz", "broń", "żywność", "leki"},
     {"znaleziono w bagażu podróżnego", "ukryte w ładowni – śruby", "przesyłka z Łodzi",
      "żółta ciężarówka na przejściu", "ślad"}},
    {"ISO-8859-9",
     "ISO-8859-9 (assumed)",
     "Dosya,Tarih,Eşya,Miktar,Açıklama",
     {"sigara", "esrar", "eroin", "ilaç", "altın"},
     {"yolcunun bavulunda bulundu", "tırın içine gizlenmiş", "İstanbul posta işleme",
      "Kapıkule sınır kapısı", "gemi"}},
    {"ISO-8859-7",
     "ISO-8859-7 (assumed)",
     "Υπόθεση,Ημερομηνία,Είδος,Ποσότητα,Σημειώσεις",
     {"ηρωίνη", "κάνναβη", "κοκαΐνη", "τσιγάρα", "όπλα"},
     {"βρέθηκε στις αποσκευές", "εμπορευματοκιβώτιο στο λιμάνι", "ταχυδρομικό δέμα",
      "κρυμμένα στο φορτηγό", "πλοίο"}},
    {"WINDOWS-1256",
     "WINDOWS-1256 (assumed)",
     "رقم القضية,التاريخ,الصنف,الكمية,ملاحظات",
     {"هيروين", "حشيش", "كوكايين", "سجائر", "أسلحة"},
     {"ضبطت في مطار القاهرة", "حاوية في ميناء جدة", "طرد بريدي من الخارج",
      "مخبأة في أمتعة المسافر", "سفينة"}},
    {"TIS-620",
     "TIS-620 (assumed)",
     "คดี,วันที่,สินค้า,จำนวน,หมายเหตุ",
     {"เฮโรอีน", "กัญชา", "โคเคน", "บุหรี่", "อาวุธ"},
     {"พบในกระเป๋าเดินทาง", "ตู้คอนเทนเนอร์ที่ท่าเรือ", "พัสดุไปรษณีย์ระหว่างประเทศ", "ซุกซ่อนในรถบรรทุก",
      "เรือ"}},
    {"WINDOWS-1252",
     "Windows-1252 (assumed)",
     "Affaire,Date,Marchandise,Quantité,Remarques",
     {"héroïne", "résine", "cigarettes", "médicaments", "espèces"},
     {"trouvé dans un bagage à l’aéroport", "caché sous le siège", "colis postal – Orléans",
      "dissimulé dans la cale", "€ 500"}},
    {"ISO-8859-1",
     "Windows-1252 (assumed)",
     "Caso,Fecha,Mercancía,Cantidad,Descripción",
     {"heroína", "cocaína", "cigarrillos", "medicamentos", "dinero"},
     {"hallado en el equipaje", "ocultación en el vehículo", "correo de España",
      "contenedor en Cádiz", "barco"}},
    {"UTF-16LE",
     "UTF-16LE",
     "Дело,日付,Towar,Ilość,备注",
     {"героин", "大麻", "broń", "żywność", "假冒商品"},
     {"📦", "横浜港", "in de auto", "Łódź", "船"}},
    {"UTF-16BE",
     "UTF-16BE",
     "Дело,日付,Towar,Ilość,备注",
     {"героин", "大麻", "broń", "żywność", "假冒商品"},
     {"📦", "横浜港", "in de auto", "Łódź", "船"}},
};

static void write_bytes(const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_TRUNC);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
}

static void write_script(const struct script *s, struct buffer *text)
{
    buffer_addf(text, "%s\n", s->header);
    for (unsigned i = 0; i < ROWS; i++)
        buffer_addf(text, "K%04u,2024-%02u-%02u,%s,%u,%s\n", i, i % 12 + 1, i % 28 + 1,
                    s->goods[i % WORDS], i * 7 % 50 + 1, s->notes[i % WORDS]);
    size_t left = text->len, room = text->len * 4;
    char *bytes = malloc(room), *in = text->data, *out = bytes;
    iconv_t to = iconv_open(s->encoding, "UTF-8");
    if (to == (iconv_t)-1 || iconv(to, &in, &left, &out, &room) == (size_t)-1)
        fail_msg("%s cannot be written", s->encoding);
    iconv_close(to);
    write_bytes(bytes, (size_t)(out - bytes));
    free(bytes);
}

/* The text of the file; name: the encoding that was found. */
static void read_text(const char *told, struct buffer *out, char name[48])
{
    struct source s = {0};
    struct error e = {0};
    size_t got = 1;
    if (source_open(&s, path, -1, NULL, told, 0, NULL, &e) != STATUS_OK)
        fail_msg("%s", e.text);
    while (got) {
        char block[100];
        assert_int_equal(source_read(&s, block, sizeof block, &got, &e), STATUS_OK);
        buffer_add(out, block, got);
    }
    memcpy(name, s.encoding, 48);
    source_close(&s);
}

static void test_scripts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        const struct script *s = &scripts[i];
        struct buffer want = {0}, found = {0}, told = {0};
        char name[48];
        write_script(s, &want);
        read_text(NULL, &found, name);
        if (strcmp(name, s->found))
            fail_msg("%s is taken for %s", s->encoding, name);
        if (strcmp(buffer_text(&found), buffer_text(&want)))
            fail_msg("%s, found, is read wrong", s->encoding);
        read_text(s->encoding, &told, name);
        assert_string_equal(name, s->encoding);
        if (strcmp(buffer_text(&told), buffer_text(&want)))
            fail_msg("%s, told, is read wrong", s->encoding);
        buffer_free(&want);
        buffer_free(&found);
        buffer_free(&told);
    }
}

/* Bytes that fit nothing stay, and can be told from others. */
static void test_damage(void **state)
{
    (void)state;
    static const struct {
        const char *what, *told;
        const char *bytes;
        size_t len;
        const char *text;
        bool damaged;
    } cases[] = {
        {"a byte of Latin-1 in UTF-8", NULL, "a,\u00e9\u00e8\nb,\xE9\n", 11,
         "a,\u00e9\u00e8\nb,\xE9\n", true},
        {"a cut character at the end", NULL, "a,\u00e9\u00e8\nb,\xC3", 10,
         "a,\u00e9\u00e8\nb,\xC3", true},
        {"an overlong one, and half a pair", "UTF-8", "\xC0\xAF,\xED\xA0\x80\n", 7,
         "\xC0\xAF,\xED\xA0\x80\n", true},
        {"free in Windows-1252", "WINDOWS-1252",
         "a\x81"
         "b\n",
         4,
         "a\xC2\x81"
         "b\n",
         true},
        {"half a pair of UTF-16", NULL,
         "\xFF\xFE"
         "a\0\x00\xD8"
         "b\0\n\0",
         10, "a\uFFFDb\n", true},
        {"half a unit of UTF-16", NULL,
         "\xFF\xFE"
         "a\0\n\0b",
         7, "a\n\uFFFD", true},
        {"free in ISO 8859-7", "ISO-8859-7", "a\xD2z\n", 4, "a\xD2z\n", true},
        {"nothing is wrong", NULL, "a,\u00e9\n", 5, "a,\u00e9\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        char name[48];
        write_bytes(cases[i].bytes, cases[i].len);
        read_text(cases[i].told, &out, name);
        if (strcmp(buffer_text(&out), cases[i].text) ||
            source_is_damaged(out.data, out.len) != cases[i].damaged)
            fail_msg("%s: %s", cases[i].what, buffer_text(&out));
        buffer_free(&out);
    }
}

/* What cannot be decoded never takes more room than there is, wherever it meets the end of it.
 */
static void test_room(void **state)
{
    (void)state;
    for (size_t before = 0; before < 24; before++)
        for (size_t room = 16; room < 24; room++) {
            struct buffer bytes = {0};
            struct source s = {0};
            struct error e = {0};
            char out[64];
            size_t got = 1, all = 0;
            buffer_add(&bytes, "\xFF\xFE", 2);
            for (size_t i = 0; i < before; i++)
                buffer_add(&bytes, "a", 2);
            for (size_t i = 0; i < 40; i++)
                buffer_add(&bytes, i % 3 ? "\x00\xD8" : "\xAC\x20", 2);
            write_bytes(bytes.data, bytes.len);
            assert_int_equal(source_open(&s, path, -1, NULL, NULL, 0, NULL, &e), STATUS_OK);
            while (got) {
                assert_int_equal(source_read(&s, out, room, &got, &e), STATUS_OK);
                assert_true(got <= room);
                all += got;
            }
            assert_int_equal(all, before + (size_t)40 * 3);
            source_close(&s);
            buffer_free(&bytes);
        }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_scripts), TEST(test_damage), TEST(test_room)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
