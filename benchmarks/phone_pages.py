"""How long a cadre waits on a bad network: his home and the way to a report, in a real browser.

    python3 manage.py demo                      (in one window)
    python3 benchmarks/phone_pages.py [address] (in another)

360×640, a processor four times slower, 400 kbit/s, 400 ms a round trip (screens.md). Prints the largest paint, bytes and
requests of the first visit and of the next one.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
PAGES = {"home": "/", "which meeting to report on": "/bao-cao/moi/"}
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
LARGEST = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
})"""


def main():
    from config import browser as browsers
    from dashboard.demonstration.signins import CADRE, PASSWORD

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.find_or_install(), args=["--no-sandbox"] if os.getuid() == 0 else []
        )
        for name, path in PAGES.items():
            context = browser.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
            page = context.new_page()
            page.goto(f"{ADDRESS}/tai-khoan/dang-nhap/")
            page.fill("[name=username]", CADRE.username)
            page.fill("[name=password]", PASSWORD)
            page.locator("main form button").first.click()
            page.wait_for_load_state("networkidle")
            for visit in ("first", "again"):
                print(f"{name}, {visit}: {measure(context, page, path, visit == 'first')}")
            context.close()
        browser.close()


def measure(context, page, path, is_first) -> str:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    if is_first:
        session.send("Network.clearBrowserCache")
    sizes = []
    session.on("Network.loadingFinished", lambda each: sizes.append(each["encodedDataLength"]))
    page.goto(f"{ADDRESS}{path}", wait_until="networkidle")
    paint = page.evaluate(LARGEST)
    session.detach()
    return f"largest paint {paint / 1000:.1f} s, {sum(sizes) / 1024:.1f} KB in {len(sizes)} requests"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    main()
