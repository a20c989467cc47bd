"""What find_quantities reads, form by form.

Each line of a table is a sentence and, after ``=>``, the quantities it states, in order:
``span | comparator value..high unit``, separated by ``;``. Nothing after the arrow: no quantity.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orebook.find import quantities
from orebook.find.quantities import Quantity, find_quantities
from orebook.text.vocabulary import vocabulary

NUMERALS = """
The smelter shipped 25,000 tons. => 25,000 tons | = 25000 t
The smelter shipped 25 000 t. => 25 000 t | = 25000 t
The smelter shipped 25\u202f000 tonnes. => 25\u202f000 tonnes | = 25000 t
Stocks fell to 1.000,5 tonnes. => 1.000,5 tonnes | = 1000.5 t
Stocks fell to 1'250'000 Swiss francs. => 1'250'000 Swiss francs | = 1250000 CHF
A grade of 12,5 % was met. => 12,5 % | = 12.5 percent
Growth of 0,125 percent was seen. => 0,125 percent | = 0.125 percent
The fund holds 1,25,00,000 rupees. => 1,25,00,000 rupees | = 12500000 INR
The plant turned out 312,508 kg. => 312,508 kg | = 312508 kg
The loan is 1.500.000 euros. => 1.500.000 euros | = 1500000 EUR
Each truck carries 12½ tonnes. => 12½ tonnes | = 12.5 t
Work took 2-1/2 months. => 2-1/2 months | = 2.5 month
Work took 3 1/4 hours. => 3 1/4 hours | = 3.25 h
The shaft is twenty-five metres deep. => twenty-five metres | = 25 m
One hundred and twenty workers were hired. => One hundred and twenty | = 120 count
It needs two and a half years of work. => two and a half years | = 2.5 year
The stake cost one million dollars. => one million dollars | = 1000000 USD
A licence comes in 10 working days. => 10 working days | = 10 day
He has two $600 pumps and 3 €40,000 trucks. => two | = 2 count; $600 | = 600 USD; 3 | = 3 count; €40,000 | = 40000 EUR
Seven of every ten die. => Seven of every ten | = 70 percent
One job in six is lost, or one tonne in ten of ore. => One job in six | = 16.6667 percent; one tonne in ten | = 10 percent
It runs one mine in six provinces. => six | = 6 count
The paper sells at R6,40 a copy. => R6,40 | = 6.4 ZAR
The firm raised $5 million AUD. => $5 million AUD | = 5000000 AUD
Gold was $423 US an ounce. => $423 US an ounce | = 423 USD/oz
Copper Hits $9,000 A Ton => $9,000 | = 9000 USD
Its $5M 2024 programme began. => $5M | = 5000000 USD
They cut 301 tariff lines. => 301 | = 301 count
Call us on 020 7946 0958 today. =>
For more call 8 800 555 35 35. =>
Costs were US75.3c a pound, then 61.2c/lb. => 75.3c a pound | = 0.753 USD/lb; 61.2c/lb | = 0.612 USD/lb
Cost was 138 c/lb, or 118-120 c/lb before. => 138 c/lb | = 1.38 USD/lb; 118-120 c/lb | = 1.18..1.2 USD/lb
Lump made $8.15 per dmtu and K1,200 a month. => $8.15 per dmtu | = 8.15 USD/dmtu; K1,200 a month | = 1200 ZMW/month
Power costs 60 euros per megawatt-hour. => 60 euros per megawatt-hour | = 60 EUR/MWh
Heat sells at £1.18 per gigajoule. => £1.18 per gigajoule | = 1.18 GBP/GJ
It spent 75 billion bolivars and 11 mln Canadian dlrs. => 75 billion bolivars | = 7.5e10 VES; 11 mln Canadian dlrs | = 1.1e7 CAD
Zinc rose 5% to 9,000 tonnes and lead 3% to 7,000. => 5% | = 5 percent; 9,000 tonnes | = 9000 t; 3% | = 3 percent; 7,000 | = 7000 t
Reserves went up to 24 million tonnes, and up to 5 are left. => 24 million tonnes | = 2.4e7 t; 5 | <= 5 count
It sold 43% in 2020 and a quarter of the rest, and 5 million cu. m of gas. => 43% | = 43 percent; a quarter | = 25 percent; 5 million cu. m | = 5e6 m3
Some 38% are women. The accident rate was 1.9. => 38% | ~ 38 percent; 1.9 | = 1.9 count
Exports rose to 211,272 mt and those to Japan to 820 mt. => 211,272 mt | = 211272 t; 820 mt | = 820 t
Iron ore output was 328 mt. => 328 mt | = 3.28e8 t
It made $7.5 million or $0.04 per share, and $2 M CDN. => $7.5 million | = 7.5e6 USD; $0.04 per share | = 0.04 USD/share; $2 M CDN | = 2e6 CAD
Uranium cost U$35.93 per pound. => U$35.93 per pound | = 35.93 USD/lb
Aid fell from 90 per cent to around 60. => 90 per cent | = 90 percent; 60 | ~ 60 percent
It fell to 160,000 tonnes from 164,500 (revised) and it rose. => 160,000 tonnes | = 160000 t; 164,500 | = 164500 t
Crude lost more than $2 to $43.25. => $2 | > 2 USD; $43.25 | = 43.25 USD
A levy of hundred dollars a tonne holds. => hundred dollars a tonne | = 100 USD/t
It has a quarter million ounces. => a quarter million ounces | = 250000 oz
It has double-digit growth and double standards. =>
In the first half it doubled down. =>
It holds 6 x 10^−3 grams. => 6 x 10^−3 grams | = 0.006 g
The pit holds 3.5 x 10^6 t of ore. => 3.5 x 10^6 t | = 3500000 t
The pit holds 3.5 × 10⁶ t of ore. => 3.5 × 10⁶ t | = 3500000 t
The pit holds 10^6 t of ore. => 10^6 t | = 1000000 t
It is the largest uranium producer in the world. => largest | = 1 rank
Some 850, 000 tonnes came. => 850, 000 tonnes | ~ 850000 t
The stake cost half a million euros. => half a million euros | = 500000 EUR
The plant turned out 12.5 kilotonnes. => 12.5 kilotonnes | = 12500 t
The survey covered 1.2 thousand sq. km of steppe. => 1.2 thousand sq. km | = 1200 km2
Ore fetched $310 per metric ton unit. => $310 per metric ton unit | = 310 USD/mtu
Hole 7 cut 1.2 g/t Au. => 1.2 g/t | = 1.2 g/t
It went from 12 tonnes in 2020 to 15 in 2022. => 12 tonnes | = 12 t; 15 | = 15 t
Annual capacity is 12,000 tonnes. => 12,000 tonnes | = 12000 t/yr
It raised the dividend by a fifth after a good year. => a fifth | = 20 percent
A plant built by a third party stands idle. =>
It costs 38 billion tenge, 2 billion of which is spent. => 38 billion tenge | = 38000000000 KZT; 2 billion | = 2000000000 KZT
A licence comes in 10 working days. => 10 working days | = 10 day
Zinc carries 3.9 tonnes of CO2, compared with 1.8 in Oslo. => 3.9 tonnes | = 3.9 t; 1.8 | = 1.8 t
The oil fields pay double. => double | = 2 multiple
They hold a 10- to 20-percent share. => 10- to 20-percent | = 10..20 percent
Demand may rise two- to three-fold. => two- to three-fold | = 2..3 multiple
It signed a three- to five-year contract. => three- to five-year | = 3..5 year
China makes nine in ten permanent magnets. => nine in ten | = 90 percent
Output rose to 64,000 tonnes from 58,000. => 64,000 tonnes | = 64000 t; 58,000 | = 58000 t
It was 3.1 million oz, down from 3.4 million a year earlier. => 3.1 million oz | = 3100000 oz; 3.4 million | = 3400000 oz
It ranks eleventh in copper. => eleventh | = 11 rank
The eleventh-largest producer is Iran. => eleventh-largest | = 11 rank
A loss of -$12 million was booked. => -$12 million | = -12000000 USD
China controls Two-Thirds of supply. => Two-Thirds | = 66.6667 percent
Nearly a third comes from Peru. => a third | ~ 33.3333 percent
The misprint 5,3002 tonnes is no number. =>
Eskom owes R5 billion. => R5 billion | = 5000000000 ZAR
The mill makes 5,000 t p.a. of it. => 5,000 t p.a. | = 5000 t/yr
Demand rose twelvefold. => twelvefold | = 12 multiple
Carbonate fell to Rmb64,000 a tonne. => Rmb64,000 a tonne | = 64000 CNY/t
A car holds half a kilogram of it. => half a kilogram | = 0.5 kg
The half kilogram in it is lost. => half kilogram | = 0.5 kg
Half-core samples were sent away. =>
It is less than one-twentieth of their trade. => one-twentieth | < 5 percent
The act asks for 10 percent of annual use. => 10 percent | = 10 percent
The metal lost another $1.75 to $17.50 per lb. => $1.75 | = 1.75 USD/lb; $17.50 per lb | = 17.5 USD/lb
It rose from $250 to more than $1,500 a kilogram. => $250 | = 250 USD/kg; $1,500 a kilogram | > 1500 USD/kg
It was cut by 300 yuan to 9,100 yuan per tonne. => 300 yuan | = 300 CNY/t; 9,100 yuan per tonne | = 9100 CNY/t
Tin rose by $5 to $7 per tonne. => $5 to $7 per tonne | = 5..7 USD/t
Output grew from 700 tons to 2 thousand tons. => 700 tons | = 700 t; 2 thousand tons | = 2000 t
Six to eight million dollars is enough. => Six to eight million dollars | = 6000000..8000000 USD
It found $40 million for 9 plants and $300 million to 12 sites. => $40 million | = 40000000 USD; 9 | = 9 count; $300 million | = 300000000 USD; 12 | = 12 count
The first four wells were dry. => four | = 4 count
The offer closed 1.4 times oversubscribed. => 1.4 times | = 1.4 multiple
Output of selenium rose 2.1 times, and of tellurium 1.3 times. => 2.1 times | = 2.1 multiple; 1.3 times | = 1.3 multiple
The pump takes 30 cubic metres of water an hour. => 30 cubic metres | = 30 m3/h
The seam was traced over 3.2 km. => 3.2 km | = 3.2 km
It ranks third by reserves of lead, fifth by tin and ninth by gold. => third | = 3 rank; fifth | = 5 rank; ninth | = 9 rank
It raised $9 million, of which a third will go to wages. => $9 million | = 9000000 USD; a third | = 33.3333 percent
The pit holds 4 million indicated oz. and 2 million inferred oz. in all. => 4 million indicated oz | = 4000000 oz; 2 million inferred oz | = 2000000 oz
It costs 310 million yuan (45 million U.S. dollars). => 310 million yuan | = 310000000 CNY; 45 million U.S. dollars | = 45000000 USD
It costs 24 billion won and a team of five won. => 24 billion won | = 24000000000 KRW; five | = 5 count
The shares cost 23 pence. => 23 pence | = 0.23 GBP
It was fined 300 million tenge and has paid 120 million so far. => 300 million tenge | = 300000000 KZT; 120 million | = 120000000 KZT
It spent $5 million on 3 million trees. => $5 million | = 5000000 USD; 3 million | = 3000000 count
The pit holds a million tonnes. => a million tonnes | = 1000000 t
He ordered a dozen trucks. => a dozen | = 12 count
He ordered half a dozen trucks. => half a dozen | = 6 count
He ordered two dozen trucks. => two dozen | = 24 count
FIVE MILLION TONNES A YEAR BY 2030 => FIVE MILLION TONNES | = 5000000 t
The budget is 1 billion 200 million tenge. => 1 billion 200 million tenge | = 1200000000 KZT
Output was 25 thousand of tons. => 25 thousand of tons | = 25000 t
It fell by -3.5% in May. => -3.5% | = -3.5 percent
It fell by \u22123.5% in May. => \u22123.5% | = -3.5 percent
The index showed minus 4 percent. => minus 4 percent | = -4 percent
Exports grew +2.5% in June. => 2.5% | = 2.5 percent
The mine gave ５０ tonnes. => ５０ tonnes | = 50 t
"""

SCALES_AND_CURRENCIES = """
The deal is worth $3.1b. => $3.1b | = 3100000000 USD
The deal is worth US$7.2 billion. => US$7.2 billion | = 7200000000 USD
A €12-billion package is ready. => €12-billion | = 12000000000 EUR
A 12-billion-dollar package is ready. => 12-billion-dollar | = 12000000000 USD
The fine was 450 mln roubles. => 450 mln roubles | = 450000000 RUB
The fine was 450 mln. roubles. => 450 mln. roubles | = 450000000 RUB
The fine was Rs 3 crore. => Rs 3 crore | = 30000000 INR
The fine was ₹2 lakh crore. => ₹2 lakh crore | = 2000000000000 INR
It raised A$12.3m and C$4.5 million. => A$12.3m | = 12300000 AUD; C$4.5 million | = 4500000 CAD
It raised £40m. => £40m | = 40000000 GBP
It raised 5 bln tenge. => 5 bln tenge | = 5000000000 KZT
It raised KZT 5 bln. => KZT 5 bln | = 5000000000 KZT
It raised ₸800 billion. => ₸800 billion | = 800000000000 KZT
It raised 500 million USD. => 500 million USD | = 500000000 USD
It raised USD500 million. => USD500 million | = 500000000 USD
It raised 20 billion yuan. => 20 billion yuan | = 20000000000 CNY
It raised RMB 20 billion. => RMB 20 billion | = 20000000000 CNY
It raised 3,000 euros. => 3,000 euros | = 3000 EUR
It raised 100 trillion yen. => 100 trillion yen | = 100000000000000 JPY
It raised $1.2tn. => $1.2tn | = 1200000000000 USD
It raised $2000. => $2000 | = 2000 USD
It raised 90 million Australian dollars. => 90 million Australian dollars | = 90000000 AUD
The shares cost 75 cents. => 75 cents | = 0.75 USD
About 5m tonnes lie in 12m of rock. => 5m tonnes | ~ 5000000 t; 12m | = 12 m
Some 20k ounces were poured. => 20k ounces | ~ 20000 oz
The figure is 1.7 billion. => 1.7 billion | = 1700000000 count
"""

MONEY = """
It paid $US12,345,678 for the pit. => $US12,345,678 | = 12345678 USD
Shares rose to Y=28,030 in Tokyo. => Y=28,030 | = 28030 JPY
Sales of US $89 to $93 billion are seen. => US $89 to $93 billion | = 89000000000..93000000000 USD
The fine was S $1mil and $A47m. => S $1mil | = 1000000 SGD; $A47m | = 47000000 AUD
Royalties of K1.2 billion were paid. => K1.2 billion | = 1200000000 ZMW
The bank lent 64 MUSD to it. => 64 MUSD | = 64000000 USD
A dividend of 27 ZAR cents is due. => 27 ZAR cents | = 0.27 ZAR
The road cost 450 million birr. => 450 million birr | = 450000000 ETB
The road cost 3 billion pesos. => 3 billion pesos | = 3000000000 pesos
The dam cost ETB5.2 billion. => ETB5.2 billion | = 5200000000 ETB
The dam cost Q7.5 billion. => Q7.5 billion | = 7500000000 Q
The dam cost W$40 million. => W$40 million | = 40000000 W$
The dam cost N$40 million. => N$40 million | = 40000000 NAD
In Chile the dam cost 40 pesos, and 30 francs. => 40 pesos | = 40 CLP; 30 francs | = 30 francs
Chile and Mexico lent it 40 million pesos. => 40 million pesos | = 40000000 pesos
It costs 40 Jamaican dollars or 9 Kenyan shillings. => 40 Jamaican dollars | = 40 JMD; 9 Kenyan shillings | = 9 KES
Senegal lent it 3 billion CFA francs. => 3 billion CFA francs | = 3000000000 XOF
Sri Lanka offered 250 mln rupees, India none. => 250 mln rupees | = 250000000 INR
Colombo in Sri Lanka offered Rs 250 mln. => Rs 250 mln | = 250000000 LKR
Costs were US75.3c a pound, then 61.2c/lb. => 75.3c a pound | = 0.753 USD/lb; 61.2c/lb | = 0.612 USD/lb
A levy of hundred dollars a tonne holds. => hundred dollars a tonne | = 100 USD/t
Sales came to $2 billion 150 million. => $2 billion 150 million | = 2150000000 USD
Zinc held .99 pct of lead. => .99 pct | = 0.99 percent
It lost ,89 euros. => ,89 euros | = 0.89 EUR
It sells 2000 - 2500 tonnes. => 2000 - 2500 tonnes | = 2000..2500 t
A bolt of 1/16 inch broke. => 1/16 inch | = 0.0625 in
Output slid to 5,900 from 6,480 tonnes. => 5,900 | = 5900 t; 6,480 tonnes | = 6480 t
It will ship 31,000 tn of ore. => 31,000 tn | = 31000 t
The engine has 640bhp. => 640bhp | = 640 bhp
A hole below the 900 m level is wet. => 900 m | = 900 m
It pays Rp3.4 trillion and ¢14 a pound. => Rp3.4 trillion | = 3400000000000 IDR; ¢14 a pound | = 0.14 USD/lb
"""

UNITS = """
Output was 3048 tU. => 3048 tU | = 3048 t
Output was 2.5 kt of zinc and 1.2 Mt of ore. => 2.5 kt | = 2500 t; 1.2 Mt | = 1200000 t
Output was 45 million pounds of U3O8. => 45 million pounds | = 45000000 lb
Output was 45 Mlb U3O8. => 45 Mlb | = 45000000 lb
Output was 1.2 Moz of silver. => 1.2 Moz | = 1200000 oz
Output was 310,000 troy ounces of gold. => 310,000 troy ounces | = 310000 oz
Output was 2 million carats. => 2 million carats | = 2000000 ct
Output was 800 grams. => 800 grams | = 800 g
A 15-tonne press arrived. => 15-tonne | = 15 t
A 7.5-inch pipe and a 40-foot container arrived. => 7.5-inch | = 7.5 in; 40-foot | = 40 ft
It ran at 60km/h over 30 sq km. => 60km/h | = 60 km/h; 30 sq km | > 30 km2
The site covers 200 hectares. => 200 hectares | = 200 ha
The pipeline moves 55 billion cubic metres. => 55 billion cubic metres | = 55000000000 m3
The pipeline moves 55 bcm. => 55 bcm | = 55000000000 m3
The field holds 9 billion barrels. => 9 billion barrels | = 9000000000 bbl
The park has 1,200 MW and made 3.5 TWh. => 1,200 MW | = 1200 MW; 3.5 TWh | = 3.5 TWh
A 100-megawatt station opened. => 100-megawatt | = 100 MW
Grades were 3.4 g/t and 1,200 ppm. => 3.4 g/t | = 3.4 g/t; 1,200 ppm | = 1200 ppm
Grades were 2.1 grams per tonne. => 2.1 grams per tonne | = 2.1 g/t
It holds 40 per cent, 4.8 pct and 5 %. => 40 per cent | = 40 percent; 4.8 pct | = 4.8 percent; 5 % | = 5 percent
It rose 6 percentage points. => 6 percentage points | = 6 pp
It rose 25 basis points, or 0.25 pp. => 25 basis points | = 25 bps; 0.25 pp | = 0.25 pp
The furnace runs at 1,650°C. => 1,650°C | = 1650 degC
Warming of 1.5 degrees Celsius is feared. => 1.5 degrees Celsius | = 1.5 degC
Emissions were 300 MtCO2. => 300 MtCO2 | = 300000000 t
They sold 25,000 MT and 3.2 mt. => 25,000 MT | = 25000 t; 3.2 mt | = 3200000 t
"""

RATES = """
It makes 57,000 tonnes a year. => 57,000 tonnes a year | = 57000 t/yr
It makes 57,000 tonnes of copper cathode per year. => 57,000 tonnes | = 57000 t/yr
It makes 57,000 tonnes of copper annually. => 57,000 tonnes | = 57000 t/yr
It makes 57,000 tonnes. => 57,000 tonnes | = 57000 t
The capacity is 300 ktpa. => 300 ktpa | = 300000 t/yr
The capacity is 5 Mtpa. => 5 Mtpa | = 5000000 t/yr
The capacity is 1.5 t/y. => 1.5 t/y | = 1.5 t/yr
A 10-million-tonne-per-year mill was bought. => 10-million-tonne-per-year | = 10000000 t/yr
Plans include annual production of 15 tonnes of gallium. => 15 tonnes | = 15 t/yr
It will reach an annual level of one million tons. => one million tons | = 1000000 t/yr
Its annual capacity is up to 10,000 tonnes. => 10,000 tonnes | <= 10000 t/yr
Its annual revenue is $40 million. => $40 million | = 40000000 USD/yr
The annual report lists 15 tonnes. => 15 tonnes | = 15 t
It pumps 90,000 barrels of oil per day. => 90,000 barrels | = 90000 bbl/d
It pumps 90,000 bpd. => 90,000 bpd | = 90000 bbl/d
It will build 10,000 vehicles a year. => 10,000 | = 10000 count/yr
Copper costs $9,000 per tonne. => $9,000 per tonne | = 9000 USD/t
Copper costs $9,000 a tonne. => $9,000 a tonne | = 9000 USD/t
Uranium costs $85/lb. => $85/lb | = 85 USD/lb
Gold costs $2,400 an ounce. => $2,400 an ounce | = 2400 USD/oz
Uranium rose from $20 to $30 a pound. => $20 | = 20 USD/lb; $30 a pound | = 30 USD/lb
Demand grows 5% a year. => 5% a year | = 5 percent/yr
They spend 3.4 billion tenge a year on studies. => 3.4 billion tenge a year | = 3400000000 KZT/yr
It has 15 tonnes of annual capacity. => 15 tonnes | = 15 t/yr
Demand grew 5% a year ago. => 5% | = 5 percent
It cost $5 billion a year earlier. => $5 billion | = 5000000000 USD
It digs 5,000 tons of ore per year, while reserves are 115 million tons. => 5,000 tons | = 5000 t/yr; 115 million tons | = 115000000 t
It will raise annual output of zinc 2.5 times to 90,000 tonnes. => 2.5 times | = 2.5 multiple; 90,000 tonnes | = 90000 t/yr
It emitted 7.1 tonnes of CO2 per tonne of nickel. => 7.1 tonnes | = 7.1 t/t
"""

MULTIPLES_AND_FRACTIONS = """
Demand will rise 12-fold by 2030. => 12-fold | = 12 multiple
Demand rose threefold. => threefold | = 3 multiple
Demand grew four times. => four times | = 4 multiple
Output is 2.5 times higher than planned. => 2.5 times | = 2.5 multiple
Output is 3x last year's. => 3x | = 3 multiple
Output doubled. => doubled | = 2 multiple
Output more than doubled. => doubled | > 2 multiple
Output will see a two-to-three-fold rise. => two-to-three-fold | = 2..3 multiple
Output nearly tripled. => tripled | ~ 3 multiple
Output is expected to double. => double | = 2 multiple
Output will quadruple by then. => quadruple | = 4 multiple
Output halved. => halved | = 50 percent
They pay twice as much. => twice | = 2 multiple
It supplies half of the ore. => half | = 50 percent
It supplies over half of the ore. => half | > 50 percent
It supplies roughly half the minerals. => half | ~ 50 percent
It supplies less than half. => half | < 50 percent
It supplies two-thirds of the ore. => two-thirds | = 66.6667 percent
It supplies a third of the ore. => a third | = 33.3333 percent
It supplies more than a quarter of the ore. => a quarter | > 25 percent
It supplies three quarters of the ore. => three quarters | = 75 percent
Prices rose for a fourth month. =>
Prices fell by a fifth. => a fifth | = 20 percent
One in five mines closed. => One in five | = 20 percent
Nine out of ten miners agreed. => Nine out of ten | = 90 percent
Rates rose half a percentage point. => half a percentage point | = 0.5 pp
Output grew by a factor of 2.3. => 2.3 | = 2.3 multiple
Dust exceeds the norm 4 times. => 4 times | = 4 multiple
"""

RANKS = """
It is the second-largest producer. => second-largest | = 2 rank
It is the world's third largest holder. => third largest | = 3 rank
It ranks 11th in copper. => 11th | = 11 rank
It ranked seventh worldwide. => seventh | = 7 rank
It ranks sixth in zinc and tenth in copper. => sixth | = 6 rank; tenth | = 10 rank
It is in third place. => third place | = 3 rank
It is one of the top 10 producers. => top 10 | <= 10 rank
It is a top-five supplier. => top-five | <= 5 rank
It is among the five largest miners. => five largest | <= 5 rank
It is the No. 2 producer of zinc. => 2 | = 2 rank
It is the number one producer. => one | = 1 rank
It is the world's largest producer of uranium. => largest | = 1 rank
It is the world's leading producer of beryllium. =>
It is one of the world's largest producers. =>
It is among the world's leading producers. =>
The largest deposits are in the east of Kazakhstan. =>
It is number one in gallium. => one | = 1 rank
It placed 93rd out of 180 countries. => 93rd | = 93 rank; 180 | = 180 count
"""

VAGUE = """
Firms manage dozens of projects. => dozens | >= 24 count
It needs hundreds of millions of dollars. => hundreds of millions of dollars | >= 200000000 USD
It holds tens of thousands of tonnes. => tens of thousands of tonnes | >= 20000 t
It employs several hundred people. => several hundred | >= 200 count
It holds a few million tonnes. => a few million tonnes | >= 2000000 t
Thousands attended. => Thousands | >= 2000 count
Scores of firms came. => Scores | >= 40 count
"""

RANGES_AND_LISTS = """
Growth of 10–20% is likely. => 10–20% | = 10..20 percent
Growth of 10-20 percent is likely. => 10-20 percent | = 10..20 percent
Growth of 10 to 20 percent is likely. => 10 to 20 percent | = 10..20 percent
Growth of 10% to 20% is likely. => 10% to 20% | = 10..20 percent
It makes between 5 and 10 tonnes. => 5 and 10 tonnes | = 5..10 t
It makes three to five engines. => three to five | = 3..5 count
It makes 1-2 million tonnes. => 1-2 million tonnes | = 1000000..2000000 t
It costs $5-10 billion. => $5-10 billion | = 5000000000..10000000000 USD
It costs $5bn-$10bn. => $5bn-$10bn | = 5000000000..10000000000 USD
It costs between $5 billion and $10 billion. => $5 billion and $10 billion | = 5000000000..10000000000 USD
It makes about 500,000 to 1 million tonnes. => 500,000 to 1 million tonnes | ~ 500000..1000000 t
It makes 0-20,000 tons. => 0-20,000 tons | = 0..20000 t
Two or three mines will close. => Two or three | = 2..3 count
Output fell from 82,000 to 64,000. => 82,000 | = 82000 count; 64,000 | = 64000 count
Output fell from 82,000 to 64,000 tonnes. => 82,000 | = 82000 t; 64,000 tonnes | = 64000 t
They hold 12 million and 4 million tonnes, respectively. => 12 million | = 12000000 t; 4 million tonnes | = 4000000 t
They hold 5, 10 and 15 percent. => 5 | = 5 percent; 10 | = 10 percent; 15 percent | = 15 percent
It grew 2.7% and 3.1%. => 2.7% | = 2.7 percent; 3.1% | = 3.1 percent
In 2022 and 2023, 15 percent was lost. => 15 percent | = 15 percent
"""

COMPARATORS = """
Over 50 firms came. => 50 | > 50 count
More than 50 firms came. => 50 | > 50 count
At least three plants will open. => three | >= 3 count
No less than 5% is due. => 5% | >= 5 percent
Up to $10 million is due. => $10 million | <= 10000000 USD
No more than 65% may come from one source. => 65% | <= 65 percent
As much as 70% is imported. => 70% | <= 70 percent
Less than 2 kt was sold. => 2 kt | < 2000 t
Under 30% is local. => 30% | < 30 percent
Nearly 30% is local. => 30% | ~ 30 percent
Almost 30% is local. => 30% | ~ 30 percent
Around 30% is local. => 30% | ~ 30 percent
Some 30% is local. => 30% | ~ 30 percent
Approximately 30% is local. => 30% | ~ 30 percent
An estimated 30% is local. => 30% | ~ 30 percent
Close to 30% is local. => 30% | ~ 30 percent
The share is ~30%. => 30% | ~ 30 percent
The share is >30% and ≤40%. => 30% | > 30 percent; 40% | <= 40 percent
It took more than a 50% stake. => 50% | > 50 percent
It took at least another 20 wagons. => 20 | >= 20 count
Sales exceeded $3 billion. => $3 billion | > 3000000000 USD
50+ firms came. => 50 | >= 50 count
100 or more firms came. => 100 | >= 100 count
It cost $1bn or less. => $1bn | <= 1000000000 USD
Twenty-odd firms came. => Twenty | ~ 20 count
Some 2000 people came. => 2000 | ~ 2000 count
"""

COUNTS = """
The list has 54 minerals. => 54 | = 54 count
The government named four priority areas. => four | = 4 count
Two mining and processing plants will be built. => Two | = 2 count
Four shipments departed. => Four | = 4 count
Kazakhstan will auction 25 significant deposits. => 25 | = 25 count
It cannot meet demand for 20 of the main metals. => 20 | = 20 count
The mine has 1,200 workers. => 1,200 | = 1200 count
She leads a group of 25 residents. => 25 | = 25 count
Of the 34 materials, 21 are mined here. => 34 | = 34 count; 21 | = 21 count
"""

DURATIONS = """
They signed a 10-year contract. => 10-year | = 10 year
The mine life is 20 years. => 20 years | = 20 year
It is paid back in 3.4 years. => 3.4 years | = 3.4 year
Six-month tin output and three-month nickel rose. =>
The mine life is over 20 years. => 20 years | > 20 year
Repairs lasted three weeks. => three weeks | = 3 week
Two years ago it opened. =>
It will open in three years. =>
It will open within the next three years. =>
Over the past 10 years it grew. =>
It opened 5 years later. =>
It hit a ten-year high. =>
The first six months were good. =>
The 45-year-old engineer left. =>
"""

NOT_QUANTITIES = """
The forum opened on 26 March 2024. =>
The forum opened on March 26, 2024, at 10:30. =>
The forum opened on March 26-27 and May 3. =>
The forum opened on the 3rd of June. =>
27/04/2024 =>
2024-04-27 14:05 =>
It opened at 9 a.m. and closed at 5pm. =>
By 2030 and 2050 it will matter. =>
In FY2024, 2023-24, 2021/22 and the 1990s it mattered. =>
The 2021 result and the 2030 targets are known. =>
Trump 2.0, the S&P 500 and Web 3.0 are names. =>
See Article 6, Articles 7 and 8, Section 232, Annex 2 and Figure 3. =>
The 5G, COP27, C5+1, B5+1, G7 and EU27 formats are names. =>
A Boeing 737, an Il-76 and Covid-19 are names. =>
Uranium-235, U-235, CO2, U3O8 and lithium-7 are substances. =>
The Group of 20 and the Group of Seven met. =>
Regulation (EU) 2024/1252 and ISO 9001 apply. =>
See https://example.org/2024/05/12-tonnes?id=77 or x5@example.org. =>
1. Match capital with conditions. =>
2) Keep value in the region. =>
The aims are (1) supply and (2) value [12]. =>
The third way is to cooperate. =>
One or more mines will close. =>
The largest deposits in Norway lie in the north. =>
It happened for the first time in the 20th century. =>
The second quarter and the 30th anniversary passed. =>
It made one country attractive, one of the few, on the one hand. =>
Relations between the two giants soured. =>
These three projects and both parties matter. =>
The half-year and the third quarter passed. =>
He won it three times. =>
It has become one of the most ambitious. =>
It raises questions about every euro of funding. =>
They met at 25 Dostyk Avenue over a 401(k). =>
Page 5 of the minutes, version 2.10.3 =>
"""

TABLES = {
    name: table
    for name, table in list(globals().items())
    if name.isupper() and isinstance(table, str) and "=>" in table
}


def _cases() -> list[object]:
    cases = []
    for name, table in TABLES.items():
        for line in table.strip().split("\n"):
            sentence, _, wanted = line.partition(" =>")
            cases.append(pytest.param(sentence, wanted.strip(), id=f"{name.lower()}: {sentence[:50]}"))
    return cases


def _parse(cell: str) -> tuple[str, str, float, float | None, str]:
    span, rest = (part.strip() for part in cell.split(" | "))
    comparator, value, unit = rest.split(" ")
    low, _, high = value.partition("..")
    return span, comparator, float(low), float(high) if high else None, unit


def _show(quantity: Quantity) -> tuple[str, str, float, float | None, str]:
    return quantity.text, quantity.comparator, round(quantity.value, 4), quantity.value_high, quantity.unit


@pytest.mark.parametrize(("sentence", "wanted"), _cases())
def test_sentence_states_these_quantities(sentence: str, wanted: str) -> None:
    found = [_show(quantity) for quantity in find_quantities(sentence)]
    assert found == [_parse(cell) for cell in wanted.split(";") if cell.strip()], sentence


SHAPES = vocabulary("units")["shapes"]


@pytest.mark.parametrize(
    ("name", "at"), [(name, at) for name, shape in SHAPES.items() for at in range(len(shape["pattern"]))]
)
def test_each_pattern_of_the_vocabulary_is_what_its_example_needs(
    name: str, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence, _, wanted = SHAPES[name]["examples"][at].partition(" =>")
    test_sentence_states_these_quantities(sentence, wanted.strip())
    rest = [one if n != at else "(?!)" for n, one in enumerate(SHAPES[name]["pattern"])]
    without = SHAPES | {name: {"pattern": rest}}
    monkeypatch.setattr(quantities, "_SHAPES", quantities._compiled(without))
    with pytest.raises(AssertionError):
        test_sentence_states_these_quantities(sentence, wanted.strip())


@given(st.text())
@settings(deadline=None, max_examples=300)
def test_any_text_gives_quantities_that_quote_it_in_order(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert quantity.text == text[quantity.start : quantity.end] != ""
        assert quantity.start >= end
        assert math.isfinite(quantity.value)
        assert quantity.comparator in ("=", "~", ">", ">=", "<", "<=")
        assert quantity.value_high is None or quantity.value_high > quantity.value
        end = quantity.end


PIECES = [
    "5", "12,500", "1.000,5", "2024", "March", "26", "%", "tonnes", "a year", "-", "–", "to", "and", ",", "$", "€", "half",
    "a", "third", "million", "over", "at least", "top", "one", "in", "two", "times", "doubled", "\n", "\t", "|", "(", ")",
    "½", "1/2", "st", "No.", "x", "k", "m", "+", "from", "between", "hundreds", "of", "largest", "world's", "\u200b", "１２", ".",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["", " "]))
@settings(deadline=None, max_examples=600)
def test_any_heap_of_number_words_is_read_without_fault(pieces: list[str], glue: str) -> None:
    test_any_text_gives_quantities_that_quote_it_in_order.hypothesis.inner_test(glue.join(pieces))


def test_a_number_beyond_float_range_is_passed_by() -> None:
    for digits in (100, 200, 250):
        for power in ("x 10^99 tonnes", "× 10⁹⁹ trillion tonnes"):
            found = find_quantities(f"a pile of {'9' * digits} {power}")
            assert all(math.isfinite(quantity.value) for quantity in found), digits
    for digits in (250, 251, 299, 400):
        values = [
            quantity.value for quantity in find_quantities("9" * digits + " trillion Gt, then 5 tonnes")
        ]
        assert values[-1] == 5
        assert all(map(math.isfinite, values))


def test_a_sentence_reads_the_same_alone_and_among_others() -> None:
    lines = [line.partition(" =>")[0] for line in RANGES_AND_LISTS.strip().split("\n")]
    alone = [quantity.text for line in lines for quantity in find_quantities(line)]
    assert [quantity.text for quantity in find_quantities("\n\n".join(lines))] == alone


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("I would not expect more than 500 tonnes.", "<="),
        ("Output will not exceed 500 tonnes.", "<="),
        ("It did not pay less than 500 dollars.", ">="),
        ("It sold not only more than 500 tonnes of zinc.", ">"),
    ],
)
def test_denied_comparison_is_turned_round(text: str, comparator: str) -> None:
    assert [q.comparator for q in find_quantities(text)] == [comparator]


@pytest.mark.parametrize(
    ("table", "figures"),
    [
        ("Copper, kt\t48.7\t45.1", [(48_700, "t"), (45_100, "t")]),
        ("Silver, koz\t1,195", [(1_195_000, "oz")]),
        ("Ferrochrome, thousand tons\t1,022.5", [(1_022_500, "t")]),
        ("Product\t2024\tIn % of 2023\nZinc, tons\t148,902\t96.7", [(148_902, "t"), (96.7, "percent")]),
        ("Class | Tonnage (Mt) | Grade (%)\nIndicated | 94.2 | 0.11", [(94_200_000, "t"), (0.11, "percent")]),
        ("Metal | Unit | 2023\nCopper | t | 25,000", [(25_000, "t")]),
        ("Mine output, thousand tonnes\nCopper\t740\nZinc\t300", [(740_000, "t"), (300_000, "t")]),
        ("Revenue, US$ million\t31.2", [(31_200_000, "USD")]),
        (
            "Ferro-vanadium, dp Rotterdam, $/kg: 26.20-26.90\nTin, $/t: 31,500\nLead, $/t: 2,190",
            [(26.2, "USD/kg"), (31_500, "USD/t"), (2_190, "USD/t")],
        ),
        ("Mine\tWorkers\nAktas\t300", [(300, "count")]),
        ("The law was passed, in short: 7", [(7, "count")]),
        ("Copper, kt\t5%", [(5, "percent")]),
    ],
)
def test_bare_figure_of_a_table_takes_the_unit_of_its_row_or_column(table: str, figures: list) -> None:
    assert [(q.value, q.unit) for q in find_quantities(table)] == figures


def test_thousands_that_the_end_of_a_range_carries_are_those_of_its_beginning_too() -> None:
    (found,) = find_quantities("The mill makes 275-295,000 tons of it.")
    assert (found.value, found.value_high, found.unit) == (275_000, 295_000, "t")


def test_a_price_takes_the_rate_of_the_one_before_it_if_it_is_alike() -> None:
    found = find_quantities("Tin sold at $41,300 a tonne, against $29,800 in May; the mill cost $3.")
    assert [one.unit for one in found] == ["USD/t", "USD/t", "USD"]
