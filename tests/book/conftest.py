"""The built book, a browser without a network, and pages that remember what they asked for and said."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
import time
from pathlib import Path

import pytest

SIZES: dict = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="session")
def html(request) -> Path:
    """Return the folder of the book under test: one that is published, or the one just built."""
    given = os.environ.get("OREBOOK_HTML")
    return Path(given).resolve() if given else request.getfixturevalue("book")


@pytest.fixture(scope="session")
def pages(html) -> list[str]:
    """Return the names of all pages."""
    found = [str(path.relative_to(html)) for path in html.rglob("*.html")]
    ours = (name for name in found if not name.startswith("_static/"))
    return sorted(name for name in ours if name not in ("index.html", "genindex.html"))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def copyfile(self, source, outputfile):
        """Send a file; one asked for with ``?slow`` in pieces, as a poor line does."""
        while self.path.endswith("?slow") and (piece := source.read(2_000)):
            outputfile.write(piece)
            time.sleep(0.03)
        super().copyfile(source, outputfile)


@pytest.fixture(scope="session")
def site(html):
    """Return the address of a server that serves the book."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=html))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def browser():
    """Return one Chromium for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed: no browser test was run")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no other host is reached
            ],
        )  # fmt: skip
        yield chromium
        chromium.close()


class Visit:
    """A reader's visit: what its pages ask of other hosts and say in the console is kept."""

    def __init__(self, browser, size: str = "desktop", **options):
        self.context = browser.new_context(viewport=SIZES[size], **options)
        self.strangers: list[str] = []
        self.said: list[str] = []
        self.page = self.context.new_page()
        self.page.on("request", self._ask)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("requestfailed", self._fail)

    def _ask(self, request):
        if not request.url.startswith(("file:", "http://127.0.0.1:", "data:", "blob:")):
            self.strangers.append(request.url)

    def _fail(self, request):
        if request.failure != "net::ERR_ABORTED":  # the reader went on before it was there
            self.said.append(f"failed: {request.url}")

    def open(self, address: str):
        self.page.goto(address)
        return self.page


@pytest.fixture
def visit(browser):
    """Return a function that begins a visit; all visits end with the test."""
    begun = []

    def begin(**options) -> Visit:
        begun.append(Visit(browser, **options))
        return begun[-1]

    yield begin
    for one in begun:
        one.context.close()


@pytest.fixture
def quiet():
    """Return a check that a visit asked no other host for anything and left nothing in the console."""

    def check(visit):
        assert visit.strangers == []
        assert visit.said == []

    return check
