"""Tell an article from the page around it, by signs that any publisher's page shows.

Lines are judged by their own words (`vocabulary/furniture.toml`), by their shape (a temperature, a
ticker, a credit, initials), and by their place: above the headline, under *Related posts*, after the
article's end. A paragraph of prose is taken away only for its own words or inside a list of teasers.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from .dates import WEEKDAY, find_dates

LONG = 60  # words; a longer line is never furniture by its own words


@dataclass(slots=True)
class Line:
    """A line of the page: ``text`` is what is left of it once pieces have been cut off either end."""

    start: int
    end: int
    text: str
    apart: bool  # an empty line stands before it
    reason: str = ""
    opens: str = ""
    prose: bool = False
    words: int = 0


@dataclass(slots=True)
class Page:
    """The lines of a page, judged. Spans are offsets in the text given."""

    lines: list[Line]
    cuts: list[tuple[int, int, str]] = field(default_factory=list)
    headline: Line | None = None
    byline: tuple[int, int] | None = None
    dateline: tuple[int, int] | None = None
    agency: str | None = None
    text: str = ""
    head_end: int = 0  # the number of the line with which the article's text begins in earnest


    def lines_text(self, span: tuple[int, int]) -> str:
        return self.text[span[0] : span[1]]


@dataclass(frozen=True, slots=True)
class Signs:
    whole: dict[str, tuple[str, str]]
    begin: dict[str, tuple[str, str]]
    within: tuple[tuple[str, str], ...]
    single: frozenset[str]  # the whole lines of one word
    menu: frozenset[str]
    agencies: frozenset[str]
    site: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def signs() -> Signs:
    """Load the vocabulary once."""
    table = tomllib.loads(resources.files("orebook").joinpath("vocabulary/furniture.toml").read_text("utf-8"))
    whole: dict[str, tuple[str, str]] = {}
    begin: dict[str, tuple[str, str]] = {}
    within: list[tuple[str, str]] = []
    for sign in table["signs"]:
        verdict = (sign["reason"], sign.get("opens", ""))
        for phrase in sign["lines"]:
            if phrase.startswith("…"):
                within.append((phrase.strip("…"), sign["reason"]))
            elif phrase.endswith("…"):
                begin.setdefault(phrase.rstrip("…").strip(), verdict)
            else:
                whole.setdefault(_bare(phrase), verdict)
    single = frozenset(phrase for phrase in whole if " " not in phrase)
    return Signs(whole, begin, tuple(within), single, frozenset(table["menu"]["words"]), frozenset(name.casefold() for name in table["agencies"]["names"]), {kind: frozenset(words.split()) for kind, words in table["site"].items()})


_LEAD = re.compile(r"^[\W_\d]+")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_CLOSERS = "\"'”’»)]* "
_NAME = r"[A-ZÀ-ÞЀ-Я][\w.’'-]*[\w.]"
_NAMES = rf"{_NAME}(?: (?:(?:de|van|von|der|bin|al|el|la|le|da|di) )?{_NAME}){{0,3}}"
_BYLINE = re.compile(
    rf"(?:(?:By|BY|by|Written by|Author|Authors|AUTHOR|Text by|Text|Story by|Reported by|Posted by|Article by|Prepared by|Words|Interview by|Interviewed by|Interviewer|Reporter|Correspondent)(?::\s*|\s+))(?P<name>{_NAMES}(?:(?:, | and | & |, and ){_NAMES}){{0,4}})(?P<rest>.*)$"
)
_ROLE = re.compile(
    r"\b(?:special |staff |our |foreign |senior |own )*(?:correspondent|staff writer|staff reporter|reporter|columnist|news desk|newsdesk|"
    r"news ?room|editorial staff|editorial team|editorial board|contributing writer|contributor|web desk|news team|news service|deputy editor|managing editor|chief editor|editor-in-chief|journalist)\b",
    re.I,
)
_CREDIT = re.compile(
    r"(?:^|[/|(\[.,;–—\s-])(?:photo|photos|image|images|picture|pictures|pic|foto|photograph|photography|illustration|graphic|credit|credits|fotoğraf|фото)"
    r"(?:\s+(?:credit|credits|source|courtesy|copyright|by|from))?\s*(?::|©|\bby [A-ZÀ-Þ]|\bcourtesy of\b|/ ?[A-Z])",
    re.I,
)
_STOCK = (
    r"(?:Getty(?: Images)?|Shutterstock|iStock(?:photo)?|Unsplash|Adobe Stock|Wikimedia(?: Commons)?|EPA(?:-EFE)?|Pixabay|Pexels|Alamy|"
    r"Depositphotos|Dreamstime|Freepik|Flickr|AFP|AP Photo|AP|Reuters|REUTERS|Bloomberg|TASS|Anadolu|Xinhua|Sputnik|Stock image|Stock photo|File photo|FILE PHOTO|File image|File|Handout|Press service|press service|Courtesy(?: of)? [\w .'-]{1,40}|Akorda|official website)"
)
_CREDIT_END = re.compile(rf"[.!]\s*(?:Stock|File) (?:image|photo)s?\.?$|[/|(\[©]\s*(?:[^/|(\[\n]{{0,60}}[/ ])?{_STOCK}(?: via [\w ]{{1,30}})?(?:/[\w .]{{1,30}})?\W*$|©\s?[\w .&'-]{{2,60}}$|\b(?:REUTERS|AP Photo|AFP)/[A-Z]")
_CAPTION = re.compile(r"(?:FILE PHOTO|FILE -|FILE –|FILE —|File photo|A file photo|In this (?:file )?(?:photo|picture|image)|Pictured:|Illustrative (?:photo|image)|Caption:|Image caption|Screenshot|Photo (?:from|by|of|courtesy|taken|provided)\b|Representative image|Stock image|Stock photo|Representational image|Image for illustration|Photo for illustration)\b")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b).{0,20}(?:(?:19|20)\d\d|\b[A-Z])|^(?:©|\([cC]\)) ", re.I)
_TEMPERATURE = re.compile(r"(?:[A-ZÀ-Þ][\w.' -]{0,30}[,:]?\s+)?[-+–]?\d{1,2}(?:[.,]\d)?\s?(?:[°º]\s?[CF]?|[CF])(?:\W.{0,40})?$|(?:Humidity|Wind|Feels like|Pressure|Sunrise|Sunset|Visibility)\b.{0,3}[-+\d].{0,20}$")
_INITIALS = re.compile(r"\(?[a-z]{2,4}(?:[/-][a-z]{2,4}){1,5}\)?$|[([][A-Z]{2,3}(?:/[A-Z]{2,3})*[)\]]$|[-–—]+ ?[A-Z]{2,3}$|\((?:photo|photos|video|ends?|END|more|mf|pix|graphic)\)$|-0-$|#{2,}$|-?30-$|\*{3,}$|[-–—_=*]{3,}$|-+ ?(?:ends?|ENDS?) ?-+$|/[A-Z]{3,10}/\.?$|\(?\s*(?:Reporting|Writing|Editing|Additional reporting|Compiled|Translated) by .{3,300}$", re.M)
_URL = re.compile(r"(?:https?://|www\.)\S+$")
_LINK = re.compile(r"(?:[\w ,’'-]{0,40}:?\s*)?(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+)\W*$")
_ADDRESS = re.compile(r"\b(?:[Ss]treet|[Ss]tr\.|[Aa]venue|[Aa]ve\b|[Bb]oulevard|[Bb]lvd|P\.?O\.? Box|[Ff]loor,|[Ss]uite \d|[Oo]ffice \d)")
_EXCHANGE = re.compile(r"[(\[]?(?:1 [A-Za-z ]{3,20}|[$€£¥₸₽]\s?1|US\$1) ?= ?\D{0,4}[\d., ]+[\w ]{0,20}[)\]]?\.?$")
_HANDLE = re.compile(r"@[\w.]+$")
_PHONE = re.compile(r"(?:(?:Tel|Phone|Fax|Mob|Ph|T|M)\w{0,6}\.?:?\s*)?\+?\d[\d ()-]{7,18}\d\W*$")
_HASHTAGS = re.compile(r"(?:#\w[\w-]*[\s,;·|]*)+$")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)$|\[(?:image|photo|video|embed|gallery)[^\]\n]{0,80}\]$|[\w-]+\.(?:jpe?g|png|webp|gif|svg)$|spot_img\w*$|\d{1,3} ?/ ?\d{1,3}$|\d+ of \d+$", re.I)
_COUNTERS = re.compile(r"(?:\d[\d.,]*[kKmM]?\s*)?(?:views?|shares?|comments?|likes?|reads?|(?:est\.? ?)?\d*min(?:ute)?s?(?: of)?(?: read(?:ing)?)?|просмотров)\b[\s:·|]*(?:\d[\d.,]*[kKmM]?)?(?: edited)?(?: \d\d?:\d\d)?$|[A-Z]{2,6}/\d\d/\d{2,6}$|(?:From|To|Subject|Date|Cc|Sent|Reply-To): .{1,120}$", re.I)
_CRUMBS = re.compile(r"(?:Home(?:page)?|Main(?: page)?|You are here:?|News|Start)\s*(?:[>»/›→|\\·:-]|::)\s*\S.{0,160}$")
_META = re.compile(
    r"\b(?:first |last |originally )?(?:published|posted|updated|modified|created|publication|date|issued|released|release|edited|added|last|upd|on|at|by|in|ago|of|an?|hours?|days?|weeks?|months?|years?|minutes?|min|read|views?|time|local|gmt|utc|est|edt|cet|cest|ist|bst|msk|am|pm|a\.m|p\.m|hrs|news|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\b",
    re.I,
)
_TIME = re.compile(r"\b\d{1,2}[:.h]\d\d(?::\d\d)?\b")
_TICKER_WORDS = frozenset(
    "usd eur rub kzt cny gbp jpy chf uzs kgs uah try azn gel byn inr pln czk rsd krw aud cad brent wti urals oil gold silver copper aluminium aluminum nickel zinc "
    "lead tin cobalt lithium uranium platinum palladium iron ore lme comex nymex shfe kase aix rts moex imoex s&p dow jones nasdaq ftse dax cac nikkei btc eth bitcoin "
    "natural gas index nbk nbrk rate rates exchange crude futures u3o8 spot price prices close open carbonate hydroxide 3m cash 500 100 30 225 vix bist micex stoxx euro".split()
)
_CURRENCY_WORDS = frozenset("usd eur rub kzt cny gbp jpy chf uzs kgs uah try azn gel byn inr pln czk rsd krw aud cad btc eth $ € ₽ ₸ £ ¥ kase brent wti s&p nasdaq ftse dax".split())
_BIO = re.compile(rf"(?:The (?:author|writer)|{_NAMES}) (?:is|was|has been|works as|covers|reports on|writes)\b.{{0,120}}\b(?:journalist|reporter|correspondent|editor|columnist|fellow|freelance\w*|writer|contributor|author|commentator|covers?|covering|writes?|reporting)\b")
_TITLE_WORD = re.compile(r"\w[\w’'-]{3,}")


def _bare(text: str) -> str:
    return _EDGES.sub("", text.lower().replace("’", "'").replace("‘", "'"))


def lay_out(text: str) -> Page:
    """Judge every line of a page.

    Parameters
    ----------
    text : str
        Plain text, as a :class:`~orebook.text.View` gives it.
    """
    page = Page(_split(text), text=text)
    lines = page.lines
    known: dict[str, tuple[str, str]] = {}
    for line in lines:
        if line.text not in known:
            known[line.text] = _judge(line.text, line.words)
        line.reason, line.opens = known[line.text]
    body = [i for i, line in enumerate(lines) if line.prose and not line.reason]
    _find_headline(page, body)
    _read_head(page, body)
    _close_blocks(page)
    for line, below in zip(reversed(lines[:-1]), reversed(lines)):  # the heading of a prompt goes with it
        if not line.reason and not line.prose and line.words <= 6 and line is not page.headline:
            if below.reason in ("subscribe prompt", "site's own words", "login or paywall") and line.text.isupper():
                line.reason = below.reason
    for line, below in zip(reversed(lines[page.head_end + 1 : -1]), reversed(lines)):
        if below.reason == "photo caption or credit" and not below.apart and not line.reason and not line.prose:
            if line.words <= 20 and line.text[-1] not in ".!?:;”\"»" and not any(c.isdigit() for c in line.text):
                line.reason = below.reason
    _read_tail(page)
    _cut_ends(page)
    return page


def _split(text: str) -> list[Line]:
    lines, apart, start = [], True, 0
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare:
            at = start + len(raw) - len(raw.lstrip())
            words = bare.count(" ") + 1
            lines.append(Line(at, at + len(bare), bare, apart, words=words, prose=_is_prose(bare, words)))
        apart = not bare
        start += len(raw) + 1
    return lines


def _is_prose(text: str, words: int) -> bool:
    """Whether a line reads as a paragraph: a sentence with its full stop, or too long to be a title."""
    if words > 28:
        return True
    end = text.rstrip(_CLOSERS)[-1:]
    if text.endswith(("...", "…")):
        return False  # a teaser
    return (words >= 5 and end == ".") or (words >= 14 and (end in "!?:;" or ". " in text))


def _judge(text: str, words: int) -> tuple[str, str]:
    """Return reason and what the line opens, by its own words and shape alone."""
    if words > LONG or len(text) > 12 * LONG:
        return "", ""
    vocabulary = signs()
    bare = _bare(text)
    if bare in vocabulary.whole and words <= 10:
        return vocabulary.whole[bare]
    if not bare:
        symbols = any(unicodedata.category(c) in ("So", "Sk", "Co", "Cn") for c in text)
        control = len(text) < 40 if symbols else len(text) < 12 and not any(c.isdigit() for c in text)
        return ("page control", "") if control else _shape(text, words)
    if words <= 45:
        cut = ""
        for word in _LEAD.sub("", text.lower().replace("’", "'")).split(" ", 6)[:6]:
            cut = f"{cut} {word}" if cut else word
            for form in (cut, cut.rstrip(".,!?:;)…")):
                if form in vocabulary.begin:
                    return vocabulary.begin[form]
    segments = [_bare(segment) for segment in re.split(r"\s[·|•]\s", text)] if words <= 30 else []
    if len(segments) > 1 and all(segment in vocabulary.whole or segment in vocabulary.begin for segment in segments):
        return (vocabulary.whole.get(segments[0]) or vocabulary.begin[segments[0]])[0], ""
    if _speaks_to_reader(text, words):
        opens = "titles" if text.endswith(":") and words <= 8 else ""
        return "site's own words", "labels" if "contact" in text and text.endswith(":") else opens
    if words > 2:
        low = bare
        for phrase, reason in vocabulary.within:
            if all(part in low for part in phrase.split("…")):
                return reason, ""
    return _shape(text, words)


_REPORTED = re.compile(r"\b(?:said|says|told|according to|announced|noted|reported|reports|added|stated|stressed|explained)\b|[“«„]|^\"")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+)[^\w]*([A-Za-z][\w'’]*)")
_MEASURED = re.compile(r"\d\s?(?:%|per cent|percent|t\b|tonnes|tons|kg|km|MW|million|billion|mln|bln)|[$€£]\s?\d")


def _speaks_to_reader(text: str, words: int) -> bool:
    """Whether a line is the site's own: a call to the reader, or a notice of rights."""
    site = signs().site
    low = text.lower().replace("’", "'")
    used = set(re.findall(r"[a-z@][a-z'-]*", low))
    if words <= 4 and not text.endswith(".") and used & site["strong"] and not _MEASURED.search(text):
        return True
    if _REPORTED.search(text):
        return False
    if words <= LONG and len(used & site["legal"]) >= 3:
        return True
    called = any(start.lower().replace("’", "'") in site["calls"] for start in _SENTENCE_START.findall(text))
    reader = used & site["reader"]
    if not called and not reader:
        return False
    points = 2 * called + 2 * len(used & site["strong"]) + len(used & site["weak"] - reader) + min(2, len(reader)) + 2 * ("@" in text)
    return points - 2 * bool(_MEASURED.search(text) and "month" not in used) >= 4 and bool(used & (site["strong"] | site["weak"]) or "@" in text)


def _shape(text: str, words: int) -> tuple[str, str]:
    short = words <= 14
    if short and _TEMPERATURE.match(text) and words <= 8:
        return "weather", ""
    if _is_ticker(text):
        return "ticker", ""
    if short and _CRUMBS.match(text) and not text.endswith("."):
        return "breadcrumb", ""
    if short and _IMAGE.match(text):
        return "image placeholder", ""
    if short and _HASHTAGS.match(text) and not re.match(r"#+ ", text):
        return "tags", ""
    if short and (_URL.match(text) or _LINK.match(text) or _PHONE.match(text)):
        return "link or contact", ""
    if words <= 4 and _COUNTERS.match(text):
        return "page control", ""
    if _INITIALS.match(text):
        return "agency sign-off", ""
    if (short or not text.endswith(".")) and _is_date_line(text, words):
        return "date line", ""
    if words <= 30 and _COPYRIGHT.search(text):
        return "copyright notice", ""
    if short and (_ADDRESS.search(text) and any(c.isdigit() for c in text) and not text.endswith((".", ":", "?"))):
        return "link or contact", ""
    if short and _EXCHANGE.match(text):
        return "exchange-rate note", ""
    if short and _HANDLE.match(text):
        return "photo caption or credit", ""
    if re.search(r"\((?:illustrative|file|archive|stock|archival|illustration)[^()]{0,20}(?:photo|image|picture)?\)\W*$", text, re.I):
        return "photo caption or credit", ""
    if _CREDIT.search(text) or _CREDIT_END.search(text) or _CAPTION.match(text):
        return "photo caption or credit", ""
    if words <= 30:
        pieces = [piece for piece in re.split(r"[\s|/•·>»,▾▼&+☰≡]+", text.lower()) if piece]
        if len(pieces) >= 2 and not text.endswith("."):
            if all(piece in signs().single for piece in pieces):
                return signs().whole[pieces[0]][0], ""
            if len(pieces) >= 3 and all(piece in signs().menu or piece in signs().single for piece in pieces):
                return "menu", ""
        if any(glyph in text for glyph in "▾☰≡✕⌄"):
            return "menu", ""
    return "", ""


def _is_ticker(text: str) -> bool:
    """Names of currencies, metals and indices with numbers and changes, and nothing else."""
    numbers = names = currencies = changes = 0
    for token in re.findall(r"[▲▼↑↓△▽]|[$€₽₸£¥]|[+–-]?\(?[+–-]?\d[\d.,]*%?\)?|[A-Za-z&][\w&]*(?:/[A-Za-z]+)*|[^\s]", text):
        low = token.lower()
        if low[-1:] in "%)" or low[:1] in "+▲▼↑↓△▽":
            changes += 1
            numbers += low[-1:].isdigit()
        elif low[0].isdigit() or low[:1] in "–-" and len(low) > 1:
            numbers += 1
        elif low in _TICKER_WORDS or low in "$€₽₸£¥" or all(part in _TICKER_WORDS for part in low.split("/")):
            names += 1
            currencies += any(part in _CURRENCY_WORDS for part in low.split("/"))
        elif low.isalpha() or low.isalnum():
            return False
    return names > 0 and numbers > 0 and (currencies > 0 or changes > 0)


def _is_date_line(text: str, words: int) -> bool:
    """A date with nothing but a time, a label, a place, a name or a section beside it."""
    if words > 20 or not any(c.isdigit() for c in text):
        return False
    dates = find_dates(text)
    if dates and all(date.day is None for date in dates):
        return len(dates) == 1 and dates[0].end - dates[0].start == len(text)
    dates = [date for date in dates if date.day]
    if not dates:
        return bool(re.match(r"(?:\d+|an?|one|two|three) (?:hours?|minutes?|mins?|days?|weeks?|months?|years?) ago$", text, re.I))
    rest = re.sub(rf"(?:[\w.-]+ [Nn]ews [Aa]gency)|\b[Bb]y:? {_NAMES}", lambda m: " " * len(m.group()), text)
    for date in reversed(dates):
        rest = rest[: date.start] + " " + rest[date.end :]
    left = [word for word in re.findall(r"[^\W\d][\w’'-]*", _META.sub(" ", _TIME.sub(" ", rest)))]
    lower = [word for word in left if word[0].islower()]
    labelled = bool(re.match(r"\W*(?:first |last |originally )?(?:published|posted|updated|publication|date|modified|created|issued|released)", text, re.I))
    timed = bool("|" in text or _TIME.search(text)) and any(date.year for date in dates)
    return len(left) <= (12 if labelled or timed else 6) and (not lower or (labelled and len(lower) <= 2))


def _find_headline(page: Page, body: Sequence[int]) -> None:
    """Choose among the lines above the first paragraph the one whose words the article repeats."""
    lines = page.lines
    for first in [*body[:3], len(lines)]:  # a notice that reads as prose may stand above the headline
        head = range(min(first, 400))
        candidates = [i for i in head if _may_be_title(lines[i])]
        if candidates:
            break
    else:
        return
    told = {word.lower()[:6] for i in body[:8] for word in _TITLE_WORD.findall(lines[i].text)}
    texts = {i: _bare(_unmarked(lines[i].text)[1]) for i in head}

    def score(i: int) -> float:
        words = [word.lower() for word in _TITLE_WORD.findall(lines[i].text)]
        value = sum(word[:6] in told for word in words) / len(words) if words else 0.0
        value += 0.8 * lines[i].text.startswith(("# ", "## "))
        value -= 0.3 * lines[i].text.endswith((".", ":"))
        value -= 0.5 * bool(_BYLINE.match(lines[i].text) or (_ROLE.search(lines[i].text) and lines[i].words <= 8))
        value -= 0.6 * (i > signed >= shown[0])  # the headline stands above the name of who wrote it
        value -= 0.4 * (lines[i].words < 5)
        if len(texts[i]) >= 20:
            value += 0.6 * any(j != i and texts[j].find(texts[i]) >= 0 for j in candidates[:60])
        return value

    shown = candidates[:60]
    signed = next((i for i in head if _BYLINE.match(lines[i].text) and lines[i].words <= 12), len(lines))
    scores = {i: score(i) for i in shown}
    best = max(shown, key=lambda i: (scores[i], -i))
    if scores[shown[0]] >= scores[best] - 0.25 or not body:
        best = shown[0]
    title = _unmarked(lines[best].text)[1]
    # A line that ends or begins with the headline holds it first: what is glued to it is cut off.
    for i in range(best + 1 if body else 0):
        at = lines[i].text.find(title)
        if at >= 0 and lines[i].words <= 45 and len(title) >= 20:
            line = lines[i]
            glued, after = line.text[:at].strip(), line.text[at + len(title) :].strip()
            if glued:
                page.cuts.append((line.start, line.start + len(line.text[:at].rstrip()), "breadcrumb" if glued.strip("# ") else "mark-up"))
            if after:
                tail = line.start + at + len(title)
                page.cuts.append((tail + len(line.text[at + len(title) :]) - len(line.text[at + len(title) :].lstrip()), line.end, "site name"))
            line.start, line.end, line.text, line.reason = line.start + at, line.start + at + len(title), title, ""
            page.headline = line
            break
    else:
        page.headline = lines[best]
    same = _bare(title)
    for i in range(lines.index(page.headline) + 1, min(len(lines), 600)):
        if lines[i] is not page.headline and len(same) >= 12 and _bare(lines[i].text) == same:
            lines[i].reason = lines[i].reason or "repeated headline"


def _may_be_title(line: Line) -> bool:
    return (
        not line.reason and not line.prose and 3 <= line.words <= 40
        and any(c.isalpha() for c in line.text) and not (line.words <= 12 and _BYLINE.match(line.text))
    )  # fmt: skip


def _unmarked(text: str) -> tuple[int, str]:
    """Return a heading without its Markdown signs, and how many characters they take."""
    match = re.match(r"(?:#{1,6}\s+|[^\w\s\"'“«„(\[$€£-]+\s?)+", text)
    at = match.end() if match else 0
    return at, text[at:].rstrip("# ") if match else text


def _read_head(page: Page, body: Sequence[int]) -> None:
    """Judge what stands above the headline, and between it and the text, where a standfirst may stand too."""
    lines, headline = page.lines, page.headline
    top = lines.index(headline) if headline else -1
    if headline and body:
        for line in lines[:top]:
            if not line.reason and not line.prose:
                line.reason = "menu"
    end = top + 1
    for i in range(top + 1, min(len(lines), top + 30)):
        if lines[i].prose and not lines[i].reason:
            end = i
            if lines[i].words >= 30 or i + 1 < len(lines) and lines[i + 1].prose and not lines[i + 1].reason:
                break
            if not any(line.reason in ("date line", "share prompt") or _BYLINE.match(line.text) for line in lines[i + 1 : i + 6]):
                break
    page.head_end = end
    near = [i for i in range(max(0, top - 3), top) if lines[i].reason == "date line"]
    for i in [*near, *range(top + 1, min(end + 1, len(lines)))]:
        line = lines[i]
        told = re.search(r"([\w.-]+) (?:[Nn]ews [Aa]gency)", line.text) if line.reason == "date line" else None
        if told:
            page.agency = told[1]
        if line.prose and line.words > 14 or line.reason and line.reason not in ("date line", "share prompt"):
            continue
        match = _BYLINE.match(line.text)
        named = re.match(rf"(?P<name>{_NAMES}(?:(?:, | and | & ){_NAMES}){{0,4}})\s*[|•·,—–-]\s", line.text)
        lone = re.fullmatch(rf"(?P<name>{_NAMES}(?:(?:, | and | & ){_NAMES}){{0,4}})(?: in [A-ZÀ-Þ][\w-]+(?: [A-Z]\w+)?)?[\s|•·,–—-]*", line.text)
        if match and line.words <= 20 and not line.prose:
            _take_byline(page, line, match)
        elif line.reason == "share prompt":
            continue
        elif line.reason == "date line" and (by := re.search(rf"\b[Bb]y:? (?P<name>{_NAME}(?: [A-ZÀ-Þ][\w.’'-]+){{0,3}}|[a-z]\w+$)", line.text)):
            _take_byline(page, line, by)
        elif line.text.strip("().-/ ").casefold() in signs().agencies:
            line.reason = "byline"
            page.agency = line.text.strip("().-/ ")
        elif line.reason == "date line" and named and 2 <= named["name"].count(" ") + 1 <= 9 and not find_dates(named["name"]):
            _take_byline(page, line, named)
        elif line.reason:
            continue
        elif handle := re.fullmatch(r"[Bb]y (?P<name>[\w.-]{2,30})", line.text):
            _take_byline(page, line, handle)
        elif i < end and re.fullmatch(r"in [A-Z][\w, &]{2,50}", line.text):
            line.reason = "tags"
        elif line.words <= 12 and not line.text.endswith(".") and _ROLE.search(line.text):
            _take_byline(page, line, named if named and named["name"].count(" ") else None)
        elif i < end and headline and lone and 2 <= line.words <= 9 and not _is_label(line.text) and any(
            other.reason in ("date line", "byline", "share prompt", "page control", "related posts")
            for other in lines[max(0, i - 1) : i] + lines[i + 1 : i + 3]
        ):
            _take_byline(page, line, lone)
        elif i < end and headline and re.fullmatch(r"[\d ]{1,9}", line.text):
            line.reason = "page control"
        elif i < end and headline and line.words <= 3 and line.text[-1] not in ".:?!" and not any(c.isdigit() for c in line.text):
            below = lines[i + 1]
            if _is_label(line.text) or not below.prose:
                line.reason = "menu"
            elif line.text.isupper() and line.words <= 2 and len(line.text) >= 4 and lines[i - 1].reason in ("date line", "byline"):
                line.reason, page.dateline = "dateline", (line.start, line.end)


def _take_byline(page: Page, line: Line, match: re.Match[str] | None) -> None:
    line.reason = "byline"
    name = match["name"] if match else line.text
    if name.casefold() in signs().agencies:
        page.agency = page.agency or name
    elif page.byline is None:
        page.byline = (line.start + match.start("name"), line.start + match.end("name")) if match else (line.start, line.end)


def _is_label(text: str) -> bool:
    return all(piece in signs().menu or piece in signs().single for piece in re.findall(r"[^\W\d]+", text.lower()))


def _close_blocks(page: Page) -> None:
    """Carry an opening line on: titles after *Related posts*, everything after *Leave a reply*."""
    lines = page.lines
    total = sum(line.words for line in lines if line.prose and not line.reason)
    after = [0] * (len(lines) + 1)
    for i in range(len(lines) - 1, -1, -1):
        after[i] = after[i + 1] + (lines[i].words if lines[i].prose and not lines[i].reason else 0)
    start = lines.index(page.headline) if page.headline else -1
    i = start + 1
    while i < len(lines):
        opens, reason = lines[i].opens, lines[i].reason
        i += 1
        if not opens or total == 0:
            continue
        before = total - after[i]
        last = after[i] < 0.25 * total and before > 0
        if opens == "rest" and before > 0 and after[i] < 0.4 * total:
            for line in lines[i:]:
                line.reason = line.reason or reason
            return
        run = 0
        while i < len(lines) and not lines[i].opens:
            line = lines[i]
            if line.prose and not line.reason:
                teaser = last and line.words <= 60 and not (i + 1 < len(lines) and lines[i + 1].prose)
                if not (opens == "person" and run == 0 or (opens == "titles" and teaser and run > 0)):
                    break
            if opens == "labels" and line.words > 6 and not line.reason:
                break
            line.reason = line.reason or reason
            run += 1
            i += 1
        ended = i < len(lines) and lines[i].prose and not lines[i].reason
        if ended and run >= 2 and lines[i - 1].words <= 4 and lines[i - 1].reason == reason and (opens == "titles" or lines[i - 1].apart):
            lines[i - 1].reason = ""  # a heading of the article that goes on


def _read_tail(page: Page) -> None:
    """After the last paragraph only lists and tables are the article's; a note on its author is not."""
    lines = page.lines
    prose = [i for i, line in enumerate(lines) if line.prose and not line.reason]
    writer = " ".join(page.lines_text(page.byline).split()[:2]) if page.byline else ""
    while len(prose) > 2 and lines[prose[-1]].words <= 70 and (
        _BIO.match(lines[prose[-1]].text) or (writer.count(" ") and lines[prose[-1]].text.startswith(writer) and _IS.search(lines[prose[-1]].text))
    ):
        lines[prose.pop()].reason = "note on the author"
    if not prose:
        return
    last = lines[prose[-1]]
    begun = ""
    for i, line in enumerate(lines[prose[-1] + 1 :], prose[-1] + 1):
        match = _BYLINE.match(line.text)
        if line.reason:
            begun = line.reason
            desk = _DESK.fullmatch(line.text)
            if desk and page.byline is None:
                page.byline = (line.start + desk.start(1), line.start + desk.end(1))
        elif match and line.words <= 12:
            _take_byline(page, line, match)
        elif re.fullmatch(_NAMES, line.text) and 2 <= line.words <= 4 and not line.text.isupper():
            _take_byline(page, line, None)
        elif line.text.strip("().-/ ").casefold() in signs().agencies:
            line.reason = "agency sign-off"
        elif begun and not line.prose and not _is_item(line.text) and (line.text[-1] not in ".”" or line.text.endswith("...") or begun in ("related posts", "comment form")):
            line.reason = begun if begun in ("related posts", "tags", "comment form") else "after the article"
        elif not line.prose and line.words <= 25 and line.text[-1] not in ".!?:;…\"”»)" and not last.text.endswith(":") and not _is_item(line.text) and not any(c.isdigit() for c in line.text):
            line.reason = "after the article"


_DESK = re.compile(r"\(?([a-z]{2,4}(?:/[a-z]{2,4})+|(?<=\()[A-Z]{2,3}(?=\)))\)?")
_IS = re.compile(r"^(?:\S+ ){1,5}(?:is|was|has|covers|writes|works|reports)\b")


def _is_item(text: str) -> bool:
    return bool(re.match(r"[-*•–]\s|\d{1,2}[.)]\s", text)) or "\t" in text or text.count("|") > 1 or len(re.findall(r"\d[\d.,]*", text)) > 2


_PLACE = re.compile(
    r"(?!(?:In|On|At|By|From|The|A|An|As|To|For|With|After|It|This)\b)(?:(?:St|ST|Ft|FT|Mt|MT)\. )?[A-ZÀ-Þ][\w’']*(?:-[\w’']+)*(?:[ -][A-ZÀ-Þ][\w’'.]*(?:-[\w’']+)*){0,3}"
    r"(?:/[A-ZÀ-Þ][\w’' -]*?)?(?=[,.;:/ (–—-]|$)"
)
_AGENCY = re.compile(
    r"\((?P<a>[A-Z][\w .&’'/-]{1,40}?)(?: - [^)]{4,20})?\)|/ ?(?P<b>[A-Z][\w .&-]{1,30}?) ?/"
    r"|(?P<c>[A-Z0-9][\w./-]*(?: (?:Novosti|News Agency|News|Newswires|Agency|NEWSWIRE|WIRE))?)"
)
_STOP = re.compile(r"\s*(?:[.:]?\s*[-–—]{1,2}-?|\.)(?:\s+|(?=[“\"«A-Z(]))")


def _cut_ends(page: Page) -> None:
    """Cut the dateline off the first paragraphs and the agency's name off the last."""
    lines = page.lines
    prose = [line for line in lines if not line.reason and line is not page.headline and (line.prose or line.words > 5)]
    for line in prose[:7] if page.dateline is None else ():
        found = _dateline(line.text)
        if found:
            shown, end, agency = found
            page.dateline = (line.start, line.start + shown)
            page.agency = agency or page.agency
            page.cuts.append((line.start, line.start + len(line.text[:end].rstrip()), "dateline"))
            line.start, line.text = line.start + end, line.text[end:]
            break
    if prose:
        match = re.search(r"[.!?”\"»]\s+[(/—–-]{0,2}\s?([A-Z][\w.-]*(?: [A-Z]\w*)?)[)/]?\.?$", prose[-1].text)
        if match and (match[1].casefold() in signs().agencies or match[1] == page.agency):
            at = match.start() + 1
            page.cuts.append((prose[-1].start + at + len(prose[-1].text[at:]) - len(prose[-1].text[at:].lstrip()), prose[-1].end, "agency sign-off"))
            page.agency = page.agency or match[1]
            prose[-1].text = prose[-1].text[:at]
            prose[-1].end = prose[-1].start + at


def _dateline(text: str) -> tuple[int, int, str | None] | None:
    """Return the length of the dateline shown, of all that is cut, and the agency; None without one."""
    head = text[:160]
    at, parts, agency, dated = 0, 0, None, False
    shouted = placed = False
    colon = re.match(r"([A-Z][A-Z ]{3,24}|(?:New Delhi|Mumbai)):\s+(?=[“\"A-Z])", head)
    if colon:
        return colon.end(1), colon.end(), None
    starts = {date.start: date for date in find_dates(head)}
    while parts < 8:
        day = WEEKDAY.match(head, at)
        if at in starts:
            at, dated = starts[at].end, True
        elif day:
            at = day.end()
        else:
            match = _AGENCY.match(head, at)
            name = (match["a"] or match["b"] or (match["c"] or "").rstrip(".")) if match else None
            if match and name and (match["c"] is None or name.casefold() in signs().agencies):
                agency, at = agency or _known_agency(name), match.start() + len(match.group().rstrip(".")) if match["c"] else match.end()
            else:
                place = _PLACE.match(head, at)
                if not place or placed and dated and agency:
                    break
                if placed and not re.search(r"[,/.]\s*$", head[:at]):
                    break
                placed = True
                shouted = shouted or (place.group().isupper() and len(place.group()) >= 4)
                at = place.end()
        parts += 1
        stop = _STOP.match(head, at)
        dashed = bool(stop and re.search(r"[-–—]", stop.group()))
        if stop and ((dashed and (dated or agency or shouted)) or (not dashed and (agency or dated) and parts > 1 and (agency or placed))):
            follows = text[stop.end() : stop.end() + 1]
            next_agency = _AGENCY.match(head, stop.end())
            more = stop.end() in starts or (
                _names_agency(next_agency) and not agency and (not dashed or bool(next_agency and _STOP.match(head, len(next_agency.group().rstrip(".")) + stop.end())))
            )
            if not more and follows and not follows.islower():
                return at, stop.end(), agency
        if agency and dated and at >= len(text.rstrip()):
            return at, len(text), agency
        gap = re.match(r"[\s,.;:]*", head[at:])
        step = gap.end() if gap else 0
        if head[at + step : at + step + 1] == "/" and not _AGENCY.match(head, at + step):
            step += 1
        if stop and stop.end() in starts or re.match(r"[-–—]{1,2}\(", head[at:]):  # Astana – 1 August –, NEW YORK--(AGENCY)
            step = stop.end() - at if stop and stop.end() in starts else head.index("(", at) - at
        if step == 0:
            break
        at += step
    return None


def _known_agency(name: str) -> str:
    """Return the agency alone where a reporter's name follows it: /Trend A. Name/."""
    words = name.split()
    known = (" ".join(words[:k]) for k in range(len(words), 0, -1))
    return next((words_ for words_ in known if words_.casefold() in signs().agencies), name)


def _names_agency(match: re.Match[str] | None) -> bool:
    return bool(match and (match["a"] or match["b"] or (match["c"] or "").rstrip(".").casefold() in signs().agencies))
