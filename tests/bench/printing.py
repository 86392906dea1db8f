"""Measure the printing of reports (T11 to T14) and print one line of JSON.

Runs inside a house (``tests.browser.house``). Chromium prints the same HTML with the same letters.
By itself it leaves out what the style sheet asks for: footnotes, page numbers in the table of
contents, running heads. So it is measured twice: with paged.js, which makes most of that, in a
browser that stays open as our press does; and bare, started anew for each report.
"""

import base64
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

django.setup()

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import sync_playwright

from expertise.printing import press, sheet, to_html
from expertise.reports.golden import golden
from tests import factories
from tests.browser.house import chromium
from tests.drills.kills import children

PAGED = Path(__file__).resolve().parents[2] / ".venv" / "pagedjs.js"  # see deploy/pagedjs.sh
ROUNDS, PAGES_ASKED = 5, 120  # prints to take the middle of; list pages in a row
TICKS = 100  # of the kernel's clock, in a second
LIMITS = press.Limits(wall=300, memory=4 << 30)  # how long and how much is measured here, not kept


class Seen:
    """What a child used, read while it lives."""

    def __init__(self, work):
        self.work, self.pages, self.cpu, self.memory = work, 0, 0.0, 0

    def __call__(self, told):
        if told and told[0] == "ETIQUETA":
            self.pages = told[2]
        for child in children(self.work.process.pid):
            try:
                stat = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
                status = Path(f"/proc/{child}/status").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            self.cpu = (int(stat[11]) + int(stat[12])) / TICKS
            peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
            self.memory = int(peak.split()[1]) / 1024


def printed(pages):
    """Print the golden report in a warm child; return seconds of wall, and what it used."""
    work = press.the_press(settings.RENDER_DIR)
    seen = Seen(work)
    begun = time.perf_counter()
    work.print(*golden(pages), attend=seen, limits=LIMITS)
    return time.perf_counter() - begun, seen


def page_for_chromium():
    """Return the golden report as a page that holds its style and its letters."""
    style = sheet.STYLE.read_text(encoding="utf-8")
    faces = []
    for family, weight, slope, package, name in sheet.FACES:
        data = base64.b64encode(sheet.font(package, name).read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{slope};'
            f"src:url(data:font/otf;base64,{data})}}"
        )
    head = f"<style>{''.join(faces)}{style}</style></head>"
    return to_html(*golden()).replace("</head>", head, 1)


def by_chromium(html):
    """Return the seconds Chromium takes from its start to the file."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder) / "page.html", Path(folder) / "out.pdf"
        page.write_text(html, encoding="utf-8")
        command = [chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        command += [f"--user-data-dir={folder}/own", f"--print-to-pdf={out}", page.as_uri()]
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True)
            seconds.append(time.perf_counter() - begun)
    return seconds


def in_an_open_browser(html):
    """Return the seconds of a warm Chromium with paged.js, and how many pages it makes."""
    seconds = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for _ in range(ROUNDS + 1):
            begun = time.perf_counter()
            page = browser.new_page()
            page.set_content(html, wait_until="load")
            page.evaluate("window.PagedConfig = {after: () => { window.paged = true }}")
            page.add_script_tag(path=PAGED)
            page.wait_for_function("window.paged")
            page.pdf(prefer_css_page_size=True, tagged=True, outline=True)
            seconds.append(time.perf_counter() - begun)
            pages = page.locator(".pagedjs_page").count()
            page.close()
        browser.close()
    return seconds[1:], pages


def ninety_fifth(client):
    """Return the time within which nineteen of twenty list pages come."""
    seconds = []
    for _ in range(PAGES_ASKED):
        begun = time.perf_counter()
        assert client.get(reverse("cases:case_list")).status_code == 200
        seconds.append(time.perf_counter() - begun)
    return statistics.quantiles(seconds, n=20)[-1]


def beside_a_printing():
    """Return how much slower a list page is while a report is printed beside it."""
    worker = factories.make_member(factories.make_team())
    for _ in range(30):
        factories.make_case(by=worker)
    client = Client(headers={"host": "localhost"})
    client.force_login(worker)
    ninety_fifth(client)
    alone, busy = [], []
    for _ in range(3):
        alone.append(ninety_fifth(client))
        beside = subprocess.Popen([sys.executable, "-m", "tests.bench.printing", "busy"])
        time.sleep(4)
        busy.append(ninety_fifth(client))
        beside.kill()
        beside.wait()
    return statistics.median(busy) / statistics.median(alone)


def main():
    printed(24)  # the press warms up
    ours = [printed(24) for _ in range(ROUNDS)]
    html = page_for_chromium()
    bare = by_chromium(html)
    theirs, pages = in_an_open_browser(html)
    _, long = printed(100)
    middle = statistics.median(s for s, _ in ours)
    short = statistics.median(seen.cpu / seen.pages for _, seen in ours)
    found = {
        "T11 24 pages, ours / Chromium with paged.js": middle / statistics.median(theirs),
        "T12 CPU a page, 100 / 24 pages": long.cpu / long.pages / short,
        "T13 peak MB, 24 pages": max(seen.memory for _, seen in ours),
        "T13 peak MB, 100 pages": long.memory,
        "T14 list page beside a printing / alone": beside_a_printing(),
        "detail": {
            "ours s": round(middle, 2),
            "Chromium with paged.js s": round(statistics.median(theirs), 2),
            "Chromium bare s": round(statistics.median(bare), 2),
            "ours / Chromium bare": round(middle / statistics.median(bare), 2),
            "CPU s a page": round(short, 3),
            "pages": [ours[0][1].pages, pages, long.pages],
        },
    }
    print(json.dumps(found))


def busy():
    """Print without end."""
    while True:
        printed(100)


if __name__ == "__main__":
    busy() if "busy" in sys.argv else main()
