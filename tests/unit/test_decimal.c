/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of base/decimal: records, and exact 128-bit arithmetic as the judge. */
#include "base/decimal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void reads_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t mantissa;
        int exponent;
    } rows[] = {
        {"0", 0, 0},
        {"-0", 0, 0},
        {"0.000", 0, 0},
        {"0e99999999999", 0, 0},
        {"1", 1, 0},
        {"+1", 1, 0},
        {"-1", -1, 0},
        {"007", 7, 0},
        {"1500", 15, 2},
        {"1.50", 15, -1},
        {"0.1", 1, -1},
        {".5", 5, -1},
        {"-.5", -5, -1},
        {"1e-3", 1, -3},
        {"1E+3", 1, 3},
        {"12.5e1", 125, 0},
        {"100e-2", 1, 0},
        {"9223372036854775807", INT64_MAX, 0},
        {"-9223372036854775808", INT64_MIN, 0},
        {"922337203685477580.7", INT64_MAX, -1},
        {"9223372036854775808", 922337203685477581, 1},
        /* half to even where the 20th digit goes */
        {"12345678901234567885", 1234567890123456788, 1},
        {"12345678901234567895", 123456789012345679, 2},
        {"123456789012345678850000000", 1234567890123456788, 8},
        {"123456789012345678850000001", 1234567890123456789, 8},
        {"1234567890123456788.50000000000000000001", 1234567890123456789, 0},
        {"0.12345678901234567885", 1234567890123456788, -19},
        /* rounding up past the limit drops one digit more */
        {"9223372036854775807.5", 922337203685477581, 1},
        {"9223372036854775807.4", INT64_MAX, 0},
        {"-9223372036854775808.5", INT64_MIN, 0},
        {"-9223372036854775808.51", -922337203685477581, 1},
        {"9999999999999999999", 1, 19},
        {"1e61", 1, 61},
        {"1e-60", 1, -60},
        {"0.000000000000000000000000000000000000000000000000000000000001", 1, -60},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct decimal d = {-77, -77};
        assert_true(decimal_parse(rows[i].text, strlen(rows[i].text), &d));
        assert_int_equal(d.mantissa, rows[i].mantissa);
        assert_int_equal(d.exponent, rows[i].exponent);
    }
}

static void refuses_what_is_no_number(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "-",
                                        "+",
                                        ".",
                                        "-.",
                                        "1.",
                                        "1.e3",
                                        "e3",
                                        "1e",
                                        "1e+",
                                        "1e-",
                                        "1e1.5",
                                        "--1",
                                        "+-1",
                                        "1-",
                                        " 1",
                                        "1 ",
                                        "1,5",
                                        "1.2.3",
                                        "1_000",
                                        "0x10",
                                        "1f",
                                        "nan",
                                        "inf",
                                        "NaN",
                                        "-inf",
                                        "1e62",
                                        "1e-61",
                                        "1e9999",
                                        "12 kg",
                                        "1\xC2\xA0\x30",
                                        "\xD9\xA1",
                                        "1e99999999999999999999",
                                        "1e-99999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct decimal d;
        if (decimal_parse(texts[i], strlen(texts[i]), &d)) {
            fail_msg("read as a number: \"%s\"", texts[i]);
        }
    }
    struct decimal d;
    assert_false(decimal_parse("1\0", 2, &d));
    assert_true(decimal_parse("15kg", 2, &d)); /* len decides */
    assert_int_equal(d.mantissa, 15);
}

static void writes_plainly(void **state)
{
    (void)state;
    static const struct {
        struct decimal d;
        const char *text;
    } rows[] = {
        {{0, 0}, "0"},
        {{0, 5}, "0"},
        {{15, 2}, "1500"},
        {{150, -1}, "15"},
        {{150, -2}, "1.5"},
        {{15, -2}, "0.15"},
        {{-15, -4}, "-0.0015"},
        {{1, -1}, "0.1"},
        {{-1, 0}, "-1"},
        {{123456, -3}, "123.456"},
        {{INT64_MIN, 0}, "-9223372036854775808"},
        {{INT64_MIN, -19}, "-0.9223372036854775808"},
        {{INT64_MAX, -18}, "9.223372036854775807"},
        {{1, 100}, "1e100"},
        {{-3, -100}, "-3e-100"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64];
        decimal_format(rows[i].d, text);
        assert_string_equal(text, rows[i].text);
    }
}

/* Any number that is read is written so that it reads back the same, in 63 bytes. */
static void round_trips(void **state)
{
    (void)state;
    uint64_t seed = 88675123;
    int read = 0;
    for (int i = 0; i < 200000; i++) {
        char text[80];
        char plain[64];
        uint64_t mantissa = next_random(&seed) >> (next_random(&seed) % 64);
        int exponent = (int)(next_random(&seed) % 140) - 70;
        snprintf(text, sizeof text, "%s%llue%d", i % 2 ? "-" : "", (unsigned long long)mantissa,
                 exponent);
        struct decimal d;
        struct decimal back;
        if (decimal_parse(text, strlen(text), &d)) {
            read++;
            decimal_format(d, plain);
            assert_true(strlen(plain) < 64);
            assert_null(strchr(plain, 'e'));
            assert_true(decimal_parse(plain, strlen(plain), &back));
            assert_int_equal(back.mantissa, d.mantissa);
            assert_int_equal(back.exponent, d.exponent);
        }
    }
    assert_true(read > 100000);
}

static int128 ten_to(int n)
{
    int128 power = 1;
    while (n-- > 0) {
        power *= 10;
    }
    return power;
}

/* Half to even by definition: of the two whole numbers around value / divisor the nearer one,
 * of two equally near the even one. Slow and obvious. */
static int128 rounded(int128 value, int128 divisor)
{
    int128 floor = value / divisor - (value % divisor < 0);
    int128 below = value - floor * divisor;
    int128 above = divisor - below;
    if (below != above) {
        return below < above ? floor : floor + 1;
    }
    return floor % 2 == 0 ? floor : floor + 1;
}

static void scaling_is_exact(void **state)
{
    (void)state;
    static const int64_t factors[] = {1, 10, 1000, 1000000000, 453592370, 28349523, 7, -3, 0};
    uint64_t seed = 5783321;
    int fits = 0;
    int over = 0;
    for (int i = 0; i < 300000; i++) {
        struct decimal d;
        d.mantissa = (int64_t)(next_random(&seed) >> (next_random(&seed) % 64));
        d.exponent = (int)(next_random(&seed) % 45) - 36;
        if (i % 5 == 0) {
            /* as many exact halves as it takes to see the rounding */
            d.mantissa = d.mantissa / 10 * 10 + 5;
            d.exponent = -1;
        }
        int64_t factor = factors[i % 9];
        int128 product = (int128)d.mantissa * factor;
        int128 expected = d.exponent <= 0 ? rounded(product, ten_to(-d.exponent)) : 0;
        bool fit = expected >= INT64_MIN && expected <= INT64_MAX;
        if (d.exponent > 0) {
            int128 power = ten_to(d.exponent);
            fit = product <= INT64_MAX / power && product >= INT64_MIN / power;
            expected = fit ? product * power : 0;
        }
        int64_t got = 0;
        assert_int_equal(decimal_scale(d, factor, &got), fit);
        if (fit) {
            assert_true(got == expected);
            fits++;
        } else {
            over++;
        }
    }
    assert_true(fits > 50000 && over > 5000);
}

static void scaling_records(void **state)
{
    (void)state;
    static const struct {
        struct decimal d;
        int64_t factor;
        bool ok;
        int64_t expected;
    } rows[] = {
        {{15, -1}, 1000000000, true, 1500000000},
        {{5, -1}, 1, true, 0},
        {{15, -1}, 1, true, 2},
        {{25, -1}, 1, true, 2},
        {{-5, -1}, 1, true, 0},
        {{-15, -1}, 1, true, -2},
        {{1, 18}, 1, true, 1000000000000000000},
        {{1, 19}, 1, false, 0},
        {{0, 2147483647}, 1, true, 0},
        {{1, 2147483647}, 1, false, 0},
        {{INT64_MAX, INT32_MIN}, INT64_MAX, true, 0},
        {{INT64_MIN, 0}, 1, true, INT64_MIN},
        {{INT64_MIN, 0}, -1, false, 0},
        {{INT64_MAX, 0}, -1, true, -INT64_MAX},
        {{INT64_MIN, -38}, INT64_MIN, true, 1}, /* 2^126 = 0.85 * 10^38 */
        {{INT64_MIN, -39}, INT64_MIN, true, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t got = 0;
        assert_int_equal(decimal_scale(rows[i].d, rows[i].factor, &got), rows[i].ok);
        assert_int_equal(got, rows[i].expected);
    }
}

static void fixed_records(void **state)
{
    (void)state;
    const int128 most = (int128)(((__extension__(unsigned __int128) 1) << 127) - 1);
    const struct {
        int128 value;
        int scale, decimals;
        char thousands;
        const char *text;
    } rows[] = {
        {0, 0, 0, '\0', "0"},
        {0, 9, 2, ',', "0.00"},
        {0, 9, -1, ',', "0"},
        {1, 9, -1, '\0', "0.000000001"},
        {1500000000, 9, -1, '\0', "1.5"},
        {1500000000, 9, 0, '\0', "2"},
        {2500000000, 9, 0, '\0', "2"},
        {2500000001, 9, 0, '\0', "3"},
        {-1500000000, 9, 0, '\0', "-2"},
        {-4, 1, 0, '\0', "0"},
        {-5, 3, 2, '\0', "0.00"},
        {-6, 3, 2, '\0', "-0.01"},
        {999999, 3, 2, ' ', "1 000.00"},
        {100, 0, 0, ',', "100"},
        {1000, 0, 0, ',', "1,000"},
        {-999, 0, 0, ',', "-999"},
        {-1000, 0, 0, ',', "-1,000"},
        {1234567890123, 3, 3, ',', "1,234,567,890.123"},
        {most, 0, 0, '\0', "170141183460469231731687303715884105727"},
        {-most - 1, 0, 0, ',', "-170,141,183,460,469,231,731,687,303,715,884,105,728"},
        {-most - 1, 38, -1, ',', "-1.70141183460469231731687303715884105728"},
        {most, 38, 0, ',', "2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64];
        fixed_format(rows[i].value, rows[i].scale, rows[i].decimals, rows[i].thousands, text);
        assert_string_equal(text, rows[i].text);
    }
}

/* What is written reads as the value, rounded by definition, whatever the separator. */
static void fixed_is_exact(void **state)
{
    (void)state;
    uint64_t seed = 777767777;
    for (int i = 0; i < 100000; i++) {
        int128 value = (int128)(int64_t)next_random(&seed) * (int64_t)next_random(&seed);
        value >>= next_random(&seed) % 127;
        int scale = (int)(next_random(&seed) % 39);
        int decimals = (int)(next_random(&seed) % (unsigned)(scale + 1));
        char text[64];
        fixed_format(value, scale, decimals, i % 2 ? '\'' : '\0', text);
        int128 read = 0;
        int places = -1;
        for (const char *p = text; *p; p++) {
            if (*p == '.') {
                places = 0;
            } else if (*p >= '0' && *p <= '9') {
                read = read * 10 + (*p - '0');
                places += places >= 0;
            }
        }
        assert_int_equal(places < 0 ? 0 : places, decimals);
        read = *text == '-' ? -read : read;
        assert_true(read == rounded(value, ten_to(scale - decimals)));
    }
}

static void doubles_are_nearest(void **state)
{
    (void)state;
    uint64_t seed = 424242;
    for (int i = 0; i < 50000; i++) {
        int128 value = (int128)(int64_t)next_random(&seed) * (int64_t)next_random(&seed);
        value >>= next_random(&seed) % 127;
        int scale = (int)(next_random(&seed) % 39);
        char text[64];
        fixed_format(value, scale, scale, '\0', text);
        assert_true(fixed_double(value, scale) == strtod(text, NULL));
    }
    assert_true(fixed_double(1, 1) == 0.1);
    assert_true(fixed_double(-3, 0) == -3.0);
}

/* Plain texts are for programs and stay as they are. */
static void test_people_write_as_they_are_used_to(void **state)
{
    (void)state;
    char text[64];
    decimal_set_people(' ', ',');
    fixed_format(1234567891, 3, 3, ',', text);
    assert_string_equal(text, "1 234 567,891");
    fixed_format(-5, 3, -1, ',', text);
    assert_string_equal(text, "-0,005");
    fixed_format(1234567891, 3, 3, '\0', text);
    assert_string_equal(text, "1234567.891");
    decimal_set_people(',', '.');
    fixed_format(1234567891, 3, 3, ',', text);
    assert_string_equal(text, "1,234,567.891");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people_write_as_they_are_used_to),
        cmocka_unit_test(reads_exactly),
        cmocka_unit_test(refuses_what_is_no_number),
        cmocka_unit_test(writes_plainly),
        cmocka_unit_test(round_trips),
        cmocka_unit_test(scaling_is_exact),
        cmocka_unit_test(scaling_records),
        cmocka_unit_test(fixed_records),
        cmocka_unit_test(fixed_is_exact),
        cmocka_unit_test(doubles_are_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
