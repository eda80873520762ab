"""COCO: one JSON file a dataset, with lists of images, annotations and categories.

The fast road decodes with msgspec, in chunks, straight into columns. A chunk that it refuses takes the careful
road, record by record, on which every fault is explained and nothing is lost.
"""
