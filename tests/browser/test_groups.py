"""Groups in a real browser: a series planned, a session carried by keyboard, a sheet by thumb."""

import datetime as dt
import json
import time
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.steps import faults_of, tell, visit

BEGIN = "import django; django.setup(); from tests.browser import group_story; group_story.main()"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PHONE_DARK = {"viewport": PHONE, "color_scheme": "dark"}
NARROW = {"width": 360, "height": 780}
STICKS_OUT = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
A_MINUTE = 60


@pytest.fixture(scope="module")
def told(house):
    story = json.loads(house.run("-c", BEGIN))
    keys = tell(house, "enter", story["email"], story["coordinator"])
    return {**story, "key": keys[story["email"]], "other_key": keys[story["coordinator"]]}


def fill_series(page, told, first, *, hour="18:00"):
    """Fill in a series of four weeks in the room of the groups."""
    page.locator(f"input[name=weekdays][value='{first.weekday()}']").check()
    page.fill("input[name=first_on]", first.isoformat())
    page.fill("input[name=starts]", hour)
    page.fill("input[name=count]", "4")
    page.select_option("select[name=room]", told["room"])


def test_a_series_is_looked_at_and_planned(house, browser, told):
    first = timezone.localdate() + dt.timedelta(days=40)
    with visit(browser, house, told["key"], viewport=WIDE) as page:
        page.goto(f"{house.url}/groups/{told['code']}/sessions/")
        before = page.locator("#coming li").count()
        page.goto(f"{house.url}/groups/{told['code']}/sessions/plan/")
        fill_series(page, told, first)
        page.get_by_role("button", name="Ver los días").click()
        expect(page.locator("#days li")).to_have_count(4)
        page.locator("#days input[type=checkbox]").first.check()
        page.get_by_role("button", name="Programar estas sesiones").click()

        page.wait_for_url("**/sessions/")
        expect(page.locator("#coming li")).to_have_count(before + 3)
        assert page.context.faults == []


def test_a_conflict_is_refused_to_the_second_browser(house, browser, told):
    first = timezone.localdate() + dt.timedelta(days=80)
    with (
        visit(browser, house, told["key"], viewport=WIDE) as one,
        visit(browser, house, told["other_key"], viewport=WIDE) as other,
    ):
        for page, code in ((one, told["code"]), (other, told["other"])):
            page.goto(f"{house.url}/groups/{code}/sessions/plan/")
            fill_series(page, told, first, hour="12:00")
            page.get_by_role("button", name="Ver los días").click()
            expect(page.locator("#days li")).to_have_count(4)
        one.get_by_role("button", name="Programar estas sesiones").click()
        one.wait_for_url("**/sessions/")
        other.get_by_role("button", name="Programar estas sesiones").click()

        expect(other.locator(".error-summary")).to_contain_text("no son posibles")
        expect(other.locator("#days")).to_contain_text("está ocupada a esa hora")
        assert other.input_value("input[name=starts]") == "12:00"


def test_a_session_is_carried_to_another_day_by_keyboard(house, browser, told):
    day = dt.date.fromisoformat(told["days"][1])
    to = day + dt.timedelta(days=1 if day.weekday() < 6 else -1)
    arrow = "ArrowRight" if to > day else "ArrowLeft"
    with visit(browser, house, told["key"], viewport=WIDE) as page:
        page.goto(f"{house.url}/agenda/month/?month={day:%Y-%m}")
        slot = page.locator(f"td[data-day='{day.isoformat()}'] .slot[data-move]").first
        slot.focus()
        page.keyboard.press(f"Alt+{arrow}")
        page.wait_for_url("**/move/?day=**")
        assert page.input_value("input[name=day]") == to.isoformat()
        page.focus("main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sessions/")

        page.get_by_role("button", name="Deshacer el cambio").first.click()
        expect(page.locator("body")).to_contain_text("Quedó donde estaba")
        assert page.context.faults == []


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_a_series_is_moved_by_keyboard_and_put_back_in_one_step(house, browser, told, scripts):
    wanted = {"viewport": NARROW, "java_script_enabled": scripts}
    with visit(browser, house, told["key"], **wanted) as page:
        page.goto(f"{house.url}/groups/{told['code']}/sessions/{told['meetings'][1]}/move/")
        page.fill("input[name=hour]", "07:15")
        page.focus("input[name=reach][value=one]")
        page.keyboard.press("ArrowUp")  # round to the last: all that are still planned
        assert page.is_checked("input[name=reach][value=all]")
        page.keyboard.press("Enter")
        days = page.locator("#days li")
        expect(days.first).to_contain_text(", 7:15")
        coming = days.count()
        if scripts:
            assert not page.evaluate(STICKS_OUT)
            assert faults_of(page) == []
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            assert faults_of(page) == []
        page.focus("button[name=go]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sessions/")
        expect(page.locator("#coming li", has_text=", 7:15")).to_have_count(coming)

        page.get_by_role("button", name=f"Regresar las {coming} a donde estaban").click()
        expect(page.locator("body")).to_contain_text("Están donde estaban")
        expect(page.locator("#coming li", has_text=", 7:15")).to_have_count(0)
        assert page.context.faults == []


def test_fifteen_are_marked_in_under_a_minute_on_a_telephone(house, browser, told):
    address = f"{house.url}/groups/{told['code']}/sessions/{told['meetings'][0]}/sheet/"
    with visit(browser, house, told["key"], viewport=PHONE, has_touch=True) as page:
        page.goto(address)
        begun = time.monotonic()
        page.get_by_role("button", name="Todas presentes").tap()
        for row, value in ((2, "LLEGO_TARDE"), (5, "NO_PUDO_POR_SEGURIDAD"), (9, "EN_LINEA")):
            choice = page.locator("[data-row]").nth(row).locator(f"input[value={value}]")
            choice.locator("xpath=..").tap()
        page.get_by_role("button", name="Guardar asistencia").tap()
        page.wait_for_url("**/sessions/")
        assert time.monotonic() - begun < A_MINUTE

        page.goto(address)
        assert page.locator("[data-row] input:checked").count() == told["people"] == 15
        assert page.locator("input[value=PRESENTE]:checked").count() == 12
        assert not page.evaluate(STICKS_OUT)
        assert faults_of(page) == []
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert faults_of(page) == []
        assert page.context.faults == []


def test_a_list_leaves_on_paper_and_as_a_file(house, browser, told):
    address = f"{house.url}/groups/workshops/{told['workshop']}/list/out/"
    with visit(browser, house, told["key"], viewport=PHONE) as page:
        page.goto(address)
        assert faults_of(page) == []
        page.select_option("select[name=use]", "list: door")
        page.check("input[name=names]")
        page.check("input[name=needs]")
        page.get_by_role("button", name="Continuar").click()
        expect(page.locator("tbody")).to_contain_text("Alma Zubía")
        expect(page.locator("tbody")).to_contain_text("B. S.")
        assert not page.evaluate(STICKS_OUT)
        assert faults_of(page) == []
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert faults_of(page) == []

        page.goto(address)
        page.select_option("select[name=use]", "list: door")
        page.check("input[value=file]")
        with page.expect_download() as download:
            page.get_by_role("button", name="Continuar").click()
        assert download.value.suggested_filename == "lista.csv"
        lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
        assert [line.split(",")[1] for line in lines] == ["Quién", "A. Z.", "B. S."]
        assert page.context.faults == []


@pytest.mark.parametrize("options", [PHONE_DARK, {"viewport": WIDE}], ids=["phone", "wide"])
def test_a_forgotten_session_is_entered_without_a_script(house, browser, told, options):
    hour = {"390": "09:00", "1280": "12:00"}[str(options["viewport"]["width"])]
    day = (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    with visit(browser, house, told["key"], java_script_enabled=False, **options) as page:
        page.goto(f"{house.url}/groups/{told['code']}/sessions/add/")
        page.fill("input[name=first_on]", day)
        page.fill("input[name=starts]", hour)
        page.fill("input[name=minutes]", "95")
        page.locator("input[name=minutes]").press("Enter")

        expect(page.get_by_text("Sí se realizó: registrarla")).to_have_count(2)  # and it says so
        expect(page.locator("input[name=minutes]")).to_have_value("95")
        page.locator("input[name=was_held]").press("Space")
        page.locator("input[name=minutes]").press("Enter")

        page.wait_for_url("**/sheet/")
        expect(page.locator("[data-row]")).to_have_count(told["people"])
        assert page.context.faults == []
