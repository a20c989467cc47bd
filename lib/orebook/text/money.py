"""Currencies by sign, code, name and hundredth.

The usual ones are data (``vocabulary/units.toml``). The names and codes of all others are CLDR's, read
through Babel only where a text sets a word next to a sum that is neither a unit nor a usual currency.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from orebook.text.vocabulary import by_word, find_entities, vocabulary

_DATA = vocabulary("units")
SIGNS: dict[str, str] = _DATA["currency_signs"] | {code: code for code in _DATA["currencies"]}
CODES = frozenset(SIGNS.values())
SHARED = frozenset(_DATA["shared"])  # names of several currencies
NAMES = by_word(_DATA["currencies"] | _DATA["shared"])
_COMMON_WORDS = {"ALL", "TOP", "gold"}  # codes in a headline in capitals; Zimbabwe's gold


def read_sign(words: str) -> tuple[str, float] | None:
    """Read what stands before a number as its currency and what the number is multiplied by.

    Letters and sign may come in either order, with a space: ``$US``, ``US $``. A sign of unknown letters is
    kept as it is written (``W$``); letters alone that are no currency's give None.
    """
    code, factor = _DATA["multiplied"].get(words.strip().lower(), ("", 0.0))
    if code in CODES:  # ¢14, US Cents 8.7
        return code, factor
    sign = words.strip().replace(" ", "").replace(".", "")
    letters = "".join(filter(str.isalpha, sign))
    symbol = sign.replace(letters, "") if letters else sign
    if code := SIGNS.get(sign) or SIGNS.get(letters + symbol):
        return code, 1.0
    if symbol:
        return SIGNS.get(letters) or letters + symbol, 1.0
    return (sign, 1.0) if is_code(sign) else None


def is_code(word: str) -> bool:
    """Whether three capitals are a currency's code."""
    return word in CODES or len(word) == 3 and word.isupper() and word in _cldr()


def read_name(words: str, of_many: bool = False) -> tuple[str, float] | None:
    """Read words after a number: ``MUSD``, ``ZAR cents``; CLDR's names (``birr``) only `of_many`."""
    code, _, cents = words.partition(" ")
    if cents.lower() in ("cents", "cent", "c") and is_code(code):
        return code, 0.01
    if words[1:] in CODES and (factor := _DATA["scale_letters"].get(words[0])):
        return words[1:], factor
    name = words if words.isupper() else words.lower()
    codes = _cldr().get(name) if of_many else None
    return (name if len(codes) > 1 else min(codes), 1.0) if codes else None


def in_text(name: str, text: str) -> str:
    """Return the currency that a shared name is in a text: *pesos*, where it names Chile and no Mexico."""
    from babel.core import get_global

    lands, money = get_global("territory_aliases"), get_global("territory_currencies")
    places = {one.name for one in find_entities(text) if one.kind in ("place", "city")}
    theirs = {use[0] for place in places for land in lands.get(place, ()) for use in money.get(land, ())}
    codes = theirs & _cldr()[name]
    return codes.pop() if len(codes) == 1 else _DATA["shared_default"].get(name, name)


@cache
def _cldr() -> dict[str, set[str]]:
    """Return the currencies in use by their codes and names, whole and the last word alone."""
    from babel.core import get_global
    from babel.numbers import get_currency_name  # a tenth of a second: not at import

    uses = (use for of_land in get_global("territory_currencies").values() for use in of_land)
    names: dict[str, set[str]] = defaultdict(set)
    for code in {code for code, _, end, legal in uses if legal and not end}:
        spelt = [get_currency_name(code, count, locale="en").lower() for count in (1, 2)]
        for name in (code, *spelt, *(words.split()[-1] for words in spelt)):
            names[name].add(code)
    return {name: codes for name, codes in names.items() if name not in _COMMON_WORDS}
