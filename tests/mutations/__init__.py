"""Clean datasets with one fault put in at a time: what boxlint finds there, and what it must not.

`python -m tests.mutations` prints the table of all operators.
"""
