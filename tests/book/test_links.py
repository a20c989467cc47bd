"""Links that lead out of the book still lead somewhere; asked weekly, where there is a network."""

import socket
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import html as markup

# What a server says to programs, whatever it shows to people.
REFUSALS = {401, 403, 405, 406, 429, 999}


def fault(address):
    """Return what is wrong with an address, or None."""
    asked = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0 (link check)"})
    try:
        with urllib.request.urlopen(asked, timeout=30):
            return None
    except urllib.error.HTTPError as error:
        return None if error.code in REFUSALS or error.code >= 500 else f"{error.code}"
    except TimeoutError:
        return None  # slow is not gone
    except OSError as error:
        return str(error)


@pytest.mark.long
def test_links_to_other_sites_are_not_dead(html, pages):
    try:
        socket.create_connection(("www.w3.org", 443), timeout=10).close()
    except OSError:
        pytest.skip("no network: no link was checked")
    found = {}
    for name in pages:
        for link in markup.parse(html / name).iterfind(".//a[@href]"):
            address = link.get("href").partition("#")[0]
            if address.startswith(("http://", "https://")):
                found.setdefault(address, name)
    assert found
    with ThreadPoolExecutor(8) as several:
        faults = dict(zip(found, several.map(fault, found), strict=True))
    assert [f"{found[address]}: {address}: {why}" for address, why in faults.items() if why] == []
