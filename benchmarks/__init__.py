"""Benchmarks of boxlint against its peers, on generated data; see README.md."""
