"""Makes the sample data: `python -m sample_data.make [FOLDER]`, by default in the folder of this file.

Small invented datasets, a clean and a dirty one of each format, one pair of them with images. What is wrong in a
dirty one is planted on purpose and written down where it is planted; `expected.json` beside it lists just that.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sample_data.makers import (
    coco,
    coco_masks,
    dior,
    dota,
    keypoints,
    photos,
    rolabelimg,
    rotated_coco,
    soda,
    splits,
    voc,
    yolo,
    yolo_obb,
    yolo_pose,
    yolo_segment,
)
from sample_data.makers.dataset import Dataset

MAKERS = (
    *(coco, keypoints, rotated_coco, coco_masks, dota, voc, dior, rolabelimg, soda, splits, photos),
    *(yolo, yolo_obb, yolo_segment, yolo_pose),
)


def datasets() -> list[Dataset]:
    """Every dataset, in the order of the folders."""
    return [dataset for maker in MAKERS for dataset in (maker.clean(), maker.dirty())]


def write(folder: Path) -> int:
    """Writes all datasets below a folder; the number of files written."""
    files = {f"{dataset.folder}/{name}": data for dataset in datasets() for name, data in dataset.contents().items()}
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return len(files)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    print(f"{write(target)} files written in {target}")
