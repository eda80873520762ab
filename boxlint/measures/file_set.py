"""Measures of file sets: the files of one format in one folder, or one COCO file."""

from __future__ import annotations

from boxlint.measures.class_number import has_class_list as has_class_list
from boxlint.measures.class_number import highest_class as highest_class
from boxlint.measures.class_number import listed_class_count as listed_class_count
from boxlint.measures.class_number import lowest_class as lowest_class
from boxlint.measures.class_number import used_class_count as used_class_count
from boxlint.measures.corner_values import partial_box_count as partial_box_count
from boxlint.measures.corner_values import x_max_is_y_max_share as x_max_is_y_max_share
from boxlint.measures.corner_values import x_max_is_y_min_share as x_max_is_y_min_share
from boxlint.measures.corner_values import x_min_is_y_max_share as x_min_is_y_max_share
from boxlint.measures.corner_values import x_min_is_y_min_share as x_min_is_y_min_share
from boxlint.measures.frequency import image_filling_share as image_filling_share
from boxlint.measures.misreading import angle_count as angle_count
from boxlint.measures.misreading import beyond_turn_share as beyond_turn_share
from boxlint.measures.misreading import box_with_size_count as box_with_size_count
from boxlint.measures.misreading import corners_fit_share as corners_fit_share
from boxlint.measures.misreading import largest_angle as largest_angle
from boxlint.measures.misreading import largest_value as largest_value
from boxlint.measures.misreading import past_image_share as past_image_share
from boxlint.measures.misreading import pixel_share as pixel_share
from boxlint.measures.misreading import placed_object_count as placed_object_count
from boxlint.measures.misreading import shape_count as shape_count

__all__ = [
    "angle_count",
    "beyond_turn_share",
    "box_with_size_count",
    "corners_fit_share",
    "has_class_list",
    "highest_class",
    "image_filling_share",
    "largest_angle",
    "largest_value",
    "listed_class_count",
    "lowest_class",
    "partial_box_count",
    "past_image_share",
    "pixel_share",
    "placed_object_count",
    "shape_count",
    "used_class_count",
    "x_max_is_y_max_share",
    "x_max_is_y_min_share",
    "x_min_is_y_max_share",
    "x_min_is_y_min_share",
]
