"""LUNA16's lists of nodules: lines of a CSV file with the series, the place in the world and the diameter of each."""
