"""Reports: a run's findings as text. Each module has `write(report, …)`, which yields the text piece by piece."""
