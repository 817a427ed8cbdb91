"""The address of the blank form that a device keeps; its worker is `/static/offline-worker.js`."""

from datetime import datetime
from typing import Final

from litestar import get
from litestar.di import NamedDependency

from colocations.contacts.offline.shell.pages import ShellPage, shell_page

_OPEN: Final = {"public": True, "anonymous": True}


@get("/contacts/offline/shell", opt=_OPEN, sync_to_thread=True)
def show_shell(now: NamedDependency[datetime]) -> ShellPage:
    """Show the blank form as nobody in particular: no name and no session is in it."""
    return shell_page(now)


HANDLERS = (show_shell,)
"""Every address of the shell."""
