"""Charts: well-formed, small, finite, free of strangers' markup, and with the lines of rules in their places."""

from __future__ import annotations

import re
from math import inf, nan
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import boxlint
from boxlint.charts import Figure, draw, figures
from boxlint.charts.cells import even_shades, wide_shades
from boxlint.charts.marks import Mark, marks
from boxlint.charts.scales import Linear, Logarithmic, percentage, rounded_up, shown
from boxlint.charts.svg import coordinate, element
from boxlint.distributions import distributions
from boxlint.errors import UserError
from boxlint.limits import Limit, limits
from boxlint.reports.widths import columns_of, shortened
from boxlint.rule_files import load_rules
from boxlint.tables import Tables
from boxlint.variation import ByCategory
from tests.drawn_datasets import Drawn, dataset, datasets

SAMPLES = Path(__file__).parent.parent / "sample_data"
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "g", "path", "rect", "circle", "text", "clipPath"}
LARGEST = 60_000
RULES = load_rules(examples=False)
CODES = ("BX103", "BX104", "BX506", "BX511", "BX801", "BX919")
MARKS = {
    "box": marks(limits([RULES[code] for code in CODES], {}, ["coco"]), {}, ["box", "quad", "rotated"]),
    "image": marks(limits([RULES["BX919"]], {}, ["coco"]), {}, ["image"]),
}
NONE: dict[str, list[Mark]] = {"box": [], "image": []}


def parsed(figure: Figure) -> ElementTree.Element:
    """The drawing, once it is seen to be sound."""
    assert len(figure.svg.encode()) < LARGEST, figure.id
    root = ElementTree.fromstring(figure.svg)
    assert root.get("class") == "figure"
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text
    assert {"width", "height"}.isdisjoint(root.keys())
    for node in root.iter():
        assert node.tag.removeprefix(SVG) in DRAWN
        for name, value in node.items():
            assert not re.search(r"nan|inf(?!o)|\de[+-]?\d", value), (figure.id, name, value)
            assert not name.startswith("on")
    return root


def drawings(tables: Tables, lines: dict[str, list[Mark]] = NONE) -> dict[str, ElementTree.Element]:
    return {figure.id: parsed(figure) for figure in draw(distributions(tables), lines)}


def tooltip(root: ElementTree.Element, start: str) -> ElementTree.Element:
    """The element whose tooltip starts like this."""
    return next(node for node in root.iter() for child in node[:1] if (child.text or "").startswith(start))


@settings(deadline=None)
@given(datasets(), st.booleans())
def test_charts_of_any_dataset_are_sound(tables: Tables, has_lines: bool) -> None:
    drawings(tables, MARKS if has_lines else NONE)


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(sorted({limit.quantity for limit in limits(RULES.values(), {}, [])})),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from("<≤>≥"),
)
def test_lines_of_any_value_are_sound(quantity: str, value: float, relation: str) -> None:
    drawn = dataset([Drawn((10, 20, 30, 40)), Drawn((10, 20, 300, 4))])
    found = marks([Limit(RULES["BX104"], "box", quantity, relation, value, value)], {}, ["box"])
    drawings(drawn, {"box": found, "image": [replace(mark, quantity="target_count") for mark in found]})


def test_a_dataset_without_boxes_has_no_chart_of_boxes() -> None:
    assert drawings(dataset([], names=[], sizes=[])) == {}
    assert set(drawings(dataset([], splits=["train"]))) == {"classes", "boxes-per-image"}


def test_one_box_has_all_charts_but_the_rose() -> None:
    expected = {"classes", "splits", "boxes-per-image", "sizes", "aspects", "centres"}
    assert set(drawings(dataset([Drawn((10, 20, 30, 40))]), MARKS)) == expected
    assert "angles" in drawings(dataset([Drawn((10, 20, 30, 40, 0.5))]), MARKS)


def test_names_of_classes_stay_text() -> None:
    names = ["<script>alert(1)</script>", "a&b", "\u202eship", "x" * 300, "船" * 100]
    tables = dataset([Drawn((10, 20, 30, 40), category=number) for number in range(5)], names=names)
    root = drawings(tables)["classes"]
    texts = [node.text for node in root.iter(f"{SVG}text")]
    assert "<script>alert(1)</scrip…" in texts
    assert "a&b" in texts
    assert "\\u202eship" in texts
    assert f"{'x' * 23}…" in texts
    assert f"{'船' * 11}…" in texts


def test_many_classes_are_summed_up() -> None:
    names = [f"{'<' * 90}{number}" for number in range(1200)]
    tables = dataset([Drawn((10, 20, 30, 40), category=number) for number in range(1200)], names=names)
    found = drawings(tables, MARKS)
    said = tooltip(found["classes"], "1,170 other classes")[0].text
    assert said == "1,170 other classes with 1,170 annotations, each with at most 1"


def test_a_million_boxes_take_no_more_room() -> None:
    generator = np.random.default_rng(0)
    count = 20_000
    widths, heights = np.exp(generator.uniform(np.log(0.01), np.log(1e6), (2, count)))
    corners = generator.uniform(0, [[600.0], [400.0]], (2, count))
    drawn = [Drawn((x, y, w, h)) for x, y, w, h in zip(*corners, widths, heights, strict=True)]
    drawn += [Drawn((x, y, 10, 10)) for x, y in zip(*corners, strict=True)]
    assert set(drawings(dataset(drawn), MARKS)) >= {"sizes", "centres"}


def test_lines_stand_at_their_values() -> None:
    root = drawings(dataset([Drawn((10, 20, 2, 300)), Drawn((10, 20, 500, 1.5))]), MARKS)["sizes"]
    places = {
        float(node.text.replace(",", "")): float(node.get("x", ""))
        for node in root.iter(f"{SVG}text")
        if re.fullmatch(r"[\d.,]+", node.text or "") and node.get("y") == "430"
    }
    assert {1.0, 10.0, 100.0} <= set(places)
    decade = places[10.0] - places[1.0]
    assert places[100.0] - places[10.0] == pytest.approx(decade, abs=0.02)
    line = tooltip(root, "BX103 sub-pixel-box: the shorter side < 1 px")
    [corner] = re.findall(r"L([\d.]+) ([\d.]+)L", line.get("d", ""))
    assert float(corner[0]) == pytest.approx(places[1.0], abs=0.2)
    ratio = tooltip(root, "BX104 extreme-aspect-ratio and BX511 extreme-rotated-aspect-ratio")
    ends = re.findall(r"M([-\d.]+) ([-\d.]+)L([-\d.]+) ([-\d.]+)", ratio.get("d", ""))
    # 45°, two decades to either side of the squares
    heights = [float(y1) - 34 for _, y1, _, _ in ends]
    assert [float(y1) - float(y2) for _, y1, _, y2 in ends] == pytest.approx([380.0, 380.0], abs=0.02)
    assert heights[0] - heights[1] == pytest.approx(4 * decade, abs=0.1)


def test_the_aspect_of_boxes_has_lines_on_both_sides() -> None:
    root = drawings(dataset([Drawn((10, 20, 2, 30)), Drawn((10, 20, 50, 1.5))]), MARKS)["aspects"]
    places = [float(place) for place in re.findall(r"M([\d.]+)", tooltip(root, "BX104").get("d", ""))]
    bars = [float(node.get("x", "")) for node in root.iter(f"{SVG}rect")]
    assert len(places) == 2
    assert places[0] < min(bars) < max(bars) < places[1]


def test_images_beyond_a_number_of_boxes_are_behind_the_line() -> None:
    drawn = [Drawn((10, 20, 30, 40))] * 310 + [Drawn((10, 20, 30, 40), image=1)] * 290
    root = drawings(dataset(drawn), MARKS)["boxes-per-image"]
    line = tooltip(root, "BX919")
    [place] = re.findall(r"M([\d.]+)", line.get("d", ""))
    bars = {node[0].text: float(node.get("x", "")) for node in root.iter(f"{SVG}rect")}
    assert bars["290 to 299 boxes: 1 image"] < bars["300 or more boxes: 1 image"] < float(place) < 548


def test_limits_of_one_value_are_one_mark() -> None:
    rules = [RULES["BX104"], RULES["BX511"]]
    [mark] = marks(limits(rules, {}, []), {"BX511": "error"}, ["box", "rotated"])
    assert mark.label == "BX104, BX511  ≥ 100 : 1"
    assert mark.color == "var(--error)"
    told = marks(limits(rules, {"BX511": {"max_ratio": 50.0}}, []), {}, ["box", "rotated"])
    assert [mark.label for mark in told] == ["BX104  ≥ 100 : 1, upright boxes", "BX511  ≥ 50 : 1, turned boxes"]


def test_of_many_categories_the_outermost_limits_are_drawn() -> None:
    given = {"max_ratio": ByCategory(100.0, {f"class {number}": 100.0 + number for number in range(1, 9)})}
    told = marks(limits([RULES["BX104"]], {"BX104": given}, []), {}, ["box"])
    assert [mark.value for mark in told] == [100.0, 101.0, 108.0]


def test_charts_of_a_report_have_the_lines_of_its_own_parameters() -> None:
    report = boxlint.check(SAMPLES / "voc" / "clean", isolated=True, parameters={"BX103": {"min_side": 3}})
    svg = next(figure.svg for figure in figures(report) if figure.id == "sizes")
    assert "BX103  &lt; 3 px" in svg
    report = boxlint.check(SAMPLES / "voc" / "clean", isolated=True, ignore="BX103")
    assert not any("BX103" in figure.svg for figure in figures(report))


@pytest.mark.parametrize("folder", sorted(folder.name for folder in SAMPLES.iterdir() if (folder / "clean").is_dir()))
def test_charts_of_the_samples_are_sound(folder: str) -> None:
    format = next((name for name in ("xyxy", "class-xyxy", "class-xywh") if folder == name.replace("-", "_")), None)
    for figure in figures(boxlint.check(SAMPLES / folder, format=format, isolated=True)):
        parsed(figure)
        assert figure.title
        assert figure.says.endswith(".")


def test_charts_of_real_data_are_sound(real_data: Path) -> None:
    drawn = 0
    for folder in sorted(path for path in real_data.iterdir() if path.is_dir()):
        files = [path for path in folder.rglob("*") if path.is_file()]
        if sum(path.stat().st_size for path in files) > 2_000_000:
            continue
        try:
            report = boxlint.check(folder, isolated=True, workers=1)
        except UserError:
            continue
        drawn += len([parsed(figure) for figure in figures(report)])
    assert drawn > 50


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e9), st.integers(2, 12))
def test_ticks_are_within_and_few(low: float, width: float, most: int) -> None:
    ticks = Linear(low, low + width, 0, 100).ticks(most)
    assert len(ticks) <= most + 1
    assert all(low - width * 1e-6 <= tick <= low + width * (1 + 1e-6) for tick in ticks)


@given(st.integers(-10, 24), st.integers(1, 34))
def test_ticks_of_logarithms_are_within_and_few(low: int, octaves: int) -> None:
    scale = Logarithmic(2.0**low, 2.0 ** (low + octaves), 0, 100)
    ticks = scale.ticks()
    assert len(ticks) <= 8
    assert all(scale.low <= tick <= scale.high for tick in ticks)
    assert ticks == sorted(ticks)


@given(st.integers(1, 10**15))
def test_shades_hold_every_count(most: int) -> None:
    for shades in (even_shades(most), wide_shades(most)):
        assert shades.starts[0] == 1
        assert list(shades.starts) == sorted(set(shades.starts))
        assert shades.of(0) == -1
        assert shades.of(1) == 0
        assert shades.of(most) == len(shades.starts) - 1
    assert len(even_shades(most).starts) <= 9


@given(st.floats(1e-3, 1e12))
def test_axes_end_at_or_beyond_the_largest_value(value: float) -> None:
    assert value * (1 - 1e-9) <= rounded_up(value) <= value * 1.5


def test_numbers_are_shown_with_separators() -> None:
    assert [shown(value) for value in (0.5, 3, 12.345, 1234.5, 1e9)] == ["0.5", "3", "12.3", "1,234", "1e+09"]
    assert [percentage(share) for share in (0, 0.0004, 0.004, 0.05, 0.5)] == ["0 %", "< 0.1 %", "0.4 %", "5 %", "50 %"]


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_a_coordinate_is_finite(value: float) -> None:
    with pytest.raises(ValueError, match="no coordinate"):
        coordinate(value)


@given(st.text())
def test_any_text_is_text_in_xml(text: str) -> None:
    root = ElementTree.fromstring(element("g", title=text or "-", fill=text))
    assert len(root) == 1
    assert len(root[0]) == 0


@given(st.text(), st.integers(1, 40))
def test_shortened_text_fits(text: str, most: int) -> None:
    short = shortened(text, most)
    assert columns_of(short) <= most
    assert short.isprintable()
