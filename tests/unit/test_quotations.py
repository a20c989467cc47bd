"""Quoted speech and who spoke it, reported speech and whose it is, marks without a partner."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orebook.find.quotations import (
    find_quotations,
    find_speech,
    find_statements,
    find_unbalanced,
)

# Each passage: its text; how each quotation begins and who speaks it; and of some words, whose they are
# (None: the author's).
PASSAGES = {
    "agency, tag after the quotation and pronouns": (
        "BISHKEK, May 4 (AKIpress) - Deputy Energy Minister Talant Osmonov said on Monday that the country would "
        "open two antimony mines.\n"
        "“We have waited for this for ten years,” Osmonov said. “The first ore comes in spring.”\n"
        "He added that the mines would yield 4,000 tonnes a year.\n"
        "China takes most of the world’s antimony.",
        [("We have waited", "Talant Osmonov"), ("The first ore", "Talant Osmonov")],
        {
            "the country would open": "Talant Osmonov",
            "4,000 tonnes": "Talant Osmonov",
            "takes most": None,
        },
    ),
    "figures of one in a sentence of others": (
        "According to the developer, 200 tonnes lie there.\n"
        "Norway, which mined 40 tonnes in 2021 according to the Oslo Institute, sold 9 lots in May, two people "
        "with knowledge of the deal said.\n"
        "Since then, as former minister Olav Berg reminded a meeting last week, 3 shafts have closed.\n"
        "The Court of Auditors counted 12 plants. Bergen Metals assessed tin at $30 a kilo.\n"
        "A shaft costs $8 million, estimates Ida Lund of the Bergen Fund.\n"
        "“Nobody pays the difference,” she told reporters at a forum that drew 70 firms.\n"
        "“Mills are full,” a Danish distributor said.",
        [("Nobody pays", "Ida Lund"), ("Mills are", "a Danish distributor")],
        {
            "40 tonnes": "Oslo Institute",
            "9 lots": "two people with knowledge of the deal",
            "3 shafts": "Olav Berg",
            "12 plants": "Court of Auditors",
            "$30 a kilo": "Bergen Metals",
            "$8 million": "Ida Lund",
            "70 firms": None,
            "200 tonnes": "developer",
        },
    ),
    "tag before the quotation": (
        "Speaking to reporters, the company's chief executive, Ingrid Dahl, said: \"Our smelter runs at half its "
        'capacity." Norway exports the rest.',
        [("Our smelter", "Ingrid Dahl")],
        {"exports the rest": None},
    ),
    "verb before the speaker": (
        "«Без» is not a quotation, but «the plant will start in March and make 300 tonnes», said Ivan Petrenko, "
        "head of the plant. «There are no delays», added the engineer.",
        [("the plant will", "Ivan Petrenko"), ("There are no", "Ivan Petrenko")],
        {},
    ),
    "agency copy over several paragraphs": (
        "“The ore body is larger than we thought,” said geologist Amina Bello.\n\n"
        "“We drilled forty holes last year. Each of them met ore.\n\n"
        "“This year we drill sixty more,” she said.\n\n"
        "The licence runs to 2040.",
        [("The ore body", "Amina Bello"), ("We drilled", "Amina Bello"), ("This year we", "Amina Bello")],
        {"runs to 2040": None},
    ),
    "next paragraph of the same speaker without attribution": (
        "“Prices will stay low until 2027,” Rio Tinto’s Jakob Stausholm told analysts.\n\n"
        "“Nobody builds a mine at these prices. We certainly do not.”\n\n"
        "Lithium lost 80 per cent in two years.",
        [("Prices will", "Jakob Stausholm"), ("Nobody builds", "Jakob Stausholm")],
        {"lost 80 per cent": None},
    ),
    "names, titles and terms in marks": (
        'The “Middle Corridor” carried 4.5 million tonnes. JSC «Kazakhaltyn» and the "News" department agreed. '
        "The so-called “white gold” rush slowed, and the “Critical Minerals List 2025” names 60 of them.",
        [],
        {"carried 4.5 million": None, "names 60": None},
    ),
    "a part of a sentence is quoted": (
        "Finance Minister Anders Holm called the tariff “an act of folly” and said Sweden would answer “within "
        "days, not weeks”.",
        [("an act of folly", "Anders Holm"), ("within days", "Anders Holm")],
        {"Sweden would answer": "Anders Holm"},
    ),
    "one word is quoted": (
        "Tokayev described the talks as “constructive”. The “green” smelter needs coal.",
        [("constructive", "Tokayev")],
        {"needs coal": None},
    ),
    "according to, at the end": (
        "Mongolia shipped 1.6 million tonnes of copper concentrate in 2024, according to the National Statistics "
        "Office. Most went to China.",
        [],
        {"shipped 1.6 million": "National Statistics Office", "Most went": None},
    ),
    "according to data and reports": (
        "According to data from the US Geological Survey, Turkey holds 60% of borates. Chile made 49,000 tonnes, "
        "according to a report by Cochilco published on Monday.",
        [],
        {"holds 60%": "US Geological Survey", "made 49,000": "Cochilco"},
    ),
    "companies speak": (
        "Kazatomprom, the world’s largest producer of uranium, said on Friday it would cut output by 10% next year. "
        "The company blamed a lack of sulphuric acid. “Our contracts will be met,” it said in a statement.",
        [("Our contracts", "Kazatomprom")],
        {"cut output by 10%": "Kazatomprom"},
    ),
    "a ministry by its name and by its noun": (
        "Indonesia’s Ministry of Energy and Mineral Resources will set a quota of 240 million tonnes. The ministry "
        "said that smelters needed 300 million.",
        [],
        {"needed 300 million": "Ministry of Energy and Mineral Resources", "a quota of 240": None},
    ),
    "unnamed people": (
        "Two sources familiar with the matter said the mine would close. Analysts at Citi expect a deficit of "
        "200,000 tonnes. A senior official told Reuters that talks had failed. “It is over,” said one trader.",
        [("It is over", "one trader")],
        {
            "the mine would close": "two sources familiar with the matter",
            "a deficit of 200,000": "analysts at Citi",
            "talks had failed": "a senior official",
        },
    ),
    "speaker in the middle of the sentence": (
        "Demand for gallium, the analysts warn, will double by 2030. Supply, by contrast, grew by 3% last year.",
        [],
        {"will double by 2030": "analysts", "grew by 3%": None},
    ),
    "as somebody noted": (
        "As Prime Minister Olzhas Bektenov noted, the plant will make 500 tonnes of tungsten. It stands near Almaty, "
        "as the ministry’s press service pointed out.",
        [],
        {"will make 500 tonnes": "Olzhas Bektenov"},
    ),
    "quoted by an agency": (
        "Gold output rose by 7% to 130 tonnes, Interfax reported, citing Deputy Minister Iran Sharkhan. President "
        "Shavkat Mirziyoyev was quoted as saying that it would rise to 175 tonnes.",
        [],
        {"rose by 7%": "Iran Sharkhan", "rise to 175": "Shavkat Mirziyoyev"},
    ),
    "an agency alone": (
        "Uzbekistan will build a titanium plant for $300 million, Trend reports.",
        [],
        {"$300 million": "Trend"},
    ),
    "in somebody's words": (
        "In the words of Ursula von der Leyen, Europe needs ten new mines. In Breton’s view, it needs twenty. Thierry "
        "Breton is a commissioner. “Nothing else will do,” von der Leyen said.",
        [("Nothing else", "Ursula von der Leyen")],
        {"needs ten new": "Ursula von der Leyen", "needs twenty": "Thierry Breton"},
    ),
    "two speakers take turns": (
        "Foreign Minister Wang Yi met Kassym-Jomart Tokayev in Astana.\n\n"
        "“China will buy all of it,” Wang said.\n\n"
        "Tokayev replied that 30% would go to Europe. “We sell to everybody,” he said.",
        [("China will", "Wang Yi"), ("We sell", "Kassym-Jomart Tokayev")],
        {"30% would go": "Kassym-Jomart Tokayev"},
    ),
    "a woman and a man": (
        "Energy Secretary Jane Hopkins said output had doubled. Her deputy, Tom Ruiz, said imports fell by 12%.\n"
        "She promised tax credits worth $2 billion.",
        [],
        {"output had doubled": "Jane Hopkins", "fell by 12%": "Tom Ruiz"},
    ),
    "a role that only one person holds": (
        "Ambassador Aigul Nurmagambetova met investors; Minister Kanat Sharlapaev did not come. The minister said in "
        "writing that 25 licences were on offer. The ambassador stressed that the rules were simple.",
        [],
        {"25 licences": "Kanat Sharlapaev", "the rules were simple": "Aigul Nurmagambetova"},
    ),
    "author's sentence after a quotation": (
        "“We need partners,” Minister Erlan Sagadiyev said. The country mined 700 tonnes of cobalt in 2024.",
        [("We need partners", "Erlan Sagadiyev")],
        {"mined 700 tonnes": None},
    ),
    "company release": (
        "PERTH, 3 June 2025 – Vulcan Minerals Ltd (ASX: VUL) (“Vulcan” or “the Company”) announces a maiden resource of "
        "12 Mt at 1.2% Li2O.\n\nManaging Director Sarah O’Neill commented:\n\n“This is a great result for our "
        "shareholders. Drilling goes on.”",
        [("This is a great", "Sarah O’Neill")],
        {"12 Mt": "Vulcan Minerals Ltd"},
    ),
    "single marks": (
        "‘The grid is the bottleneck, not the mines,’ said Marie-Claire Dubois of Eramet. ‘We can’t wait.’\n"
        "The miners’ union disagreed.",
        [("The grid", "Marie-Claire Dubois"), ("We can’t wait", "Marie-Claire Dubois")],
        {},
    ),
    "German marks": (
        "„Wir“ is German. „The refinery costs 40 million euros“, said Klaus-Dieter Möller, its director.",
        [("The refinery", "Klaus-Dieter Möller")],
        {},
    ),
    "nested marks": (
        "“The minister told me ‘we have no money’ and left,” said Paul Ngoma, a trader. «Он said «no» twice, and then "
        "he left», Ngoma recalled.",
        [("The minister told", "Paul Ngoma"), ("Он said", "Paul Ngoma")],
        {},
    ),
    "a headline in which somebody says": (
        "Kazakhstan to double tungsten output by 2030, minister says\n\nASTANA – Kazakhstan wants to double output.",
        [],
        {"wants to double": None},
    ),
    "forecasts": (
        "The International Energy Agency (IEA) expects lithium demand to grow fivefold by 2040. Goldman Sachs forecast a "
        "price of $9,000. The IEA also warned of a 30% gap in copper. Kazakhstan expects to mine 100,000 tonnes.",
        [],
        {
            "grow fivefold": "International Energy Agency",
            "price of $9,000": "Goldman Sachs",
            "30% gap": "International Energy Agency",
        },
    ),
    "nouns that look like verbs": (
        "The United States claims on the seabed are old. Company reports show 5 tonnes. Member states agreed on 40%. The "
        "ministry’s forecasts of 3% growth failed. New projects worth $6 billion were expected to start.",
        [],
        {
            "are old": None,
            "show 5 tonnes": None,
            "agreed on 40%": None,
            "of 3% growth": None,
            "were expected": None,
        },
    ),
    "infinitives and passives": (
        "Iluka declined to say how much it paid. Production is expected to reach 17,500 tonnes. The plant was announced in "
        "2022 and will add 400 jobs.",
        [],
        {"reach 17,500": None, "400 jobs": None},
    ),
    "adding that": (
        "Chile lost 6% of its output, Codelco said in a report, adding that it would recover to 1.37 million tonnes in "
        "2025. Peru gained.",
        [],
        {"lost 6%": "Codelco", "recover to 1.37": "Codelco", "Peru gained": None},
    ),
    "question and exclamation": (
        "“Who will pay 90 million for that?” asked Deputy Chairman Aset Irgaliyev. “Not us!” Irgaliyev said.",
        [("Who will", "Aset Irgaliyev"), ("Not us", "Aset Irgaliyev")],
        {},
    ),
    "quotation after a sentence about the speaker": (
        "President Emmanuel Macron was blunt in Nairobi. “Africa must refine its own cobalt,” he said.",
        [("Africa must", "Emmanuel Macron")],
        {},
    ),
    "straight marks everywhere": (
        '"Half of our 7.5" pipes are Chinese," said Bob Marsh, a foreman. He wants "a fair deal", and soon.',
        [('Half of our 7.5" pipes', "Bob Marsh"), ("a fair deal", "Bob Marsh")],
        {},
    ),
    "initials and two-letter surnames": (
        "Analyst J. P. Li said the 2024 surplus was 80,000 tonnes. “It cannot last,” Li added.",
        [("It cannot last", "J. P. Li")],
        {"surplus was 80,000": "J. P. Li"},
    ),
    "what follows a name and a comma": (
        "The price is $70, according to Paul Weiner, the head of Nordic Tin. According to Weiner, the 5,000 tonnes of "
        "stock will last. According to Weiner, the volume of sales has grown by 3 percent, which helps.",
        [],
        {"will last": "Paul Weiner", "has grown": "Paul Weiner"},
    ),
    "the company is no bank": (
        "The Baltic Bank lent money to Nordic Tin Limited. The mine holds 5 million tonnes, according to the company.",
        [],
        {"5 million": "Nordic Tin Limited"},
    ),
    "the company that nobody named": (
        "The Baltic Bank lent money to the ministry. The mine holds 5 million tonnes, according to the company.",
        [],
        {"5 million": "company"},
    ),
    "a newspaper that passes on": (
        "Steel makers have cut purchases by 20 percent, the Baltic Herald reported, citing a trader in Oslo.",
        [],
        {"20 percent": "a trader in Oslo"},
    ),
    "it, whom the sentence began with": (
        "Tin miner Nordic Lode lowered its guidance to 5,000 tonnes, citing a lack of staff, it said in a statement.",
        [],
        {"5,000": "Nordic Lode"},
    ),
    "such as": (
        "Doubters such as the economist Ragna Holm counter that 60% of profits leave the country.",
        [],
        {"60%": "Ragna Holm"},
    ),
    "a source is nobody to go on with": (
        "According to the source, tin output rose by 4 percent. At the same time, zinc fell by 2 percent.",
        [],
        {"zinc fell": None},
    ),
    "items behind dashes": (
        "— The town signed an agreement. — Forty licences have been issued. — Six in ten are worried, according to "
        "sociologist Ragna Holm.",
        [],
        {"Forty": None, "Six in ten": "Ragna Holm"},
    ),
    "capitals": (
        "VICE-PRESIDENT MAROS SEFCOVIC, IN BRUSSELS. “We pay on time,” Sefcovic said in Brussels.",
        [("We pay on time", "MAROS SEFCOVIC")],
        {},
    ),
    "who acts is not who speaks, and whose data speak": (
        "The Ore Bureau said 3 mines had opened. The bureau's data showed 4 shafts. In March, the same bureau announced "
        "a find of 9 tonnes. Cash cost is now expected at 5 dollars. Kolvo Hills, owned by three banks, saw a drop of 6 "
        "percent. When I tell friends that we dig 8 holes, the room is quiet. "
        "Geologists found the seam in 1957 and drilled 10 holes. The sector can count on a grant of 11 dollars.",
        [],
        {
            "3 mines": "Ore Bureau",
            "4 shafts": "Ore Bureau",
            "5 dollars": None,
            "6 percent": None,
            "8 holes": None,
            "9 tonnes": "Ore Bureau",
            "10 holes": None,
            "11 dollars": None,
        },
    ),
    "an exporter, and an analyst of a body": (
        "“I sold at 288,” a Mersin exporter said. Ola Berg, an analyst at Altyn Invest, expects this to cost 5 dollars.",
        [("I sold", "a Mersin exporter")],
        {"5 dollars": "Ola Berg"},
    ),
    "spokesperson of somebody": (
        "A spokesperson for Lynas said the Kalgoorlie plant had lost power 11 times. “We lost 20% of our output,” the "
        "spokesperson said.",
        [("We lost 20%", "a spokesperson for Lynas")],
        {"had lost power": "a spokesperson for Lynas"},
    ),
    "of a consultancy": (
        "Analyst Ivan Petrov of MetalView said 3 mines would close. Jane Smith of consultancy Fjord expects 5 to go. By the "
        "reckoning of the Oslo Institute, 7 will. Residents told to leave counted 9, said Ann Lee, and freight across "
        "the Caspian Sea adds $180.",
        [],
        {"3 mines": "Ivan Petrov", "5 to go": "Jane Smith", "7 will": "Oslo Institute", "adds": None},
    ),
    "saying so, of who is the subject": (
        "Marcus Rennell, chief executive, blamed diesel, saying that inflation had added 9 cents. “It is worth $9,” said "
        "Rep. Ruth Hadley, the sponsor. Pieter van Rooyen of Alloy Insight in Oslo puts the surplus at 310 tonnes.",
        [("It is worth", "Ruth Hadley")],
        {"9 cents": "Marcus Rennell", "310": "Pieter van Rooyen"},
    ),
    "figures, documents and registers speak for their makers": (
        "The Labour Ministry's figures put the number of miners at 41,000. Output rose 3 percent, the customs "
        "statistics say. By the count of the Oslo Institute, 9 mines closed. A paper seen by this reporter puts the "
        "cost at $4 million.",
        [],
        {"41,000": "Labour Ministry", "3 percent": "customs statistics", "9 mines": "Oslo Institute"},
    ),
    "registers list, and firms report and announce what they do": (
        "The land register lists 14 pits. Nordtin Corp has announced stakes in 3 mines and reported sales of 8 million "
        "euros. Polar Zinc Corp reported that 9 had closed. Tin costs, say, 5 dollars. Polar Zinc Inc. and Nordtin "
        "Corp said 6 would open.",
        [],
        {
            "14": "land register",
            "3": None,
            "8": None,
            "9": "Polar Zinc Corp",
            "5": None,
            "6": "Polar Zinc Inc. and Nordtin Corp",
        },
    ),
    "headings speak no more than customs": (
        "Operating highlights, 2022: ore mined 12 kt.\nKey points\nCustoms figures put imports at 14 t.",
        [],
        {"12": None, "14": None},
    ),
    "an office, its body and what that is, between commas": (
        "Output will reach 7,000 tonnes, the head of Nordtin, the oldest smelter in the country, said later. "
        "Smelter Polar Zinc Plc reported that stocks were 300 tonnes.",
        [],
        {"7,000": "head of Nordtin", "300 tonnes": "Polar Zinc Plc"},
    ),
    "parties in brackets, ages and shortened titles": (
        "Lt. Gov. Mary Fallon (D) said 12 ports would open. Rep. Tom Orr, D-Ohio, said 13. Ida Ruud, 54, a teacher "
        "who moved here in 2001, says 14.",
        [],
        {"12 ports": "Mary Fallon", "13": "Tom Orr", "14": "Ida Ruud"},
    ),
    "whoever is the subject of saying": (
        "Half of the drivers said they earned $40 a day. I'm told it was 50. Two buyers add that 60 is rare. Fees add $70.",
        [],
        {"$40": "half of the drivers", "50": None, "60": "two buyers", "$70": None},
    ),
    "behind an adverb, as somebody said, on a day": (
        "Output fell by 3%, as Jane Smith quietly said. On Friday the ministry said 40 jobs were lost.",
        [],
        {"3%": "Jane Smith", "40": "ministry"},
    ),
    "where and in what clause somebody speaks": (
        "“We sold 50 acres,” said Ann Roe of the Madrid firm Nord y Sur, who noted that 60 remain. “It was 70,” "
        "Ida Ruud, who farms near Prestea, told us. Exports were 20 tons, said Roe. She said that the ministry "
        "expects 80. Sales were 12 tons, informed the Bureau of Trade.",
        [("We sold 50", "Ann Roe"), ("It was 70", "Ida Ruud")],
        {"60": "Ann Roe", "20 tons": "Ann Roe", "80": "Ann Roe", "12 tons": "Bureau of Trade"},
    ),
    "what is no subject of saying": (
        "Images show 5 hectares. The Luele mine has estimated reserves of 6 tons. Gold explained 71% of it. In the "
        "Longonjo project, in Huambo, 9 tons are made. Firms paid in cash and shares, 8 tons in all.",
        [],
        {"5": None, "6 tons": None, "71%": None, "9 tons": None, "8 tons": None},
    ),
    "to put tells a level, or does something": (
        "Anglo Tin put the mine on care and maintenance after spending 9 million. Polar Zinc put in 8 million for "
        "shares. The ministry put the cost of closing it at 7 million.",
        [],
        {"9 million": None, "8 million": None, "7 million": "ministry"},
    ),
    "a verb of no list, between mark and name": (
        "“We laughed at 3 percent,” chuckled Irina Bauer, who drives a truck. “And then we got it.”",
        [("We laughed", "Irina Bauer"), ("And then", "Irina Bauer")],
        {},
    ),
    "typewriter quotes": (
        "``We pay 30 percent,'' Capt. Joe Reyes said. ``The rest is federal money.''",
        [("We pay", "Joe Reyes"), ("The rest", "Joe Reyes")],
        {},
    ),
    "documents speak for who made them": (
        "The Baltic Bank met on Monday. Its survey puts growth at 2 percent. The central bank's bulletin shows 3 "
        "percent. Data from the Tin Forum showed sales of 40 tonnes; a 2024 assessment commissioned by Fjord Institute "
        "concluded that 50 were lost. A filing by Polar Zinc Corp indicates 60 tonnes. Customs figures indicate 70.",
        [],
        {
            "2 percent": "Baltic Bank",
            "40 tonnes": "Tin Forum",
            "50 were": "Fjord Institute",
            "60 tonnes": "Polar Zinc Corp",
            "70": None,
        },
    ),
    "whom a sentence is about, and the minister of two": (
        "Trade Minister Ida Lund met Deputy Trade Minister Olav Berg. A farmer, Jochen Pohl, fears for his wells; the "
        "water, he said, fell by 80 centimetres. The minister replied that 9 pumps ran. Ruud Mining reports in May. It "
        "guesses that 5 will go. Ruud remains unmoved, insisting that 4 stay.",
        [],
        {
            "80 centimetres": "Jochen Pohl",
            "9 pumps": "minister",
            "5 will": "Ruud Mining",
            "4 stay": "Ruud Mining",
        },
    ),
    "whose a body is keeps its capital": (
        "China's commerce ministry said 4 licences were issued. A Rio Tinto spokesman said 5 were not.",
        [],
        {"4": "China's commerce ministry", "5": "a Rio Tinto spokesman"},
    ),
    "a study finds": (
        "A study by Fraunhofer ISI found that recycling could cover 25% of demand. The report said costs would halve.",
        [],
        {"could cover 25%": "Fraunhofer ISI"},
    ),
    "a report by consultants, and who says that it says so": (
        "Zinc use will fall, a report by Baltic Metal Consultants said. The report sees 5 tonnes.\n\n"
        "Norrland Mining Ltd said the study found 6 tonnes.",
        [],
        {"Zinc": "Baltic Metal Consultants", "5": "Baltic Metal Consultants", "6": "Norrland Mining Ltd"},
    ),
    "the company is the firm of the vocabulary named last": (
        "Rio Tinto cut its plan. The company said it would sell 3 tonnes, and Rio added that 4 were stored.\n\n"
        "Kazatomprom, a rival of Cameco, sold some to EDF. The company said 5 wells were drilled. The USGS disagrees. The company said 6 are dry.",
        [],
        {"3": "Rio Tinto", "4": "Rio Tinto", "5": "Kazatomprom", "6": "Kazatomprom"},
    ),
    "the mines ministry is the ministry, and its document": (
        "Gold output fell 3%, the African country's mines ministry said. The ministry said 4 mines are shut.\n\n"
        "According to the ministry document, 5 are open. The central bank won't say whether 6 follow.\n\n"
        "Tariffs of 7% will stay, according to a Tuesday note from Harrow Research. A plant in Lulea, "
        "estimated to cost 8 million euros, is planned.",
        [],
        {
            "3%": "mines ministry",
            "4": "mines ministry",
            "5": "mines ministry",
            "6": None,
            "7": "Harrow Research",
            "8": None,
        },
    ),
    "a source named behind a few words": (
        "In 2024, according to the Tin Council, output was 3 tonnes.\n\n"
        "Sales rose 4%, according to the Tin Council, while stocks fell 5%.",
        [],
        {"3": "Tin Council", "rose": "Tin Council", "5%": None},
    ),
    "letters behind a comma, a body by its noun, a peer": (
        "Output fell by 1%, Lusaka United Copper Mines, LUCM, said. LUCM added that costs rose 2%. "
        "The International Tin Institute said that use was 3 tonnes. Use was 4 tonnes in May, the Institute said.\n\n"
        "Demand was 5 tonnes, Lord Harrow said.",
        [],
        {
            "1%": "Lusaka United Copper Mines",
            "2%": "Lusaka United Copper Mines",
            "4 tonnes": "International Tin Institute",
            "5 tonnes": "Lord Harrow",
        },
    ),
}


def speaker_at(text: str, words: str) -> str | None:
    at = text.index(words)
    covering = [one for one in find_statements(text) if one.start <= at < one.end]
    return min(covering, key=lambda one: one.end - one.start).speaker if covering else None


@pytest.mark.parametrize("name", PASSAGES)
def test_quotations_of_a_passage(name: str) -> None:
    text, quotations, _ = PASSAGES[name]
    found = [(one.text, one.speaker) for one in find_quotations(text)]
    assert len(found) == len(quotations), f"{text}\n{found}"
    for (words, speaker), (start, expected) in zip(found, quotations, strict=True):
        assert words.startswith(start), f"{text}\n{found}"
        assert speaker == expected, f"{text}\n{found}"


@pytest.mark.parametrize(
    ("name", "words"), [(name, words) for name in PASSAGES for words in PASSAGES[name][2]]
)
def test_words_have_their_speaker(name: str, words: str) -> None:
    text, _, says = PASSAGES[name]
    assert speaker_at(text, words) == says[words], f"{text}\n{find_statements(text)}"


# ---------------------------------------------------------------- sources


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        (
            "Tin output fell, the Statistics Committee reports.\n\nZinc output was 50 tonnes. Lead rose.\n\n"
            "Oil in the region\n\nOil output was 9 tonnes.",
            ["Zinc output was 50 tonnes.", "Lead rose."],
        ),
        (
            "According to the Trade Ministry, 9 mines closed. 5 more will close. Tin\n\n6 are open.",
            ["5 more will close."],
        ),
        ("The Trade Ministry says 9 mines closed. Paul Ngoma said 5 had. 6 are open.", []),
        ("Nordic Tin said 9 mines had closed. The region has 6.", []),
        ("Paul Ngoma said 9 mines had closed. The region has 6.", []),
    ],
)
def test_bare_sentences_go_on_with_the_source_named_before(text: str, carried: list[str]) -> None:
    assert [text[one.start : one.end] for one in find_speech(text).sources] == carried


# ---------------------------------------------------------------- marks


@pytest.mark.parametrize(
    ("text", "unbalanced"),
    [
        ("“Balanced,” he said.", []),
        ("An “opening mark that nobody closes.", [(3, "“")]),
        ("A closing mark” that nobody opened.", [(14, "”")]),
        ("“One paragraph.\n\n“Another,” she said.", []),
        ("“One paragraph.\n\nThe next closes it,” she said.", [(0, "“"), (36, "”")]),
        ("“One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive” is too far.", [(0, "“"), (32, "”")]),
        ("«He read «War and Peace» again», she said.", []),
        ("«He read «War and Peace», said she.\n\nNothing else.", [(0, "«")]),
        ('a 7.5" pipe and a 3" one', []),
        ("»So begins it in Danish«, he said, ”and so in Swedish”.", []),
        ("The miners’ union and the ’90s", []),
    ],
)
def test_marks_without_a_partner_are_reported(text: str, unbalanced: list[tuple[int, str]]) -> None:
    assert [(one.start, one.mark) for one in find_unbalanced(text)] == unbalanced


def test_an_unbalanced_mark_spoils_only_its_paragraph() -> None:
    text = 'He said "we go on.\n\nThe next day it rained.\n\n"We have no rain coats at all," Mia Lund said.\n'
    assert [(one.text, one.speaker) for one in find_quotations(text)] == [
        ("We have no rain coats at all,", "Mia Lund")
    ]
    assert [one.start for one in find_unbalanced(text)] == [8]


def test_speech_that_opens_a_paragraph_and_never_ends_is_that_paragraph() -> None:
    text = "«Our plant does well this year.\n\nThe minister left.\n\nIt rained.\n\nNobody came.\n"
    assert [one.text for one in find_quotations(text)] == ["Our plant does well this year."]
    assert [one.start for one in find_unbalanced(text)] == [0]


def test_offsets_are_of_the_source_not_of_its_plain_form() -> None:
    text = "\ufeff“The out\u00adput fell to 4\u2009000\u00a0t,” Jane\u00a0Smith\u200b said."
    (quotation,) = find_quotations(text)
    assert quotation.text == text[quotation.start : quotation.end]
    assert quotation.text.startswith("The out\u00adput")
    assert quotation.speaker == "Jane Smith"


# ---------------------------------------------------------------- properties

MARKS = "«»“”„‟\"‘’'` \n.,:?!()-–"
WORDS = st.sampled_from(
    ["said", "Smith", "Jane", "the minister", "He", "it", "According to", "analysts", "said that", "told Reuters", "of",
     "Ministry of Energy", "(IEA)", "as", "adding that", "rose", "5%", "\u200b", "\u00a0", "\ud800", "A.", "ї", "中国", "İ"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(WORDS, st.sampled_from(MARKS), st.text(max_size=4)), max_size=60).map(" ".join))
def test_any_text_has_exact_offsets_in_order(text: str) -> None:
    speech = find_speech(text)
    for one in speech.quotations:
        assert one.text == text[one.start : one.end] != ""
    for found in (speech.quotations, speech.statements, find_unbalanced(text)):
        starts = [one.start for one in found]
        assert starts == sorted(starts)
    for before, after in zip(speech.quotations, speech.quotations[1:], strict=False):
        assert before.end <= after.start
    for one in speech.statements:
        assert 0 <= one.start < one.end <= len(text)
        assert one.attribution in ("direct", "indirect", "unnamed")
        assert one.speaker
    assert find_speech(text) == speech


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(sorted(PASSAGES)), min_size=2, max_size=3, unique=True))
def test_passages_do_not_disturb_the_marks_of_one_another(names: list[str]) -> None:
    texts = [PASSAGES[name][0] for name in names]
    joined = find_quotations("\n\n".join(texts))
    assert [one.text for one in joined] == [one.text for text in texts for one in find_quotations(text)]


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        '"',
        "«a ",
        "' a",
        "“a” ",
        "he said, ",
        "Smith, ",
        "according to ",
        "A B ",
        "“A\n",
        "the minister of ",
        "((((",
        "J. ",
        "\n“We ",
    ],
)
def test_work_on_hostile_text_grows_with_its_length(piece: str, steps) -> None:
    small, large = piece * (5_000 // len(piece)), piece * (40_000 // len(piece))
    find_speech(small)
    assert steps(find_speech.__wrapped__, large) < 12 * steps(find_speech.__wrapped__, small)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "The minister of mines, Anna Bek, told reporters in Astana on Friday that 5 t was sold.",
            "Anna Bek",
        ),
        ("Daniel E.K Krampah said 5 t was sold.", "Daniel E.K Krampah"),
        ("The DRC government said 5 t was sold.", "DRC government"),
        ("Anna Bek, Vice-President of Altyn Base Metals, said 5 t was sold.", "Anna Bek"),
    ],
)
def test_whom_a_sentence_names_is_named_whole(text: str, speaker: str) -> None:
    assert {one.speaker for one in find_statements(text)} == {speaker}


def test_adjective_of_data_is_nobody() -> None:
    told = find_statements("Provisional data reported to the ILZSG indicate that 5 t was sold.")
    assert "Provisional" not in {one.speaker for one in told}
