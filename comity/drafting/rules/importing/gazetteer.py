# SPDX-License-Identifier: Apache-2.0
"""Names of States beside their English short names, and cities where meetings are held.

One line: ISO 3166-1 alpha-2 code, then names parted by bars. Formal names follow the United Nations list of Member
States; local spellings are those the States themselves and their neighbours print.
"""

STATES = """\
AE UAE|U.A.E.
AG Antigua and Barbuda
AZ Azerbaijan Republic|Azerbaijani Republic|Azərbaycan Respublikası|Azərbaycan|Azerbaycan Cumhuriyeti
AZ Азербайджанская Республика|Азербайджанской Республики|Азербайджан|جمهوری آذربایجان|أذربيجان
BA Bosnia and Herzegovina
BN Brunei Darussalam|Negara Brunei Darussalam
BY Belarus|Республика Беларусь|Республики Беларусь
CD Democratic Republic of the Congo|DR Congo
CG Republic of the Congo
CI Cote d'Ivoire|Côte d'Ivoire|Ivory Coast
CM Cameroun
CV Cabo Verde
CZ Czech Republic
AR Argentine Republic
CH Swiss Confederation
DZ الجزائر
EG مصر
FR French Republic
GB Great Britain|UK|U.K.|United Kingdom of Great Britain and Northern Ireland
GM The Gambia
GR Hellenic Republic
HU Magyarország|Венгрия
IR Iran|Исламская Республика Иран|جمهوری اسلامی ایران|ایران|إيران|İran İslam Cumhuriyeti|İran
IQ العراق
JO الأردن
KG Kyrgyz Republic|Kirghizia|Kirgizstan|Kırgız Cumhuriyeti|Kırgızistan|Кыргызская Республика
KG Кыргызской Республики|Кыргызстан|قرقیزستان|جمهوری قرقیزستان
KM Comoro
KN Saint Kitts and Nevis
KP Democratic People's Republic of Korea|DPRK
KR Republic of Korea
KW الكويت
KZ Kazakstan|Kazakistan|Kazakistan Cumhuriyeti|Қазақстан|Қазақстан Республикасы|Республика Казахстан
KZ Республики Казахстан|Казахстан|قزاقستان|جمهوری قزاقستان
LA Lao People's Democratic Republic|Lao PDR
LC Saint Lucia
LY Libyan Arab Jamahiriya|Socialist People's Libyan Arab Jamahiriya
LY Great Socialist People's Libyan Arab Jamahiriya|ليبيا
MA المغرب
MD Republic of Moldova
MM Myanmar|Burma
PK پاکستان|اسلامی جمہوریہ پاکستان|Пакистан|Pakistan İslam Cumhuriyeti
PS Palestine|فلسطين
QA قطر
RU Russian Federation|Российская Федерация|Российской Федерации|Россия|Rusya Federasyonu
SA KSA|المملكة العربية السعودية|السعودية
SK Slovak Republic
ST Sao Tome and Principe
SY Syrian Arab Republic|سوريا
SZ Swaziland
TJ Tadjikistan|Республика Таджикистан|Республики Таджикистан|Таджикистан|Тоҷикистон|Ҷумҳурии Тоҷикистон
TJ تاجیکستان|جمهوری تاجیکستان
TL East Timor
TM Туркменистан|Türkmenistan|ترکمنستان
TN تونس
TR Turkey|Turkiye|Turkish Republic|Türkiye Cumhuriyeti|Турецкая Республика|Турецкой Республики|Турция|ترکیه
TR جمهوری ترکیه|تركيا|TÜRKİYE|TÜRKIYE
TT Trinidad and Tobago
US USA|U.S.A.|United States of America
UZ O'zbekiston|O‘zbekiston Respublikasi|Özbekistan|Özbekistan Cumhuriyeti|Республика Узбекистан
UZ Республики Узбекистан|Узбекистан|ازبکستان|جمهوری ازبکستان
VA Holy See
VC Saint Vincent and the Grenadines
VN Viet Nam
YE Yemen Arab Republic|اليمن
AM Армения|Республика Армения|Республики Армения
"""

CITIES = """\
AZ Bakü|Баку|Baku|Bakı|Shusha|Ganja|Nakhchivan|Gabala|Lankaran|Khankendi|Sumgait|Баку|باکو|Sheki
TR Ankara|Antalya|Istanbul|İstanbul|Izmir|İzmir|Bursa|Konya|Kars|Trabzon|Nevsehir|Cappadocia|Анкара|Стамбул
TR آنکارا
KZ Астане|Astana|Nur-Sultan|Almaty|Alma-Ata|Turkistan|Shymkent|Aktau|Burabay|Астана|Алматы
KG Bişkek|Бишкеке|Bishkek|Osh|Cholpon-Ata|Issyk-Kul|Бишкек|بیشکک
UZ Taşkent|Semerkant|Toshkent|Ташкенте|Самарканде|Tashkent|Samarkand|Samarqand|Bukhara|Khiva|Ташкент|Самарканд|تاشکند
TJ Duşanbe|Душанбе|Dushanbe|Khujand|Душанбе|دوشنبه
TM Aşkabat|Ашхабаде|Ashgabat|Awaza|Avaza|Ашхабад|عشق‌آباد
IR Tehran|Teheran|Isfahan|Isphahan|Esfahan|Mashhad|Tabriz|Shiraz|Kish|Тегеран|تهران
PK Islamabad|Lahore|Karachi|Peshawar|Rawalpindi|اسلام آباد
AF Kabul|Herat|کابل
RU Москве|Moskova|Moscow|Kazan|Sochi|Ufa|St. Petersburg|Saint Petersburg|St Petersburg|Yekaterinburg|Москва
BY Минске|Minsk|Минск
HU Budapest
CN Beijing|Shanghai|Qingdao|Shenzhen|Xiamen|Nanning|Tianjin|Urumqi|Hong Kong
IN New Delhi|Delhi|Goa|Mumbai
SA Jeddah|Riyadh|Makkah|Mecca|Medina|Taif
AE Abu Dhabi|Dubai|Sharjah
QA Doha
KW Kuwait City
BH Manama
OM Muscat
EG Cairo|Sharm el-Sheikh|Sharm El Sheikh|Alexandria
JO Amman|Aqaba
IQ Baghdad|Erbil|Basra
SY Damascus
LB Beirut
PS Ramallah|Jerusalem
YE Sana'a|Sanaa|Aden
MA Rabat|Casablanca|Marrakesh|Marrakech|Fez|Tangier
DZ Algiers
TN Tunis
LY Tripoli
SD Khartoum
SN Dakar
GN Conakry
ML Bamako
NE Niamey
NG Abuja|Lagos
GM Banjul
MY Kuala Lumpur|Putrajaya|Langkawi
ID Jakarta|Bali|Bandung|Palembang|Surabaya
BD Dhaka
BN Bandar Seri Begawan
MV Malé
UG Kampala
KE Nairobi
ET Addis Ababa
ZA Pretoria|Cape Town|Johannesburg|Durban
GE Tbilisi|Batumi
AM Yerevan
MD Chisinau|Chișinău|Kishinev
UA Kyiv|Kiev|Odesa|Yalta
MN Ulaanbaatar
AT Vienna|Salzburg
CH Geneva|Bern|Berne|Lausanne
FR Paris|Strasbourg|Lyon
IT Rome|Palermo|Milan|Naples|Caserta
DE Berlin|Bonn|Munich
GB London|Edinburgh
BE Brussels
NL The Hague|Amsterdam
ES Madrid|Barcelona|Seville
PT Lisbon
GR Athens
BG Sofia|Varna
RO Bucharest
RS Belgrade
BA Sarajevo
AL Tirana
MK Skopje
ME Podgorica
HR Zagreb|Dubrovnik
SI Ljubljana
SK Bratislava
CZ Prague
PL Warsaw
LT Vilnius
LV Riga
EE Tallinn
FI Helsinki
SE Stockholm
NO Oslo
DK Copenhagen
IE Dublin
CY Nicosia
MT Valletta
US New York|Washington
CA Ottawa|Montreal
MX Mexico City|Mérida
BR Brasilia|Rio de Janeiro|Belem
AR Buenos Aires
JP Tokyo|Kyoto|Osaka
KR Seoul
TH Bangkok|Phuket
VN Hanoi|Ha Noi
SG Singapore
PH Manila
KH Phnom Penh
LA Vientiane
MM Naypyidaw
NP Kathmandu
LK Colombo
BF Ouagadougou
CI Abidjan
CM Yaoundé|Yaounde
GA Libreville
TG Lomé|Lome
"""


def table(rows: str) -> dict[str, str]:
    """Return name → code for the rows above."""
    pairs = (row.split(" ", 1) for row in rows.splitlines())
    return {name: code for code, names in pairs for name in names.split("|")}
