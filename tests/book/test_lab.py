"""A re-runner in JupyterLab: a real server, a real browser, and files that a save leaves as they were."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from orebook.book.build import accept, new_project

NOTEBOOK = ".jp-NotebookPanel"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A small project, its notebook executed and accepted."""
    folder = tmp_path_factory.mktemp("lab") / "cobalt"
    new_project(folder)
    accept(folder, "first outputs")
    return folder


@pytest.fixture(scope="module")
def address(project, tmp_path_factory):
    """The address of JupyterLab, as `orebook lab` starts it, with settings of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(tmp_path_factory.mktemp(name.lower())) for name in ("JUPYTER_CONFIG_DIR", "IPYTHONDIR")}
    environment = {key: value for key, value in os.environ.items() if key != "OREBOOK_ROOT"} | own
    options = ["--no-browser", f"--port={port}", "--IdentityProvider.token="]
    server = subprocess.Popen(
        [sys.executable, "-m", "orebook.cli", "lab", "--", *options], cwd=project, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    home = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{home}/api")
            break
        except OSError:
            assert server.poll() is None, "orebook lab has ended"
            time.sleep(0.2)
    yield f"{home}/lab/tree/notebooks"
    server.terminate()
    server.wait()


@pytest.mark.long
def test_double_click_opens_the_text_and_a_save_leaves_all_files_alone(browser, address, project):
    files = {path: path.read_bytes() for path in (project / "notebooks").iterdir() if path.is_file()}
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    page.locator(".jp-DirListing-item", has_text="overview.py").dblclick()
    page.locator(f"{NOTEBOOK} h1").wait_for()
    notebook = json.loads((project / "notebooks" / "overview.ipynb").read_text("utf-8"))
    code = sum(cell["cell_type"] == "code" for cell in notebook["cells"])
    for shown in (".jp-CodeCell", ".jp-CodeCell .jp-Placeholder"):  # all of them folded
        page.wait_for_function(
            "([at, count]) => document.querySelectorAll(at).length === count",
            arg=[f"{NOTEBOOK} {shown}", code],
        )
    assert page.locator(f"{NOTEBOOK} a.claim").count() > 1  # with its outputs

    def save():
        page.locator(f"{NOTEBOOK} h1").click()
        with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
            page.keyboard.press("Control+s")
        page.wait_for_timeout(500)
        return {path: path.read_bytes() for path in files}

    assert save() == files
    page.get_by_role("menuitem", name="Run").click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    page.wait_for_timeout(1000)
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    assert save() == files
    context.close()
