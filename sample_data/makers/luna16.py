"""LUNA16: nodules in a CSV file, their centres and diameters in mm."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset

HEADER = "seriesuid,coordX,coordY,coordZ,diameter_mm"
SERIES = [f"1.2.826.0.1.3680043.10.{number}" for number in (511, 512, 513)]


def page(*lines: str, newline: str = "\n") -> bytes:
    """A file: the header and these lines."""
    return "".join(line + newline for line in (HEADER, *lines)).encode()


def clean() -> Dataset:
    """Nodules of three series, and what the challenge excludes: findings that nobody measured, some of them twice."""
    first, second, third = SERIES
    return Dataset(
        "luna16/clean",
        {
            "annotations.csv": page(
                f"{first},-128.6994211,-175.3192718,-298.3875064,5.651470635",
                f"{first},103.7836509,-211.9251487,-227.12125,4.224708481",
                f"{second},69.63901724,-140.9445859,876.3744957,5.786347814",
                f"{third},-24.0138242,192.1024053,-391.0812764,8.143261683",
            ),
            "annotations_excluded.csv": page(
                *[f"{first},-131.8964945,-155.0567015,-317.8,-1"] * 2,
                f"{third},2.441546798,172.4648812,-405.4937318,18.54514997",
                newline="\r\n",
            ),
        },
    )


def dirty() -> Dataset:
    """Nodules without extent, listed twice, and lines that are none."""
    dataset = Dataset("luna16/dirty")
    first, second, _ = SERIES
    lines: list[tuple[str, ...]] = [
        (f"{first},-128.6994211,-175.3192718,-298.3875064,5.651470635",),
        (f"{first},-128.6994211,-175.3192718,-298.3875064,5.651470635", "BX301"),
        (f"{first},103.7836509,-211.9251487,-227.12125,0", "BX701"),
        (f"{second},69.63901724,-140.9445859,nan,5.786347814", "BX001"),
        (f"{second},69.63901724,140_9,876.3744957,5.786347814", "BX003"),
        (f"{second},69.63901724,-140.9445859,876.3744957", "BX005"),
        (f"{second},9.6,-14.5,87.25,6.125",),
    ]
    for index, (_, *codes) in enumerate(lines):
        for code in codes:
            dataset.plant(code, "annotations.csv", annotation=index)
    dataset.files["annotations.csv"] = page(*(line for line, *_ in lines))
    return dataset
