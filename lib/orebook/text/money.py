"""Currencies by sign, code and name.

The usual ones are data (``vocabulary/units.toml``). The names and codes of all others are CLDR's, read
through Babel only where a text sets a word next to a sum that is neither a unit nor a usual currency.
"""

from collections import defaultdict
from functools import cache
from unicodedata import normalize

from orebook.text.vocabulary import by_word, find_entities, vocabulary

_DATA = vocabulary("units")
SIGNS: dict[str, str] = _DATA["currency_signs"] | {code: code for code in _DATA["currencies"]}
CODES = frozenset(SIGNS.values())
SHARED = frozenset(_DATA["shared"])  # names of several currencies
NAMES = by_word(_DATA["currencies"] | _DATA["shared"])
NAMES |= {name.replace("dollar", "dlr"): code for name, code in NAMES.items()}  # of agencies
_COMMON_WORDS = {"ALL", "TOP", "gold"}  # codes in a headline in capitals; Zimbabwe's gold


def read_sign(words: str) -> str:
    """Read what stands before a number as its currency: ``$US``, ``US $``; unknown as written: ``W$``."""
    sign = words.replace(" ", "").replace(".", "")
    letters = "".join(filter(str.isalpha, sign))
    symbol = sign.replace(letters, "") if letters else sign
    known = SIGNS.get(sign) or SIGNS.get(letters + symbol) or SIGNS.get(letters)
    return known or (letters + symbol if symbol else "")


def read_name(words: str) -> str:
    """Return the currency that CLDR gives a code or name (``birr``), the name itself where it has several."""
    name = words if words.isupper() else words.lower()
    codes = _cldr().get(name, [""])
    return name if len(codes) > 1 else min(codes)


def in_text(name: str, text: str) -> str:
    """Return the currency that a shared name is in a text: *pesos*, where it names Chile and no Mexico."""
    from babel.core import get_global

    lands, money = get_global("territory_aliases"), get_global("territory_currencies")
    places = {one.name for one in find_entities(text) if one.kind in ("place", "city")}
    theirs = {use[0] for place in places for land in lands.get(place, ()) for use in money.get(land, ())}
    codes = theirs.intersection(_cldr()[name])
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
            names[normalize("NFD", name).encode("ascii", "ignore").decode()].add(code)  # bolivars
    return {name: codes for name, codes in names.items() if name not in _COMMON_WORDS}
