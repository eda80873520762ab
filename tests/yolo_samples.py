"""Lines of YOLO labels as people write them, and worse."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hypothesis import strategies as st

from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.tables import Tables

BOX: Final = "0 0.500000 0.400000 0.200000 0.300000"
QUAD: Final = "1 0.1 0.1 0.3 0.1 0.3 0.2 0.1 0.2"
POLYGON: Final = "2 0.1 0.1 0.3 0.1 0.35 0.2 0.3 0.4 0.1 0.2"
POSE: Final = "0 0.5 0.4 0.2 0.3 0.45 0.35 2 0.5 0.4 1 0.55 0.45 0"
KINDS: Final = {"yolo": BOX, "yolo-obb": QUAD, "yolo-segment": POLYGON, "yolo-pose": POSE}

NUMBERS: Final = st.sampled_from([
    "0.5", "0.25", "1", "0", ".5", "1.", "0.123456789012345678", "1e-3", "-0.01", "1.005", "2", "320", "-0", "+0.5",
])  # fmt: skip
WORDS: Final = st.sampled_from(["nan", "inf", "1_0", "x", "0,5", "٣", "1.2.3", "--1", "1e", "9" * 30, "1e999"])
CLASSES: Final = st.sampled_from(["0", "1", "17", "1.0", "-1", "1.5", "01", "1e1", "nan", "inf", "car", "0,", "9" * 20])
COUNTS: Final = st.sampled_from([0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14])
BLANKS: Final = st.sampled_from([" ", " ", " ", "  ", "\t", " \t ", "\u00a0", "\f", "\x1c"])


@st.composite
def lines(draw: st.DrawFn, kind: str) -> str:
    """A line, sound or not."""
    if draw(st.integers(0, 3)):
        return KINDS[kind]
    count = draw(COUNTS)
    fields = [draw(CLASSES), *(draw(NUMBERS if draw(st.integers(0, 9)) else WORDS) for _ in range(count))]
    text = "".join(field + draw(BLANKS) for field in fields[:-1]) + fields[-1]
    return draw(st.sampled_from(["", "", " "])) + text + draw(st.sampled_from(["", "", " ", "\t"]))


@st.composite
def files(draw: st.DrawFn, kind: str) -> str:
    """A file of lines, blank ones among them."""
    rows = draw(
        st.lists(st.one_of(lines(kind), lines(kind), st.sampled_from(["", " ", "hello", "\u00a0"])), max_size=6)
    )
    ended = [row + draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])) for row in rows]
    if ended and draw(st.booleans()):
        ended[-1] = ended[-1].rstrip("\r\n")
    return "".join(ended)


def read_texts(*texts: str | bytes, kind: str = "yolo", folder: Path | None = None, **options: object) -> Tables:
    """Files with these texts, which need not be on the disk."""
    place = folder or Path("/nowhere/labels")
    sources = [
        SourceFile(
            place / f"{number}.txt", f"labels/{number}.txt", kind, text if isinstance(text, bytes) else text.encode()
        )
        for number, text in enumerate(texts)
    ]
    return read_files(sources, ReadOptions(**options))
