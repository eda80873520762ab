"""The HTML report: one file that needs nothing else, with pictures of the worst cases.

`page.py` puts it together; a part of the page a module, each a stream or a piece of markup. All of it is made by
`markup.escaped` and by what this package itself writes: no text of a stranger gets anywhere else.
"""

from boxlint.reports.html.page import Layout as Layout
from boxlint.reports.html.page import write as write
