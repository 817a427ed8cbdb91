"""Serving: uvicorn as this portal wants it, for the command line, the demonstration and the tests."""

import uvicorn
from litestar import Litestar


def quiet_server(app: Litestar, *, host: str = "127.0.0.1", port: int = 0) -> uvicorn.Server:
    """Give a server that logs no addresses, names no software and trusts no proxy headers (P11, T35)."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        date_header=True,
    )
    return uvicorn.Server(config)
