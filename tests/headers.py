"""T-HDR: what every answer must say to a browser, whatever it is; looked at in each answer of each test.

The list is written here a second time on purpose: what the portal sends is compared with what it should send.
"""

from collections.abc import Iterator

from httpx import Response

WANTED = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
POLICY = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
PAGE, FILE = "form-action 'self'", "form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
KEPT = ("/static/",)
TELLING = ("server", "x-powered-by", "access-control-allow-origin")


def faults(answer: Response) -> list[str]:
    """Name what is wrong in the headers and cookies of an answer; nothing of its body or its query is said.

    Source: assurance P3, ASVS 3.2.1, 3.3.1 to 3.3.4, 3.4.1 to 3.4.6, 4.1.1, 13.4.6, 14.3.2.
    """
    path = answer.request.url.path
    return [f"{answer.request.method} {path} {answer.status_code}: {fault}" for fault in _faults(answer, path)]


def _faults(answer: Response, path: str) -> Iterator[str]:
    said = answer.headers
    yield from (f"{name} is {said.get(name)!r}" for name, value in WANTED.items() if said.get(name) != value)
    yield from (f"{name} is said" for name in TELLING if name in said)
    yield from _of_policy(said.get("content-security-policy", ""), said.get("content-disposition", ""))
    kept = said.get("cache-control", "")
    if "no-store" not in kept and not (path.startswith(KEPT) and answer.status_code in {200, 304}):
        yield f"a browser may keep it: {kept!r}"
    kind = said.get("content-type", "")
    if answer.content and (not kind or (kind.startswith("text/") and "charset=utf-8" not in kind.lower())):
        yield f"the kind of content is {kind!r}"
    for cookie in said.get_list("set-cookie"):
        yield from _of_cookie(cookie)


def _of_policy(policy: str, disposition: str) -> Iterator[str]:
    yield from (f"the policy lacks {part}" for part in POLICY if part not in policy)
    if (FILE if disposition.startswith("attachment") else PAGE) not in policy:
        yield "the policy is neither that of a page nor that of a file"
    if "unsafe" in policy or "*" in policy:
        yield "the policy admits what is unsafe"


def _of_cookie(cookie: str) -> Iterator[str]:
    name = cookie.partition("=")[0]
    said = {part.strip().lower() for part in cookie.split(";")[1:]}
    for wanted in ("httponly", "samesite=strict", "path=/"):
        if wanted not in said:
            yield f"cookie {name} lacks {wanted}"
    if name.startswith("__Host-"):
        if "secure" not in said or any(part.startswith("domain") for part in said):
            yield f"cookie {name} is no cookie of the host alone"
    elif "demo" not in name:
        yield f"cookie {name} may be planted by another host"
