"""The kit in a real browser: readable in every look, usable by keyboard, nothing from elsewhere."""

import pytest
from axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [(theme, size) for theme in ("light", "dark") for size in ("normal", "big", "elder")]


@pytest.mark.proves("U1")
@pytest.mark.parametrize(("face", "at"), [("desk", "desk"), ("desk", "phone"), ("portal", "phone")])
def test_axe_finds_nothing_grave_in_any_look(open_page, face, at):
    looks = {
        look: open_page(f"/ui/?face={face}", at=at, theme=look[0], size=look[1]) for look in LOOKS
    }
    found = {look: violations(page) for look, page in looks.items()}
    assert not any(found.values()), found


@pytest.mark.proves("U4")
def test_at_320_pixels_nothing_scrolls_sideways(open_page):
    for size in ("normal", "big", "elder"):
        page = open_page("/ui/", at="narrow", size=size)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, size


@pytest.mark.proves("U7")
def test_in_elder_mode_words_and_targets_are_large(open_page):
    page = open_page("/ui/?face=portal", at="phone", size="elder")
    button = page.locator("#buttons .btn-primary").first
    assert button.bounding_box()["height"] >= 60
    assert button.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 22
    main = page.locator("#buttons .btn-main").first
    assert main.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 30


def test_a_dialog_opens_holds_the_focus_and_gives_it_back(open_page):
    page = open_page("/ui/")
    page.get_by_role("button", name="打开对话框").click()
    dialog = page.get_by_role("dialog", name="删除 12 条草稿")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "打开对话框"


def test_an_identity_number_is_grouped_fills_the_birth_and_leaves_without_gaps(open_page):
    page = open_page("/ui/")
    number = page.locator("#forms form").first.locator("input[name=id_number]")
    number.press_sequentially("990101195103070025")
    assert number.input_value() == "990101 19510307 0025"
    assert (
        page.locator("#forms form").first.locator("input[name=born]").input_value() == "1951-03-07"
    )


def test_a_short_day_is_completed_when_the_field_is_left(open_page):
    page = open_page("/ui/")
    day = page.locator("input[name=kit_date]")
    day.fill("0314")
    day.blur()
    assert day.input_value().endswith("-03-14")


def test_the_cascade_leads_from_district_to_community_and_keeps_the_value(open_page):
    page = open_page("/ui/")
    cascade = page.locator("#fields region-cascade")
    cascade.locator("[data-level='1']").select_option("湖滨街道")
    cascade.locator("[data-level='2']").select_option("观湖社区")
    assert cascade.locator("select[name=kit_territory]").input_value() == "990101002001"


def test_photographs_are_shown_counted_and_can_be_taken_away(open_page, tmp_path):
    photos = []
    for name in "甲乙丙丁":
        photo = tmp_path / f"{name}.png"
        photo.write_bytes(PIXEL)
        photos.append(photo)
    page = open_page("/ui/")
    picker = page.locator("photo-picker").first
    picker.locator("input[type=file]").set_input_files(photos)
    assert picker.locator(".photo").count() == 3
    assert "最多3张，多出的1张没有选上。" in picker.inner_text()
    picker.get_by_role("button", name="去掉第1张照片").click()
    assert picker.locator("input[type=file]").evaluate("each => each.files.length") == 2


def test_ticked_rows_raise_the_bar_and_columns_stay_hidden(open_page):
    page = open_page("/ui/")
    page.get_by_label("选中本页").check()
    assert "已选 4 项" in page.locator("batch-bar").inner_text()
    page.locator("#table summary", has_text="列设置").click()
    page.locator("column-picker").get_by_label("电话").uncheck()
    page.reload()
    assert not page.locator("#table th", has_text="电话").is_visible()


def test_the_switch_of_theme_works_without_script_and_is_kept(open_page):
    page = open_page("/ui/")
    page.get_by_role("button", name="深色").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_revealed_value_stands_beside_its_mask_for_a_minute(open_page):
    page = open_page("/ui/")
    page.clock.install()
    page.route("**/reveal/**", answer_reveal)
    masked = page.locator("#states masked-value").first
    masked.get_by_role("button", name="查看").click()
    page.get_by_role("button", name="记录并查看").click()
    masked.get_by_text("990101195103070025").wait_for()
    assert not page.locator("#dialog").is_visible()
    page.clock.fast_forward(61_000)
    assert masked.locator(".masked-value").inner_text() == "990101********1234"


def answer_reveal(route):
    """The two answers of `accounts`: first the question for the reason, then the clear value."""
    asked = route.request.method == "GET"
    form = """<form id="reveal" hx-post="/reveal/" hx-target="#dialog-body">
        <button class="btn">记录并查看</button></form>"""
    clear = '<div id="reveal"><span class="revealed">990101195103070025</span></div>'
    route.fulfill(body=form if asked else clear, content_type="text/html; charset=utf-8")


@pytest.mark.proves("U12")
def test_a_half_filled_form_is_offered_again_without_its_private_fields(open_page):
    page = open_page("/ui/")
    form = page.locator("draft-keeper form")
    form.locator("input[name=name]").fill("王芳")
    form.locator("input[name=id_number]").fill("990101195103070025")
    page.reload()
    assert form.locator("input[name=name]").input_value() == ""
    page.get_by_role("button", name="恢复草稿").click()
    assert form.locator("input[name=name]").input_value() == "王芳"
    assert form.locator("input[name=id_number]").input_value() == ""
    assert "0070025" not in page.evaluate("JSON.stringify({...localStorage})")


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "f8ffff3f0005fe02fea135812a0000000049454e44ae426082"
)
