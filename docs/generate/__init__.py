"""What the documentation says about rules and frameworks, written from their files: `python -m docs.generate`."""

from docs.generate.pages import BEGIN as BEGIN
from docs.generate.pages import FIXES_BEGIN as FIXES_BEGIN
from docs.generate.pages import pages as pages
from docs.generate.pages import stale_files as stale_files
