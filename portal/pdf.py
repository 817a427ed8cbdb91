"""PDF: the one place that knows the library which makes one. It comes with the extra `pdf`.

Without the extra the portal prints through the browser and shows no button for a file. The
library also needs Pango and HarfBuzz on the machine; where they are missing it is as if it were not there.
"""

from pathlib import Path
from typing import Any, Final

try:
    import weasyprint
    from weasyprint.urls import URLFetcher
except (ImportError, OSError):  # the extra is not installed, or a library of the machine is missing
    weasyprint, URLFetcher = None, object

IS_HERE: Final = weasyprint is not None
"""Whether a PDF can be made on this machine."""

WHY_NOT: Final = "the extra pdf is not installed: pip install 'lvws-portal[pdf]', with Pango on the machine"


_STYLE = Path(__file__).parent / "static" / "pack.css"


class _Nothing(URLFetcher):  # type: ignore[misc]  # the library is optional and untyped
    """Fetches nothing: a document is complete in itself, and no address in it is ever followed."""

    def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 -- the library's own signature
        """Refuse every address."""
        raise ValueError("a document fetches nothing")


def make(html: str) -> bytes:
    """Give a tagged PDF (PDF/UA-1) of a whole HTML document, which names its language and its title.

    Raises:
        RuntimeError: The extra is not installed.
    """
    if weasyprint is None:
        raise RuntimeError(WHY_NOT)
    style = weasyprint.CSS(string=_STYLE.read_text(encoding="utf-8"), url_fetcher=_Nothing())
    document = weasyprint.HTML(string=html, url_fetcher=_Nothing())
    made: bytes = document.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return made
