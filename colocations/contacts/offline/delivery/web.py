"""The address where a device delivers its envelopes: by permit, and answered with a receipt in JSON."""

from typing import Final

import msgspec
from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Response

from colocations.contacts.offline.delivery import service
from colocations.contacts.offline.delivery.service import Delivery
from colocations.contacts.offline.keys.model import Envelope
from colocations.contacts.offline.model import MOST_BYTES, Receipt
from colocations.contacts.offline.permits import service as permits
from colocations.contacts.offline.permits.model import Bearer, device_cookie
from colocations.contacts.offline.permits.web import BY_PERMIT, DeviceSettings
from colocations.contacts.service import Desk
from lvws_core.ports import FindPerson

_RETRY: Final = {"Retry-After": "3600"}


@post("/api/v1/offline/envelopes", opt=BY_PERMIT, sync_to_thread=True, request_max_body_size=MOST_BYTES)
def deliver(
    request: HTMXRequest,
    *,
    desk: NamedDependency[Desk],
    bearer: NamedDependency[Bearer],
    find_person: NamedDependency[FindPerson],
    settings: NamedDependency[DeviceSettings],
    data: JSONBody[Envelope],
) -> Response[Receipt]:
    """Take an envelope: the device may delete its copy only on a receipt that says it is kept."""
    if not permits.is_within_limits(desk, bearer.permit):
        text = "Too many deliveries within an hour. The entry stays on this device and is sent later"
        slow = Receipt(envelope=data.id, state="refused", kept=False, why=("too_many",), text=text)
        return Response(slow, status_code=429, headers=_RETRY)
    device_id = request.cookies.get(device_cookie(secure=settings.cookie_secure), "")
    delivery = Delivery(envelope=data, raw=msgspec.json.encode(data), bearer=bearer, device_id=device_id)
    answer = service.receive(desk, delivery, find_person)
    return Response(answer.receipt, status_code=answer.status)


HANDLERS = (deliver,)
"""Every address of the delivery."""
