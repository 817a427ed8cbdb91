"""Transactions around handlers: one per request, in the handler's own thread, with one effect per form.

A handler that asks for `session`, or for the `desk` that holds it, runs inside one transaction; it is
committed before the page is rendered, so that no read of a red field is answered without its audit
entry on disk. ADR 4 says why this is a wrapper and not a generator dependency: a clean-up that waits
for a worker thread while every thread waits for the database is a deadlock.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import partial, wraps
from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from lvws_core.errors import Conflict
from lvws_core.reasons import because
from portal import submissions
from portal.database import Database
from portal.limits.service import TooManyError

Handler = Callable[..., Any]

SLOW = ThreadPoolExecutor(max_workers=2, thread_name_prefix="slow")
"""Where routes run that say `"slow": True`, such as signing in: they wait for one another and for nobody else."""


def transactional(handler: HTTPRouteHandler, database: Database) -> HTTPRouteHandler:
    """Give a copy of a route handler whose function runs inside one transaction."""
    mine, fn = copy(handler), _in_transaction(handler.fn, database)
    if not handler.sync_to_thread:
        return mine(fn)
    mine.sync_to_thread = None
    return mine(_in_own_thread(fn) if handler.opt.get("slow") else _in_thread(fn))


def _in_own_thread(fn: Handler) -> Handler:
    # Six sign-ins at once would hold every thread of a small machine for as long as their hashes take.
    @wraps(fn)
    async def threaded(**kwargs: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(SLOW, partial(fn, **kwargs))

    return threaded


def _in_thread(fn: Handler) -> Handler:
    # Litestar wraps a sync function once for each handler of its path; wrapped twice, the function
    # gives a coroutine where a Redirect was returned, and the answer is 500. An async one is left alone.
    @wraps(fn)
    async def threaded(**kwargs: Any) -> Any:
        return await sync_to_thread(fn, **kwargs)

    return threaded


def _in_transaction(fn: Handler, database: Database) -> Handler:
    @wraps(fn)
    def handled(**kwargs: Any) -> Any:
        session: Session | None = kwargs.get("session") or getattr(kwargs.get("desk"), "session", None)
        if session is None:
            return fn(**kwargs)
        try:
            with database.transaction(session):
                result = _once(session, fn, kwargs)
                if settle := session.info.get("settle"):  # before anything that was opened is shown
                    settle()
                return result
        except TooManyError as error:
            session.info["told"](error)  # what was opened is rolled back, and that it was tried is not
            raise
        except IntegrityError as error:
            return _answered_meanwhile(database, session, error)

    return handled


def _once(session: Session, fn: Handler, kwargs: dict[str, Any]) -> Any:
    submission: submissions.Sent | None = session.info.get("submission")
    if submission is None:
        return fn(**kwargs)
    if (earlier := submissions.answer_of(session, submission)) is not None:
        return _replay(submission, earlier)
    submissions.reserve(session, submission)
    result = fn(**kwargs)
    if isinstance(result, Redirect):
        submissions.keep_answer(session, submission, result.url)
    else:
        submissions.release(session, submission)
    return result


def _replay(submission: submissions.Sent, earlier: submissions.Answer) -> Redirect:
    if earlier.body_hash != submission.body_hash:
        raise Conflict(because("key_reused", "I13", "This form was already sent once with other content."))
    return Redirect(earlier.location, status_code=303)


def _answered_meanwhile(database: Database, session: Session, error: IntegrityError) -> Redirect:
    # The same form twice at the same moment: the second waits for the first, then gets its answer.
    submission: submissions.Sent | None = session.info.get("submission")
    if submission is not None:
        with database.system(reading=True) as reader:
            if (earlier := submissions.answer_of(reader, submission)) is not None:
                return _replay(submission, earlier)
    raise Conflict(because("changed_meanwhile", "I4", "Somebody else changed this at the same moment.")) from error
