"""`python -m docs.generate`: writes the generated pages, and removes those that are generated no more."""

from __future__ import annotations

from docs.generate.generated import ROOT, pages, stale_files


def main() -> None:
    """Write what has changed."""
    made = pages()
    for file in stale_files(made):
        file.unlink(missing_ok=True)
        if file in made:
            file.parent.mkdir(exist_ok=True)
            file.write_text(made[file], encoding="utf-8", newline="\n")
        print(f"{file.relative_to(ROOT)} {'written' if file in made else 'removed'}")


if __name__ == "__main__":
    main()
