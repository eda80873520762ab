"""TensorFlow CSV: a box a line with the size of its image, as the scripts around the object detection API write it."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset

HEADER = "filename,width,height,class,xmin,ymin,xmax,ymax"


def page(rows: list[str], newline: str = "\n", header: str = HEADER) -> bytes:
    """A file of some records."""
    return "".join(line + newline for line in (header, *rows)).encode()


def clean() -> Dataset:
    """Two splits, one with CRLF; names with commas in quotes; columns in another order, parted by semicolons."""
    train = [
        "yard 1.jpg,640,480,hen,81,88,222,208",
        "yard 2.jpg,480,270,hen,12,24,160,137",
        '"yard 3, west.jpg",640,480,"cock, red",300,190,420,330',
        "yard 1.jpg,640,480,hen,400.5,120.25,520.75,260.5",
    ]
    test = ["gate 1.jpg,960,540,hen,312,30,485,249", "gate 2.jpg,960,540,hen,17,100,205,300"]
    other = ["pond.jpg;duck;40;120;30;99", 'lake.jpg;duck;"1,5";55,25;3;70']
    return Dataset(
        "tensorflow/clean",
        {
            "train_labels.csv": page(train),
            "test_labels.csv": page(test, "\r\n"),
            "birds.csv": page(other, header="filename;cell_type;xmin;xmax;ymin;ymax"),
        },
    )


def dirty() -> Dataset:
    """Boxes without extent or outside, sizes that contradict each other, and records that cannot be read."""
    dataset = Dataset("tensorflow/dirty")
    rows: list[tuple[str, ...]] = [
        ("a.jpg,640,480,hen,81,88,222,208",),
        ("a.jpg,640,480,hen,300,100,300,140", "BX101"),
        ("a.jpg,640,480,hen,420,100,380,140", "BX102"),
        ("b.jpg,640,480,hen,500,100,700,200", "BX202"),
        ("b.jpg,640,480,hen,10,10,5O,60", "BX003"),
        ("b.jpg,640,480,hen,10,,50,60", "BX006"),
        ("b.jpg,640,480,,10,10,50,60", "BX006"),
        ("b.jpg,640,480,hen,10,10,50", "BX005"),
        ("b.jpg,640,480,hen,100,100,inf,160", "BX001"),
        ("c.jpg,640,480,hen,20,20,200,120",),
        ("c.jpg,480,640,hen,20,220,200,320",),
        ("a.jpg,640,480,hen,81,88,222,208", "BX301"),
        ("d.jpg,640,,hen,20,20,200,120",),
    ]
    for index, (_, *codes) in enumerate(rows):
        for code in codes:
            dataset.plant(code, "labels.csv", annotation=index)
    for image in ("c.jpg", "d.jpg"):
        dataset.plant("BX005", "labels.csv", image=image)
    dataset.files["labels.csv"] = page([text for text, *_ in rows])
    return dataset
