"""Makes the sample data: `python -m sample_data.make [FOLDER]`, by default in the folder of this file.

Small invented datasets, a clean and a dirty one of each format, one pair of them with images. What is wrong in a
dirty one is planted on purpose and written down where it is planted; `expected.json` beside it lists just that.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from sample_data import makers
from sample_data.makers.dataset import Dataset, Maker

_MODULES = [import_module(f"{makers.__name__}.{module.name}") for module in iter_modules(makers.__path__)]
MAKERS: list[Maker] = [
    maker for module in _MODULES for maker in getattr(module, "MAKERS", [module]) if hasattr(maker, "clean")
]
"""What makes a clean and a dirty dataset: a module, or several in one; the others are what these share."""


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
