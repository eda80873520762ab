"""What is known of annotations by what lies around them: their paths, their images and volumes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from boxlint.tables import Tables


def with_surroundings(
    tables: Tables, splits: Mapping[str, Sequence[str]], images: Sequence[str], wanted: Collection[str]
) -> Tables:
    """The tables of readers with splits, and with what images and volumes say where it is known where they are.

    `splits` are patterns of paths, `images` folders; of what takes long to find, only columns that are `wanted`.
    """
    from boxlint.fractions import in_pixels
    from boxlint.splits import with_splits

    tables = with_splits(tables, splits)
    if images or tables.images["has_fractions"].any():
        from boxlint.image_files import with_image_files
        from boxlint.image_files.beside import with_pairs

        tables = with_image_files(tables, images, wanted)
        tables = with_pairs(tables, wanted)
    if tables.files["box_space"].values:
        from boxlint.image_files.volumes import with_volumes
        from boxlint.volumes import in_voxels

        tables = in_voxels(with_volumes(tables, images))
    return in_pixels(tables)
