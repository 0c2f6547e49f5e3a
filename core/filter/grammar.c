/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of sentences: rules, forms of values, names, examples. parser.c, lexer.c and
 * bind_*.c are what it describes; tests/unit/test_manual.c holds both together. */
#include "filter/grammar.h"

const struct grammar_rule grammar_rules[] = {
    {"sentence", "[ terms { \"or\" terms } ]"},
    {"terms", "term { [ \"and\" ] term }"},
    {"term", "\"-\" term | group | whole-case | saved | condition | search | word"},
    {"group", "\"(\" terms { \"or\" terms } \")\""},
    {"whole-case", "\"case\" group"},
    {"saved", "\"@\" saved-name [ \":\" part { \",\" part } ]"},
    {"saved-name", "letters, digits, \"_\", \".\" and \"-\""},
    {"part", "\"in\" | \"rest\""},
    {"condition", "name is value { \",\" value } | name than bound | name \"~\" pattern"},
    {"is", "\":\" | \"=\""},
    {"than", "\">\" | \">=\" | \"<\" | \"<=\""},
    {"search", "\"~\" pattern"},
    {"name", "field | other-name | grain [ \"(\" field \")\" ] | roll-up \"(\" field \")\" "
             "| class \"(\" field \")\""},
    {"field", "letters, digits, \"_\" and \".\": one of those below, or of a file"},
    {"grain", "\"year\" | \"quarter\" | \"month\" | \"week\" | \"day\" | \"weekday\""},
    {"roll-up", "\"rilo\" | \"wco\""},
    {"class", "\"class\" | \"quartile\" | \"decile\""},
    {"other-name", "\"involves\" | \"commodity\" | \"case_id\" | \"batch\" | \"absent\" | "
                   "\"identical\" | \"tag\" | \"note\""},
    {"value", "mark | text | text \"*\" | \"*\" text \"*\" | \"=\" text | bound | range"},
    {"mark", "\"?\" | \"!blank\" | \"!unknown\" | \"!invalid\""},
    {"range", "bound \"..\" [ bound ] | \"..\" bound"},
    {"bound", "amount | date"},
    {"amount", "[ \"-\" | \"+\" ] digits [ \".\" digits ] [ unit ]"},
    {"date", "YYYY | YYYY \"-Q\" Q | YYYY \"-\" MM | YYYY \"-W\" WW | YYYY \"-\" MM \"-\" DD "
             "| \"last-\" digits ( \"d\" | \"w\" | \"m\" | \"y\" )"},
    {"pattern", "\"/\" regular expression \"/\""},
    {"word", "text"},
    {"text", "bare | quote { character | quote quote } quote"},
    {"bare", "character { character }, without blanks, quotes and parentheses"},
    {0}};

const struct grammar_form grammar_forms[] = {
    {FIELD_CODE, "Codes",
     "The code, its English or French label or another of its names, without regard to case, "
     "accents and punctuation. A text that was not understood is named by itself, where it "
     "stands in the data; in quotes to the letter. A name that could be two codes is refused "
     "with both. A star stands for what follows or surrounds: coca*, *caine*."},
    {FIELD_COUNTRY, "Countries",
     "The ISO 3166 code of two or three letters, or the name in English or French: TH, "
     "Thailand, "
     "Thaïlande. CA, ME, NA and SA are countries here; the perimeters of these names are "
     "asked by rilo(...)."},
    {FIELD_COUNTRIES, "Several countries",
     "As countries; a line is taken where any of its countries is. transit:LA transit:MM takes "
     "lines that passed through both."},
    {FIELD_TEXT, "Texts",
     "The whole text, without regard to case and accents; word* begins with it, *word* has it "
     "in it, =word is it to the letter."},
    {FIELD_LONG_TEXT, "Long texts",
     "remarks:word takes what has the word in it; word* what begins with it."},
    {FIELD_CASE_ID, "Cases",
     "The number of the case to the letter; C-1* and *2024* ignore case."},
    {FIELD_DATE, "Dates",
     "A year, quarter, month, ISO week or day: the whole span. Two of them with .. between are "
     "a "
     "span from the first day of the one to the last of the other; either end may be missing. "
     "last-90d, last-6w, last-3m, last-1y go back from the as-of date, which is in them. "
     "=2024-03 is what is known to that month and no nearer."},
    {FIELD_NUMBER, "Numbers",
     "Digits with a point, no unit and no separators of thousands: 1500.5; 5..10 with both "
     "ends "
     "in it."},
    {FIELD_DAYS, "Days", "A whole number of days; lag is from the seizure to its entry."},
    {FIELD_MASS, "Amounts of mass",
     "A number with a unit, kilograms without one. In 5..10g the unit is that of both. Amounts "
     "are compared exactly, in kilograms."},
    {FIELD_VOLUME, "Amounts of volume", "A number with a unit, litres without one."},
    {FIELD_PIECES, "Amounts in pieces",
     "A number, with a unit that counts pieces or without one. Packages count where a rule "
     "says "
     "how many pieces they hold (saisie fields package_rule)."},
    {0}};

const struct grammar_name grammar_names[] = {
    {"involves:TH",
     "the country in any role: reporter, departure, transit, destination, origin; "
     "\"(none)\" is no country in any"},
    {"commodity:cannabis",
     "a section, stream, category or product by its name, at the level that "
     "has it; where several have it, the sentence is refused and tells them"},
    {"year:2025", "of the date; also quarter:2025-Q1, month:2025-03, week:2025-W10, "
                  "day:2025-03-05, year(entered):2025. What is known less closely is left out"},
    {"weekday:sat,sun", "mon to sun, or the names in English and French"},
    {"rilo(departure):SA", "the RILO perimeter of a country; \"(none)\" is a country in none"},
    {"wco(destination):EUR", "the WCO region of a country"},
    {"class(mass):10g..<100g",
     "a number in classes: tenfold steps, its lower end in it, 0 apart; also of volume, "
     "pieces, "
     "lag and any number; \"10–100 g\" is the same. What is in another unit is in none"},
    {"quartile(mass):Q4", "the quarter of all lines that have a mass with the largest; also "
                          "decile(mass):D1. Later batches move the bounds"},
    {"case_id:C-1", "the number of the case; ? is a line of no case"},
    {"batch:2",
     "lines that this batch brought; by number, name of its file, or new for the last"},
    {"absent:2", "lines that this batch could have held and did not, of what it has in common "
                 "with earlier ones"},
    {"identical:yes", "second and later copies of a row within its file; first, any"},
    {"tag:watch", "lines that bear the tag; ? is none"},
    {"note:word", "lines with this in their notes; ? is none"},
    {"@mine", "what the saved filter takes; @mine:in the same, @mine:rest all others"},
    {0}};

const struct grammar_text grammar_texts[] = {
    {"PRECEDENCE",
     "A sign - binds to the one term behind it, without a blank. Terms side by side must all "
     "hold, with \"and\" between them or not. \"or\" binds least: a b or c is (a b) or c. "
     "Parentheses group; they stand up to 100 deep. The commas of one condition bind most: one "
     "of its values holds."},
    {NULL,
     "\"or\" and \"and\" are words of their own in any letter case; in quotes they are "
     "looked for. So are & and |, which are no signs here, and \"not\" before a term, where a "
     "sign - is meant: bare they are refused. Names are read in any letter case as well."},
    {"WORDS AND QUOTES",
     "A word is looked for in every text of a line, as part of it, without regard to case and "
     "accents, in any script; \"two words\" in one text, one behind the other. A value needs "
     "quotes where it has a blank, a comma, a quote or a parenthesis in it, begins with ? ! = "
     "or "
     "*, or ends with *; a word also where it has : < > = or ~ in it, or begins with - or @, "
     "and behind a number where it begins with three digits, since they could be thousands. A "
     "quote inside "
     "quotes is doubled."},
    {"WHAT A SENTENCE TAKES",
     "Conditions hold for one line. case(...) takes all lines of the cases that have a line "
     "for "
     "which the sentence holds: case(a) case(b) are cases with a line of each, case(a b) those "
     "with a line that is both. A line of no case stands alone."},
    {NULL,
     "-x is the exact complement of x, with what is blank. What is left blank (?), what was "
     "reported as unknown (!unknown) and what was not understood (!invalid) are three "
     "things; -reporter:TH takes all three."},
    {NULL, "A date that is known less closely than a condition asks is not taken, and counted "
           "under the answer."},
    {"UNITS",
     "Units are converted within their family and never across. Code, label and plural "
     "are understood; a unit may stand apart from its number in a comparison."},
    {"PATTERNS",
     "field~/.../ looks for a regular expression in the texts of a field, ~/.../ in all texts. "
     "Case and accents make no difference, in the text and in the pattern; ^ and $ are the "
     "ends "
     "of the text, a point takes ends of lines too, a slash inside is \\/. Of codes, code and "
     "label are searched. What has no text is never found, so -field~/./ takes it."},
    {NULL,
     "Patterns have . [a-z] [^a-z] \\d \\w \\s \\p{L} ? * + {2,5} | ( ) (?: ) ^ $ and "
     "\\b. They run in time that grows with the text alone, through Hyperscan. Refused, with "
     "the reason, are more than 1000 bytes, more than four classes of \\p{...}, repeats "
     "that multiply to more than 100,000, and what Hyperscan cannot do:"},
    {"THE CANONICAL FORM",
     "Every sentence prints in one form, which is what the screen shows: codes for names, base "
     "units, signs spelled one way. Read again it is the same filter and prints the same."},
    {0}};

const struct grammar_name grammar_refused[] = {
    {"(a)\\1", "references back to what a parenthesis found"},
    {"a(?=b)", "looking ahead, and (?!b)"},
    {"(?<=a)b", "looking behind, and (?<!a)b"},
    {"(?>ab)c", "atomic groups"},
    {"a++b", "possessive repeats"},
    {"(a)?(?(1)b|c)", "conditions"},
    {"(a(?1)b)", "recursion, and subroutines"},
    {"a(?C1)", "callouts"},
    {"\\X", "characters as people see them"},
    {0}};
