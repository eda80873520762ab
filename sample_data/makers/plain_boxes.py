"""Lines of a class and four numbers in one of three orders, which a user has to name."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.lines import Line, add, text

_BOXES = ((466, 441, 493, 470), (20, 30, 80, 75), (100.5, 210, 160, 260.25), (300, 40, 350, 90), (300, 140, 350, 190))


class Order:
    """The maker of the datasets of one order, by the name of its format."""

    def __init__(self, format: str) -> None:
        self.format = format
        self.folder = format.replace("-", "_")

    def line(self, category: str, corners: tuple[float, ...]) -> str:
        """An object in this order."""
        x_min, y_min, x_max, y_max = corners
        last = (x_max - x_min, y_max - y_min) if self.format.endswith("xywh") else (x_max, y_max)
        numbers = " ".join(f"{number:g}" for number in (x_min, y_min, *last))
        return f"{category} {numbers}" if self.format.startswith("class") else f"{numbers} {category}"

    def clean(self) -> Dataset:
        """Three images; one of them has no object."""
        lines = [self.line(category, box) for category, box in zip(("open", "short", "pin hole"), _BOXES, strict=False)]
        lines += [self.line("spur", box) for box in _BOXES[3:]]
        files = {
            "labels/00041.txt": text(lines[:3]),
            "labels/00042.txt": text(lines[3:], "\r\n"),
            "labels/00043.txt": b"",
        }
        return Dataset(f"{self.folder}/clean", files, format=self.format)

    def dirty(self) -> Dataset:
        """Boxes without area and reversed ones, a line twice, and lines that are cut off."""
        dataset = Dataset(f"{self.folder}/dirty", format=self.format)
        lines: list[Line] = [
            (self.line("open", _BOXES[0]),),
            (self.line("open", (20, 30, 20, 75)), "BX101"),
            (self.line("open", (80, 130, 20, 175)), "BX102"),
            (self.line("short", _BOXES[3]),),
            (self.line("short", _BOXES[3]), "BX301"),
            (self.line("spur", _BOXES[4]).replace("140", "14O"), "BX003"),
            ("spur" if self.format.startswith("class") else "1", "BX005"),
            (self.line("mousebite", _BOXES[1]),),
        ]
        add(dataset, "labels/00141.txt", lines)
        return dataset


MAKERS = [Order(name) for name in ("xyxy", "class-xyxy", "class-xywh")]
