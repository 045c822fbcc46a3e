"""HTML and Markdown to Portable Text."""

from content.convert.html import Converted, from_html
from content.convert.markdown import from_markdown

__all__ = ["Converted", "from_html", "from_markdown"]
