"""What goes back: an answer, or a refusal as a code and a sentence; never a traceback."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desktop_admin.api import wire
from desktop_admin.api.sharing import (
    CodeExpired,
    Failure,
    NotPaired,
    NotUnderstood,
    OldProgram,
    OldServer,
    RequestTooLong,
    SetUpElsewhere,
    TooBusy,
    TooMany,
    UnknownPc,
)
from desktop_admin.core.errors import DatabaseAway, NotAllowed, NotFound, NotStored, Refused, SignedOut, Unexpected

STATUS: dict[type[Refused], HTTPStatus] = {
    NotUnderstood: HTTPStatus.BAD_REQUEST,
    SignedOut: HTTPStatus.UNAUTHORIZED,
    NotPaired: HTTPStatus.FORBIDDEN,
    CodeExpired: HTTPStatus.FORBIDDEN,
    UnknownPc: HTTPStatus.FORBIDDEN,
    NotAllowed: HTTPStatus.FORBIDDEN,
    SetUpElsewhere: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    RequestTooLong: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    OldProgram: HTTPStatus.UPGRADE_REQUIRED,
    OldServer: HTTPStatus.UPGRADE_REQUIRED,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    TooBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    DatabaseAway: HTTPStatus.SERVICE_UNAVAILABLE,
    NotStored: HTTPStatus.INSUFFICIENT_STORAGE,
    Unexpected: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def answer(data: bytes) -> Response:
    return Response(data, media_type=wire.MEDIA_TYPE)


def failure(error: Refused) -> Response:
    """Every other refusal is a conflict with what is there."""
    status = STATUS.get(type(error), HTTPStatus.CONFLICT)
    return Response(wire.write(Failure.of(error)), status_code=status, media_type=wire.MEDIA_TYPE)


def no_such_address(error: HTTPException) -> Response:
    """Of the router's own: an unknown address, or another method than the address has."""
    status = HTTPStatus(error.status_code)
    body = wire.write(Failure.of(NotUnderstood(detail=status.phrase)))
    return Response(body, status_code=status, media_type=wire.MEDIA_TYPE)
