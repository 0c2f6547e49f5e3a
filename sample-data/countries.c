/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Countries of the sample and the routes that goods take between them: invented proportions. */
#include "world.h"

const struct country COUNTRIES[] = {
    {"AF", {"Afghanistan", "Afghanistan"}, true},
    {"BD", {"Bangladesh", "Bangladesh"}, true},
    {"BT", {"Bhutan", "Bhoutan"}, true},
    {"IN", {"India", "Inde"}, true},
    {"IR", {"Iran", "Iran"}, true},
    {"MV", {"Maldives", "Maldives"}, true},
    {"NP", {"Nepal", "Népal"}, true},
    {"PK", {"Pakistan", "Pakistan"}, true},
    {"LK", {"Sri Lanka", "Sri Lanka"}, true},
    {"CN", {"China", "Chine"}, true},
    {"HK", {"Hong Kong, China", "Hong Kong, Chine"}, true},
    {"MO", {"Macao, China", "Macao, Chine"}, true},
    {"MN", {"Mongolia", "Mongolie"}, true},
    {"JP", {"Japan", "Japon"}, true},
    {"KR", {"Korea, Rep. of", "Corée, Rép. de"}, true},
    {"BN", {"Brunei Darussalam", "Brunéi Darussalam"}, true},
    {"KH", {"Cambodia", "Cambodge"}, true},
    {"ID", {"Indonesia", "Indonésie"}, true},
    {"MY", {"Malaysia", "Malaisie"}, true},
    {"MM", {"Myanmar", "Myanmar"}, true},
    {"LA", {"Lao PDR", "Laos"}, true},
    {"PH", {"Philippines", "Philippines"}, true},
    {"SG", {"Singapore", "Singapour"}, true},
    {"TH", {"Thailand", "Thaïlande"}, true},
    {"VN", {"Viet Nam", "Viet Nam"}, true},
    {"AU", {"Australia", "Australie"}, true},
    {"FJ", {"Fiji", "Fidji"}, true},
    {"NZ", {"New Zealand", "Nouvelle-Zélande"}, true},
    {"PG", {"Papua New Guinea", "Papouasie-Nouvelle-Guinée"}, true},
    {"PW", {"Palau", "Palaos"}, true},
    {"WS", {"Samoa", "Samoa"}, true},
    {"SB", {"Solomon Islands", "Îles Salomon"}, true},
    {"TL", {"Timor-Leste", "Timor-Leste"}, true},
    {"TO", {"Tonga", "Tonga"}, true},
    {"VU", {"Vanuatu", "Vanuatu"}, true},
    {"US", {"United States", "États-Unis"}, false},
    {"CA", {"Canada", "Canada"}, false},
    {"MX", {"Mexico", "Mexique"}, false},
    {"BR", {"Brazil", "Brésil"}, false},
    {"CO", {"Colombia", "Colombie"}, false},
    {"EC", {"Ecuador", "Équateur"}, false},
    {"PE", {"Peru", "Pérou"}, false},
    {"BO", {"Bolivia", "Bolivie"}, false},
    {"CL", {"Chile", "Chili"}, false},
    {"AR", {"Argentina", "Argentine"}, false},
    {"PA", {"Panama", "Panama"}, false},
    {"GB", {"United Kingdom", "Royaume-Uni"}, false},
    {"DE", {"Germany", "Allemagne"}, false},
    {"FR", {"France", "France"}, false},
    {"NL", {"Netherlands", "Pays-Bas"}, false},
    {"BE", {"Belgium", "Belgique"}, false},
    {"LU", {"Luxembourg", "Luxembourg"}, false},
    {"ES", {"Spain", "Espagne"}, false},
    {"PT", {"Portugal", "Portugal"}, false},
    {"IT", {"Italy", "Italie"}, false},
    {"CH", {"Switzerland", "Suisse"}, false},
    {"AT", {"Austria", "Autriche"}, false},
    {"DK", {"Denmark", "Danemark"}, false},
    {"SE", {"Sweden", "Suède"}, false},
    {"NO", {"Norway", "Norvège"}, false},
    {"FI", {"Finland", "Finlande"}, false},
    {"IE", {"Ireland", "Irlande"}, false},
    {"PL", {"Poland", "Pologne"}, false},
    {"CZ", {"Czechia", "Tchéquie"}, false},
    {"SK", {"Slovakia", "Slovaquie"}, false},
    {"HU", {"Hungary", "Hongrie"}, false},
    {"RO", {"Romania", "Roumanie"}, false},
    {"BG", {"Bulgaria", "Bulgarie"}, false},
    {"GR", {"Greece", "Grèce"}, false},
    {"RU", {"Russian Federation", "Fédération de Russie"}, false},
    {"UA", {"Ukraine", "Ukraine"}, false},
    {"TR", {"Türkiye", "Türkiye"}, false},
    {"IL", {"Israel", "Israël"}, false},
    {"GE", {"Georgia", "Géorgie"}, false},
    {"AZ", {"Azerbaijan", "Azerbaïdjan"}, false},
    {"KZ", {"Kazakhstan", "Kazakhstan"}, false},
    {"KG", {"Kyrgyzstan", "Kirghizistan"}, false},
    {"UZ", {"Uzbekistan", "Ouzbékistan"}, false},
    {"AE", {"United Arab Emirates", "Émirats arabes unis"}, false},
    {"SA", {"Saudi Arabia", "Arabie saoudite"}, false},
    {"OM", {"Oman", "Oman"}, false},
    {"QA", {"Qatar", "Qatar"}, false},
    {"KW", {"Kuwait", "Koweït"}, false},
    {"BH", {"Bahrain", "Bahreïn"}, false},
    {"JO", {"Jordan", "Jordanie"}, false},
    {"LB", {"Lebanon", "Liban"}, false},
    {"SY", {"Syria", "Syrie"}, false},
    {"YE", {"Yemen", "Yémen"}, false},
    {"EG", {"Egypt", "Égypte"}, false},
    {"MA", {"Morocco", "Maroc"}, false},
    {"ZA", {"South Africa", "Afrique du Sud"}, false},
    {"KE", {"Kenya", "Kenya"}, false},
    {"TZ", {"Tanzania", "Tanzanie"}, false},
    {"UG", {"Uganda", "Ouganda"}, false},
    {"ET", {"Ethiopia", "Éthiopie"}, false},
    {"MZ", {"Mozambique", "Mozambique"}, false},
    {"MG", {"Madagascar", "Madagascar"}, false},
    {"MU", {"Mauritius", "Maurice"}, false},
    {"ZM", {"Zambia", "Zambie"}, false},
    {"ZW", {"Zimbabwe", "Zimbabwe"}, false},
    {"NA", {"Namibia", "Namibie"}, false},
    {"NG", {"Nigeria", "Nigéria"}, false},
    {"GH", {"Ghana", "Ghana"}, false},
    {"CM", {"Cameroon", "Cameroun"}, false},
    {"CD", {"DR Congo", "RD Congo"}, false},
    {"SN", {"Senegal", "Sénégal"}, false},
    {"CI", {"Côte d'Ivoire", "Côte d'Ivoire"}, false},
    {"TG", {"Togo", "Togo"}, false},
    {"BJ", {"Benin", "Bénin"}, false},
};
const int N_COUNTRIES = (int)(sizeof COUNTRIES / sizeof *COUNTRIES);

const struct route_profile PROFILES[] = {
    {"cannabis", "TH 420 US 170 CA 160 ES 20 NL 30 ZA 30 LA 15 NZ 5 KH 10 DE 8 AU 6 PH 4",
     "KR 90 JP 95 HK 120 GB 190 DE 80 IN 90 AU 70 SG 35 MY 30 FR 45 ES 25 IT 30 BE 25 NL 30 "
     "CH 25 LK 20 NZ 25 ID 25 PH 20 CN 15 AE 20 PL 15 DK 12 SE 12 IL 12 MV 8 NP 6 VN 8"},
    {"resin", "AF 200 PK 190 NP 110 IN 60 TH 20 US 20 MA 60 ES 30 LB 8",
     "IN 120 AE 60 SA 25 OM 40 AU 40 NZ 20 JP 55 KR 40 HK 30 LK 60 MV 25 GB 40 FR 20 DE 18 TR "
     "15 "
     "BD 15 CN 10 QA 12"},
    {"cocaine",
     "BR 160 PE 90 CO 140 EC 80 BO 25 MX 60 NL 70 BE 25 US 60 GB 35 DE 30 ET 20 CL 25 PA 35 ES "
     "20 "
     "ZA 12 AE 10 PG 6",
     "AU 250 HK 150 JP 90 KR 60 NZ 80 IN 70 TH 50 CN 40 SG 25 PH 35 ID 30 VN 30 MY 30 FJ 15 LK "
     "8 "
     "TO 5"},
    {"methamphetamine",
     "TH 130 MY 110 US 170 MX 110 LA 60 VN 50 MM 70 KH 35 IN 35 IR 40 AF 25 PK 20 HK 25 CA 55 "
     "TR 12 "
     "NG 18 ZA 18 KE 8 CN 15 DE 14 NL 18 GB 10",
     "AU 240 NZ 120 KR 150 JP 170 ID 90 PH 70 HK 90 MY 40 IN 40 TH 25 SG 25 FJ 15 TO 6 CN 20 "
     "BD 40 "
     "PG 5 LK 8 AE 12 SA 8 SE 8"},
    {"opiates",
     "AF 190 PK 180 IR 90 MM 90 LA 45 IN 110 TH 45 VN 25 MY 40 ZA 30 KE 14 TR 14 AE 14 NG 10 "
     "UG 8 US "
     "30",
     "IN 110 AU 90 HK 90 BD 90 LK 70 KR 80 JP 30 CN 40 GB 55 DE 30 MV 14 SG 25 NZ 20 VN 25 US "
     "70 CA "
     "40 NL 20 AE 30 SA 30 IT 15 FR 15 SE 12 DK 12"},
    {"synthetics",
     "NL 170 DE 120 GB 70 FR 30 BE 40 CN 190 HK 70 IN 110 US 90 CA 50 ES 20 PL 20 VN 40 TH 50 "
     "MY 40 "
     "IT 8 CH 6 AT 6 CZ 8 BR 6",
     "JP 170 KR 150 AU 130 NZ 70 HK 60 US 160 DE 40 DK 90 GB 50 SE 30 FR 30 IN 30 SG 40 MY 40 "
     "TH 40 "
     "VN 40 ID 30 PH 20 CN 25 AT 14 BE 12 IL 16 CH 12 CL 14 RU 20 KZ 10 CA 20"},
    {"medicines",
     "IN 420 PK 60 CN 130 HK 70 SG 60 TH 50 TR 25 VN 20 BD 15 EG 10 GB 15 US 15 MY 15 LK 5 ID "
     "8",
     "US 230 GB 70 SE 60 DK 35 ZA 40 DE 35 FR 25 BD 55 KR 60 JP 40 AU 50 NZ 25 MM 25 NP 20 LK "
     "15 AE "
     "20 OM 25 SA 25 CI 15 TG 10 NG 25 KE 15 PH 15 HK 12 IT 18 CA 20 RU 12 KZ 10 MV 4 PG 6"},
    {"fauna",
     "ID 120 TH 90 VN 60 MY 55 IN 55 PH 50 ZA 55 NG 35 MZ 20 KE 18 TZ 15 CM 12 CD 14 MG 25 AU "
     "25 RU "
     "25 CN 20 US 25 JP 25 PK 15 MM 20 LA 15 PG 8 SB 5 FJ 5 CI 4 EC 6 LK 10",
     "CN 90 HK 90 VN 60 DE 70 FR 45 AU 50 JP 60 KR 45 TH 45 SG 30 MY 25 US 45 GB 30 AT 20 CH "
     "12 NL "
     "15 BE 10 ES 18 IT 15 AE 22 IN 45 PL 12 HU 14 CZ 12 RU 12 UA 10 NZ 25 PH 10 ID 8 LA 6 BD "
     "6"},
    {"flora",
     "IN 70 ID 80 TH 75 VN 50 MY 40 CN 80 LA 30 KH 25 MM 25 ZA 55 KR 15 JP 25 MG 25 MX 20 PG 6 "
     "SB 5 "
     "PH 12 LK 12 NP 20 PK 12 US 12 NG 8 GH 8 PE 8",
     "DE 80 AT 30 CZ 15 CN 60 HK 40 KR 45 JP 35 AE 40 SA 30 AU 30 NZ 14 US 30 GB 30 SG 25 FR "
     "25 VN "
     "20 IN 20 TH 15 CH 12 PL 8 PH 8 MY 8"},
    {"waste",
     "US 110 GB 60 DE 55 JP 60 KR 35 AU 60 NL 40 BE 30 IT 35 FR 25 CN 30 HK 30 CA 30 AE 25 SG "
     "15 ES "
     "12",
     "MY 90 ID 70 TH 75 VN 70 PH 45 IN 70 PK 35 HK 45 CN 25 BD 35 LK 12 KH 8 LA 8"},
    {"refrigerants", "CN 300 IN 80 AE 40 HK 30 SG 30 TR 20 TH 25 VN 10",
     "IN 60 PH 40 ID 40 VN 30 TH 30 BD 20 PK 20 LK 10 ES 20 IT 20 NL 20 PL 15 RO 10 BG 10 RU "
     "15 SA "
     "12 ZA 12 NP 10 MV 6"},
    {"counterfeits",
     "CN 560 HK 230 TR 30 TH 45 VN 40 IN 35 PK 15 MY 25 ID 20 PH 10 SG 25 KR 15 BD 14 AE 14",
     "US 270 DE 60 ES 45 CL 45 AT 50 NL 30 FR 40 GB 35 MX 25 JP 70 KR 65 AU 30 PH 25 MY 22 VN "
     "20 TH "
     "15 PE 12 IT 20 BE 15 LU 12 SK 12 HU 12 AE 15 OM 8 ZA 15 HK 10 SG 10 MA 10 ID 12 PL 12 CA "
     "14"},
    {"tobacco",
     "AE 150 KH 70 VN 90 CN 150 ID 70 PH 40 TH 35 MY 40 IN 100 BD 60 KR 60 SG 35 JP 14 PK 40 "
     "LA 15 "
     "MM 20 HK 20 TR 10 LK 8",
     "AU 160 NZ 40 SG 60 MY 75 PH 35 TH 40 HK 90 JP 20 BD 40 IN 40 LK 30 SA 70 OM 40 KW 25 AE "
     "20 GB "
     "45 FR 30 IE 16 DE 20 DK 20 PL 12 IT 15 NP 14 MV 10 ES 10 KZ 12"},
    {"alcohol",
     "GB 60 FR 45 IN 55 SG 45 TH 35 VN 25 AE 60 HK 30 NP 10 JP 20 KR 15 LK 12 BT 14 RU 20",
     "BD 80 IN 50 LK 25 MY 50 ID 40 MV 20 SA 30 OM 20 TH 15 PH 12 NP 14 MN 20 PK 30 KH 8 VN 12 "
     "BT 6"},
    {"gold",
     "AE 170 HK 70 SG 55 MY 50 TH 55 CN 20 KR 14 SA 40 OM 20 MM 25 NP 6 QA 12 KW 12 KE 6 UG 6 "
     "TZ 6 ID 10",
     "IN 200 BD 130 JP 75 NP 40 LK 35 CN 20 KR 20 PK 12 HK 14 TH 8 VN 25 MM 6"},
    {"cash",
     "JP 45 KR 55 CN 75 HK 60 AU 60 US 70 PH 40 VN 30 TH 35 IN 55 BD 25 SG 40 MY 40 ID 20 LK "
     "12 KZ 8 "
     "RU 15 DE 25 FR 20 IT 25 GB 25 PK 20 MV 6 KH 8",
     "HK 90 SG 70 AE 70 CN 60 TH 45 PH 35 JP 40 MO 20 IN 30 TR 25 MY 25 VN 30 PK 14 LK 8 AU 25 "
     "KR 20 "
     "US 15 GB 15 NP 6 BD 8"},
    {"weapons", "US 90 CN 110 HK 25 TH 20 PH 15 JP 12 TR 20 PK 18 IN 12 DE 10 VN 10 PL 4",
     "AU 70 NZ 40 US 60 GB 40 FR 40 DE 30 PH 20 TH 14 IN 14 KR 12 JP 14 PG 6 SA 20 OM 20 AE 20 "
     "BD 10 "
     "LK 6 NL 10 BE 8 ES 8 KZ 8"},
};
const int N_PROFILES = (int)(sizeof PROFILES / sizeof *PROFILES);
