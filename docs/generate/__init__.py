"""What the documentation says about rules and frameworks, written from their files: `python -m docs.generate`."""

from docs.generate.generated import pages as pages
from docs.generate.generated import stale_files as stale_files
