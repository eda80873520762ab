"""The HTML report: what it holds, that nothing in it can do harm, and that it stays small."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections import Counter
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from shlex import quote
from typing import Any, Final
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

import boxlint
from boxlint.image_files.headers import without_limits
from boxlint.report import Report
from boxlint.reports.html import Layout, page, write
from boxlint.reports.html.budget import Budget, size_of
from boxlint.reports.html.crops import Photo, crops, open_photo
from boxlint.reports.html.drawing import Case, Crop, draw
from boxlint.reports.html.markup import escaped, isolated, link
from boxlint.reports.html.rule_table import percentage
from boxlint.reports.html.shapes import Shape
from boxlint.reports.html.window import HEIGHT, WIDTH, Extent, close, extent_of, whole
from boxlint.reports.values import printable
from boxlint.settings import Settings
from boxlint.written_polygons import written_polygons
from tests.hostile_dataset import HOSTILE, write_hostile

VOID: Final = {"meta", "link", "img", "input", "br", "hr"}


class Page(HTMLParser):
    """The elements of a page, their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the hostile dataset."""
    return write_hostile(tmp_path_factory.mktemp("hostile") / "data").parent


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    """What boxlint finds in it."""
    return boxlint.check(folder / "hostile.json", images=folder / "images", isolated=True)


@pytest.fixture(scope="module")
def text(report: Report, folder: Path) -> str:
    """The page on it."""
    settings = Settings(images=(str(folder / "images"),))
    return "".join(write(report, Layout(("hostile.json",), settings, HOSTILE[0], "today")))


def test_elements_are_closed_in_order(text: str) -> None:
    assert Page(text).open == []


def test_nothing_is_loaded_from_elsewhere(text: str) -> None:
    """Links to sources are for people; all that a browser would fetch by itself is in the page."""
    fetched = []
    for tag, attributes in Page(text).elements:
        for name in ("src", "href", "xlink:href", "srcset", "data", "action", "poster", "background"):
            fetched += [attributes[name] or ""] if name in attributes and tag != "a" else []
        target = attributes.get("href") or "#"
        assert tag != "a" or target.startswith(("#", "https://", "http://"))
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert tag not in ("iframe", "object", "embed", "base", "form") or attributes.get("id") == "controls"
    assert fetched
    assert all(address.startswith("data:image/") for address in fetched)
    assert not re.search(r"url\((?!#)|@import", text)


def test_the_policy_knows_the_one_script_and_the_one_style(text: str) -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src 'none'; img-src data:; ")
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def test_names_of_strangers_show_as_text(text: str) -> None:
    parsed = Page(text)
    tags = Counter(tag for tag, _ in parsed.elements)
    assert (tags["script"], tags["img"], tags["style"]) == (1, 0, 1)
    shown = "".join(parsed.texts)
    for name in HOSTILE:
        assert printable(name) in shown
    assert not set(text) & set("\x00\x1b\u202e\u2066\ud800")


@given(st.text(st.characters(codec=None), max_size=300))
def test_escaped_text_is_one_text(value: str) -> None:
    """In an element and in an attribute, whatever it holds."""
    parsed = Page(f'<p title="{escaped(value)}">{escaped(value)}</p>{isolated(value)}')
    expected = printable(value)
    expected = expected if len(expected) <= 400 else f"{expected[:400]}…"
    assert [tag for tag, _ in parsed.elements] == ["p", "bdi"]
    assert parsed.elements[0][1] == {"title": expected}
    assert "".join(parsed.texts) == expected * 2
    escaped(value).encode("utf-8")


def test_only_addresses_of_the_web_become_links() -> None:
    assert link("https://example.org/?a=1&b='2'", "source").startswith('<a href="https://example.org/?a=1&amp;b=&#x27;')
    assert link("javascript:alert(1)", "source") == "source: javascript:alert(1)"


NUMBERS = st.floats() | st.sampled_from([0.0, -0.0, 1e30, -1e30, 1e308, -1e308, math.nan, math.inf, 100.0])
SHAPES = st.lists(
    st.builds(Shape, st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6).map(tuple), st.booleans()), max_size=4
)
SIDES = st.floats(1e-3, 1e7)


@given(shapes=SHAPES, related=SHAPES, others=SHAPES, width=SIDES, height=SIDES, is_close=st.booleans())
def test_any_numbers_make_a_drawing(
    shapes: list[Shape], related: list[Shape], others: list[Shape], width: float, height: float, is_close: bool
) -> None:
    """Well-formed, without a number that a browser cannot draw, and with a trace of every shape."""
    case, frame = Case(shapes, related, others), (0.0, 0.0, width, height)
    window = close(frame, case.extent) if is_close and case.extent else whole(frame, case.extent)
    drawing = ElementTree.fromstring(draw(case, frame, window, None, "<label>"))
    assert drawing[0].text == "<label>"
    for element in drawing:
        for name in ("d", "x", "y", "cx", "cy", "transform"):
            written = element.get(name, "")
            assert not re.search("nan|inf|e", written.replace("rotate", "").replace("translate", ""))
            assert all(abs(float(number)) <= 1e4 for number in re.findall(r"-?\d+\.?\d*", written))
    finite = [extent_of(shape.points) for shape in shapes]
    lost = [element for element in drawing if element.get("class") == "lost"]
    assert len(lost) == finite.count(None)
    assert any(element.get("class") == "fault" for element in drawing) == any(finite)


@pytest.mark.parametrize(
    ("points", "mark"),
    [
        (((50.0, 40.0), (50.0, 40.0)), "ring"),
        (((-900.0, 40.0), (-890.0, 50.0)), "arrow"),
        (((math.nan, 40.0), (math.nan, 50.0)), "lost"),
        (((20.0, 20.0), (80.0, 20.0), (80.0, 60.0)), None),
    ],
)
def test_what_could_not_be_seen_is_pointed_at(points: Any, mark: str | None) -> None:
    case, frame = Case([Shape(points)]), (0.0, 0.0, 100.0, 80.0)
    drawn = draw(case, frame, whole(frame, case.extent), None, "")
    assert [name for name in ("ring", "arrow", "lost") if f'class="{name}"' in drawn] == ([mark] if mark else [])


def test_an_arrow_points_to_the_place() -> None:
    frame = (0.0, 0.0, 100.0, 80.0)
    for point, turn in (((1e9, 40.0), 0), ((50.0, 1e9), 90), ((-1e9, 40.0), 180), ((50.0, -1e9), -90)):
        case = Case([Shape((point,))])
        (angle,) = re.findall(r'class="arrow".*rotate\(([-\d.]+)\)', draw(case, frame, whole(frame, None), None, ""))
        assert float(angle) == pytest.approx(turn, abs=1)


@given(
    st.tuples(st.floats(-50, 150), st.floats(-50, 130), st.floats(-50, 150), st.floats(-50, 130)).map(
        lambda v: (min(v[0], v[2]), min(v[1], v[3]), max(v[0], v[2]), max(v[1], v[3]))
    )
)
def test_a_close_view_shows_the_object_and_some_of_the_image(extent: Extent) -> None:
    frame = (0.0, 0.0, 100.0, 80.0)
    x_min, y_min, x_max, y_max = close(frame, extent).shown
    assert (x_max - x_min) / (y_max - y_min) == pytest.approx(WIDTH / HEIGHT)
    assert x_min < frame[2]
    assert x_max > frame[0]
    middle = ((extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2)
    if frame[0] <= middle[0] <= frame[2] and frame[1] <= middle[1] <= frame[3]:
        assert x_min <= middle[0] <= x_max
        assert y_min <= middle[1] <= y_max


def picture(crop: Crop | None) -> Image.Image:
    """The picture of a crop."""
    assert crop
    return Image.open(BytesIO(base64.b64decode(crop.address.partition(",")[2])))


def quartered(width: int, height: int) -> Image.Image:
    """A picture whose upper left quarter is red, on white."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((255, 0, 0), (0, 0, width // 2, height // 2))
    return image


@pytest.mark.parametrize("orientation", range(1, 9))
def test_crops_are_turned_as_loaders_do(tmp_path: Path, orientation: int) -> None:
    """The labels were drawn on what EXIF turned, unless the written size is the stored one alone."""
    from PIL import ImageOps

    exif = Image.Exif()
    exif[0x0112] = orientation
    file = tmp_path / "turned.jpg"
    quartered(80, 40).save(file, exif=exif, quality=95)
    with Image.open(file) as opened:
        loaded = ImageOps.exif_transpose(opened)
    photo = open_photo(str(file), *map(float, loaded.size))
    assert photo
    assert (photo.width, photo.height) == loaded.size
    (crop,) = crops([(photo, (0.0, 0.0, 1000.0, 1000.0))])
    cut = picture(crop)
    for place in ((5, 5), (cut.width - 5, 5), (5, cut.height - 5)):
        assert cut.getpixel(place) == pytest.approx(loaded.getpixel(place), abs=30)


def test_crops_lie_as_stored_where_the_written_size_says_so(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = tmp_path / "turned.jpg"
    quartered(80, 40).save(file, exif=exif, quality=95)
    photo = open_photo(str(file), 80.0, 40.0)
    assert photo == Photo(str(file), 80, 40)
    (crop,) = crops([(photo, (0.0, 0.0, 40.0, 20.0))])
    assert crop
    assert crop.place == (0, 0, 40, 20)
    assert picture(crop).getpixel((20, 10)) == pytest.approx((255, 0, 0), abs=30)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I", "F", "CMYK"])
def test_every_kind_of_pixel_becomes_a_picture(tmp_path: Path, mode: str) -> None:
    image = Image.linear_gradient("L")
    image = image.convert("I").point(lambda value: value * 200) if mode.startswith("I") else image
    suffix = ".tif" if mode in ("F", "CMYK", "I;16", "I") else ".png"
    image.convert(mode).save(tmp_path / f"gradient{suffix}")
    with without_limits():
        photo = open_photo(str(tmp_path / f"gradient{suffix}"), math.nan, math.nan)
    assert photo
    (crop,) = crops([(photo, (0.0, 0.0, 256.0, 256.0))])
    cut = picture(crop).convert("L")
    dark, light = cut.getpixel((128, 4)), cut.getpixel((128, 251))
    assert isinstance(dark, int)
    assert isinstance(light, int)
    assert light - dark > 150


@pytest.mark.parametrize("content", [b"", b"no picture", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"])
def test_what_is_no_picture_is_none(tmp_path: Path, content: bytes) -> None:
    """PostScript would be handed to another program, so it is not decoded, whatever its name."""
    file = tmp_path / "name.jpg"
    file.write_bytes(content)
    photo = open_photo(str(file), 9.0, 9.0)
    assert photo is None or list(crops([(photo, (0.0, 0.0, 9.0, 9.0))])) == [None]


def test_a_picture_that_ends_too_early_is_none(tmp_path: Path) -> None:
    file = tmp_path / "cut.jpg"
    target = BytesIO()
    Image.effect_noise((200, 200), 80).save(target, "JPEG")
    file.write_bytes(target.getvalue()[:2000])
    photo = open_photo(str(file), 200.0, 200.0)
    assert photo
    assert list(crops([(photo, (0.0, 0.0, 200.0, 200.0)), None])) == [None, None]


def test_crops_are_small(tmp_path: Path) -> None:
    file = tmp_path / "large.jpg"
    Image.effect_noise((3000, 2000), 80).save(file, quality=90)
    photo = open_photo(str(file), 3000.0, 2000.0)
    assert photo
    for crop in crops([(photo, (0.0, 0.0, 3000.0, 2000.0)), (photo, (7.5, 8.5, 900.0, 500.0))]):
        assert max(picture(crop).size) <= 320
        assert crop is not None
        assert len(crop.address) < 60_000


def test_polygons_are_drawn_as_their_records_have_them(tmp_path: Path) -> None:
    outline = [10.0, 10.0, 50.0, 10.0, 10.0, 50.0, 50.0, 50.0]
    file = tmp_path / "polygons.json"
    file.write_text(
        json.dumps(
            {
                "images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 80}],
                "annotations": [
                    {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 40, 40], "area": 1600, "iscrowd": 0}
                    | {"segmentation": [[0, 0, 1, 1, 1, 0], outline]}
                ],
                "categories": [{"id": 1, "name": "car"}],
            }
        ),
        encoding="utf-16",
    )
    tables = boxlint.load(file)
    assert written_polygons(tables, [0]) == {0: [[0, 0, 1, 1, 1, 0], outline]}
    found = boxlint.check(file, select=["BX613"], isolated=True)
    drawn = "".join(write(found, Layout()))
    (path,) = re.findall(r'class="fault" d="(M[^"]*)"', drawn.partition("</p>")[2].partition('id="BX613-warning"')[2])
    points = [tuple(map(float, point.split())) for point in path.strip("MZ").split("L")]
    # the second of four points lies level with the first, the third below that
    assert len(points) == 4
    assert points[0][1] == points[1][1] < points[2][1]
    assert points[0][0] == points[2][0] < points[1][0]
    file.unlink()
    assert written_polygons(tables, [0]) == {}


def test_every_rule_has_a_row_and_a_section_with_cases(text: str, report: Report) -> None:
    parsed = Page(text)
    rows = [attributes["data-section"] for tag, attributes in parsed.elements if tag == "tr" and attributes]
    sections = [a["id"] for tag, a in parsed.elements if tag == "section" and a.get("class") == "rule"]
    assert rows == sections
    assert {str(row).partition("-")[0] for row in rows} == set(report.summary.by_rule)
    for section in sections:
        body = text.partition(f'<section class="rule" id="{section}"')[2].partition('<div class="reading">')[0]
        assert 1 <= body.count("<figcaption>") + body.count("<li>") <= 12


def test_pictures_stand_where_there_are_files(text: str) -> None:
    assert text.count("<image href=") > 5
    assert text.count('class="case"') > 5


def test_a_clean_dataset_says_so(tmp_path: Path) -> None:
    found = boxlint.check("sample_data/coco/clean", isolated=True)
    shown = "".join(write(found, Layout()))
    assert "<h1>Nothing was found.</h1>" in shown
    assert 'id="findings"' not in shown
    assert 'id="dataset"' in shown


def test_the_headline_is_about_the_framework_that_is_named() -> None:
    found = boxlint.check("sample_data/coco/dirty", frameworks=["mmdet-coco"], isolated=True)
    (headline,) = re.findall(
        "<h1>(.*)</h1>", "".join(write(found, Layout(settings=Settings(frameworks=("mmdet-coco",)))))
    )
    assert "mmdet-coco" in headline


def test_commands_are_those_for_the_same_run() -> None:
    found = boxlint.check("sample_data/coco/dirty", select=["BX101"], isolated=True)
    settings = Settings(frameworks=("mmdet-coco",), images=("my images",))
    shown = "".join(write(found, Layout(("a b", "c"), settings)))
    wanted = "boxlint fix --select BX101 --unsafe-fixes --for mmdet-coco --images 'my images' 'a b' c"
    assert escaped(wanted) in shown
    many = [f"set {number}" for number in range(9)]
    shown = "".join(write(found, Layout(many, settings)))
    assert escaped(" ".join(map(quote, many))) in shown, "a command that is copied has to run"


def test_skipped_files_are_named(tmp_path: Path) -> None:
    names = [f"{number}<b>.json" for number in range(150)]
    found = replace(boxlint.check("sample_data/coco/clean", isolated=True), skipped=tuple(names))
    shown = "".join(write(found, Layout()))
    assert escaped("99<b>.json") in shown
    assert escaped("100<b>.json") not in shown
    assert "and 50 more" in shown


def test_the_page_stays_small(folder: Path, report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit is left out evenly, and told."""
    layout = Layout(settings=Settings(images=(str(folder / "images"),)))
    whole_page = "".join(write(report, layout))
    sizes = []
    for limit in (len(whole_page) - 30_000, len(whole_page) - 90_000):
        monkeypatch.setattr(page, "_LARGEST", limit)
        small = "".join(write(report, layout))
        assert size_of(small) <= limit + 1000
        assert Page(small).open == []
        assert "left out" in small.partition('id="left-out"')[2]
        sizes.append(small.count("<figcaption>"))
    assert whole_page.count("<figcaption>") > sizes[0] > sizes[1] > 0


@given(st.lists(st.lists(st.integers(0, 300), max_size=8), max_size=8), st.integers(0, 2000))
def test_no_rule_takes_what_others_need(wanted: list[list[int]], size: int) -> None:
    budget, least = Budget(size, len(wanted)), size // max(len(wanted), 1)
    for texts in wanted:
        share = budget.share()
        taken = [text for text in texts if share.take("x" * text)]
        assert share.size >= least
        assert sum(taken) <= share.size
        assert taken == texts or sum(texts) > least
        budget.settle(share)
    assert budget.left >= 0


def test_colours_can_be_read() -> None:
    """WCAG 2, level AA: text has a contrast of at least 4.5 with what is below it, by day and by night."""
    style = (Path(page.__file__).parent / "style.css").read_text()
    light, dark = (
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    )
    for colours in (light, {**light, **dark}):
        for ink in ("ink", "muted", "accent", "error", "warning"):
            for paper in ("paper", "panel"):
                assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
        for line in ("fault", "other", "s1", "s2", "s3", "s4", "s5", "s6"):
            assert contrast(colours[line], colours["paper"]) >= 3, line


def contrast(first: str, second: str) -> float:
    """The contrast of two colours (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb` (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, "0 %"), (1.0, "100 %"), (0.9999, "100 %"), (0.123, "12.3 %"), (0.0012, "0.12 %"), (1e-6, "< 0.01 %")],
)
def test_shares_have_digits_that_mean_something(share: float, shown: str) -> None:
    assert percentage(share) == shown


def test_pages_on_real_files_are_sound(real_data: Path) -> None:
    found = boxlint.check(real_data, isolated=True)
    shown = "".join(write(found, Layout()))
    assert size_of(shown) < 5_000_000
    parsed = Page(shown)
    assert parsed.open == []
    ids = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert not re.search(r'\b(d|x|y|cx|cy|width|height)="[^"]*(nan|inf)', shown)
