"""The application for a server that imports it by name: `portal.asgi:app`, settings from the environment."""

import os
from datetime import UTC, datetime
from uuid import uuid4

from portal.app import create_app
from portal.logs import configure
from portal.settings import from_environment

configure()
app = create_app(from_environment(os.environ), clock=lambda: datetime.now(UTC), new_id=uuid4)
