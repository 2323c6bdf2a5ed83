"""The pictures of docs/images, taken from the demo community with the system's Chromium.

Serve the demo first (``make run``), then ``make pictures``; ``PICTURES_FROM`` names another address.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import django
from playwright.sync_api import Browser, BrowserContext, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linge.site.settings")
django.setup()

from linge.demo.cast import PASSWORD  # noqa: E402  after setup

ADDRESS = os.environ.get("PICTURES_FROM", "http://127.0.0.1:8000")
FOLDER = Path("docs/images")
DESK, PHONE, WALL = (1366, 768), (390, 844), (1920, 1080)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, who looks, at what, how large, and in which look.

    ``fill`` is typed and ``press`` pressed, in order, before the picture is taken.
    """

    name: str
    who: str
    path: str
    size: tuple[int, int] = DESK
    theme: str = "light"
    type_size: str = "normal"
    language: str = "zh-hans"
    whole: bool = False
    fill: tuple[tuple[str, str], ...] = ()
    press: tuple[str, ...] = ()


CLERK, DISPATCHER, OFFICER, LEADER = "12000000004", "12000000005", "12000000006", "12000000007"
WORKER, LEAD, HANDLER = "12000000001", "12000000003", "12000000008"
OPERATOR, RESIDENT = "12000000099", "12000000020"
REPORT = "/portal/report/?in=990101001001"
LAMP = (("#id_words", "门口路灯不亮，晚上看不清台阶。"), ("#id_place_text", "锦绣花园3号楼东门"))
SHOTS = (
    Shot("sign-in", "", "/sign-in/"),
    Shot("desk-today", LEADER, "/desk/"),
    Shot("desk-today-en", LEADER, "/desk/", language="en"),
    Shot("desk-intake", CLERK, "/desk/cases/intake/"),
    Shot("desk-dispatch", DISPATCHER, "/desk/cases/dispatch/"),
    Shot("desk-agency", HANDLER, "/desk/cases/agency/"),
    Shot("desk-close", CLERK, "/desk/cases/close/"),
    Shot("desk-ledger", CLERK, "/desk/cases/"),
    Shot("desk-case", CLERK, "/desk/cases/?state=closed", press=(".row-link",)),
    Shot("desk-case-en", CLERK, "/desk/cases/?state=closed", language="en", press=(".row-link",)),
    Shot("desk-register", CLERK, "/desk/cases/register/"),
    Shot("desk-residents", OFFICER, "/desk/registry/residents/"),
    Shot("desk-resident-masked", OFFICER, "/desk/registry/residents/", press=(".row-link",)),
    Shot("desk-households", OFFICER, "/desk/registry/households/"),
    Shot("desk-phone", OFFICER, "/desk/registry/residents/", PHONE),
    Shot("desk-collection", OFFICER, "/desk/registry/collection/"),
    Shot("desk-missing", OFFICER, "/desk/registry/missing/"),
    Shot("desk-dwellings", OFFICER, "/desk/registry/dwellings/"),
    Shot("desk-ledgers", OFFICER, "/desk/ledgers/"),
    Shot("desk-audit", OFFICER, "/desk/registry/audit/"),
    Shot("desk-requests", OFFICER, "/desk/registry/requests/"),
    Shot("desk-population", OFFICER, "/desk/registry/population/"),
    Shot("desk-items", OFFICER, "/desk/registry/items/"),
    Shot("desk-gaps", OFFICER, "/desk/registry/items/", press=(".table td a",)),
    Shot("desk-four-clears", OFFICER, "/desk/clears/"),
    Shot("desk-next-doors", LEAD, "/desk/registry/doors/"),
    Shot("desk-doors-phone", LEAD, "/desk/registry/doors/", PHONE, type_size="big"),
    Shot("desk-visits", OFFICER, "/desk/registry/visits/"),
    Shot("desk-heard", OFFICER, "/desk/registry/heard/"),
    Shot("desk-matches", OFFICER, "/desk/registry/matches/"),
    Shot("desk-merge", OFFICER, "/desk/registry/matches/", press=(".row-link",)),
    Shot("desk-conflicts", OFFICER, "/desk/registry/conflicts/"),
    Shot("desk-conflict", OFFICER, "/desk/registry/conflicts/", press=(".row-link",)),
    Shot("desk-request", OFFICER, "/desk/registry/requests/", press=(".row-link",)),
    Shot("desk-care", OFFICER, "/desk/registry/care/"),
    Shot("desk-care-need", OFFICER, "/desk/registry/care/", press=(".row-link",)),
    Shot("desk-care-visits", OFFICER, "/desk/registry/care/visits/"),
    Shot("desk-ledger-hukou", OFFICER, "/desk/ledgers/", press=("main .row-link",)),
    Shot("desk-exports", OFFICER, "/desk/ledgers/exports/"),
    Shot("desk-buildings", OFFICER, "/desk/territory/buildings/"),
    Shot("desk-organisations", OFFICER, "/desk/territory/organisations/"),
    Shot("desk-forecast", LEADER, "/desk/territory/handovers/forecast/"),
    Shot("desk-division", LEADER, "/desk/territory/divisions/"),
    Shot("desk-regions", OFFICER, "/desk/territory/"),
    Shot("desk-calendar", OPERATOR, "/desk/territory/calendar/"),
    Shot("desk-imports", OFFICER, "/desk/registry/imports/"),
    Shot("desk-map", LEADER, "/desk/map/990101001001/"),
    Shot("desk-grids", LEADER, "/desk/territory/grids/"),
    Shot("desk-roster", LEADER, "/desk/staff/"),
    Shot("desk-handovers", LEADER, "/desk/territory/handovers/"),
    Shot("desk-dark", CLERK, "/desk/cases/", theme="dark"),
    Shot("desk-big", OFFICER, "/desk/registry/collection/", type_size="big"),
    Shot("field-home", WORKER, "/field/", PHONE),
    Shot("field-tasks", WORKER, "/field/#/tasks", PHONE),
    Shot("field-report", WORKER, "/field/#/report", PHONE),
    Shot("field-doors", WORKER, "/field/#/doors", PHONE, press=(".tally b",)),
    Shot("field-door", WORKER, "/field/#/doors", PHONE, press=(".door-row",)),
    Shot("field-dark", WORKER, "/field/", PHONE, theme="dark"),
    Shot("portal-home", "", "/portal/", PHONE),
    Shot("portal-home-en", "", "/portal/", PHONE, language="en"),
    Shot("portal-report", "", REPORT, PHONE, whole=True),
    Shot("portal-receipt", "", REPORT, PHONE, fill=LAMP, press=("[data-submits]",)),
    Shot(
        "portal-progress", "", REPORT, PHONE, fill=LAMP, press=("[data-submits]", ".receipt-ways a")
    ),
    Shot("portal-elder", "", "/portal/", PHONE, type_size="elder"),
    Shot("portal-mine", RESIDENT, "/portal/mine/", PHONE),
    Shot("portal-record", RESIDENT, "/portal/mine/record/", PHONE),
    Shot("portal-trail", RESIDENT, "/portal/mine/trail/", PHONE),
    Shot("portal-consents", RESIDENT, "/portal/mine/consents/", PHONE),
    Shot("portal-slips", RESIDENT, "/portal/mine/receipts/", PHONE),
    Shot("portal-slip", RESIDENT, "/portal/mine/receipts/", PHONE, press=(".door",)),
    Shot("screen-overview", LEADER, "/screen/990101001001/", WALL),
    Shot("ui-kit", "", "/ui/"),
)


def take(browser: Browser, shot: Shot) -> list[str]:
    """Take one picture; returns what the console complained about."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.theme == "dark" else "light",
    )
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda m: told.append(m.text) if m.type == "error" else None)
    if shot.who:
        page.goto(f"{ADDRESS}/sign-in/")
        page.fill("[name=phone]", shot.who)
        page.fill("[name=password]", PASSWORD)
        page.click("main [type=submit]")
        page.wait_for_load_state()
    _choose_look(context, shot)
    page.goto(f"{ADDRESS}{shot.path}")
    for field, words in shot.fill:
        page.fill(field, words)
    for button in shot.press:
        page.locator(button).first.click()
        page.wait_for_load_state()
    page.wait_for_timeout(2500 if "map" in shot.path or "field" in shot.path else 700)
    page.screenshot(path=FOLDER / f"{shot.name}.png", full_page=shot.whole)
    context.close()
    return told


def _choose_look(context: BrowserContext, shot: Shot) -> None:
    """Theme, type size and language, chosen the way a person does."""
    context.request.get(f"{ADDRESS}/sign-in/")
    token = next(c["value"] for c in context.cookies() if c["name"] == "csrftoken")
    look = {"theme": shot.theme, "size": shot.type_size, "csrfmiddlewaretoken": token}
    context.request.post(f"{ADDRESS}/ui/appearance/", form=look)
    context.add_cookies([{"name": "django_language", "value": shot.language, "url": ADDRESS}])


def main() -> None:
    """Take every picture and print the console's complaints."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    switches = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=[*switches, "--enable-unsafe-swiftshader"]
        )
        for shot in SHOTS:
            print(shot.name, *take(browser, shot)[:2])


if __name__ == "__main__":
    main()
