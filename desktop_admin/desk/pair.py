"""How a PC becomes known to a server: both prove that they know the code the server shows."""

import secrets

from desktop_admin.api.sharing import AnotherServer, NoAnswer, NotAServer, NotPaired, Paired, PairOffer, Route
from desktop_admin.core import pairing
from desktop_admin.core.errors import Refused, Unexpected, Unreachable
from desktop_admin.desk.calls import ServerFailed, post
from desktop_admin.desk.line import Cut, shown_by
from desktop_admin.desk.paired import Server


def look(host: str, port: int) -> bytes:
    """The certificate that is shown there, in DER; the code will prove whether it is the right one.

    Raises NoAnswer, NotAServer.
    """
    address = f"{host}:{port}"
    try:
        return shown_by(host, port)
    except Cut as error:
        raise (NotAServer(address=address) if error.sent else NoAnswer(address=address)) from error


def pair(host: str, port: int, code: str, device: str, certificate: bytes = b"") -> Server:
    """certificate: that was looked at and is expected, else the one that is shown now.

    Raises NoAnswer, NotAServer, AnotherServer, NotPaired, TooMany, OldProgram, OldServer.
    """
    certificate = certificate or look(host, port)
    nonce = secrets.token_bytes(16)
    proofs = pairing.proofs(pairing.heard(code), certificate, nonce)
    line = Server(host, port, certificate, b"").line()
    try:
        paired = post(line, Route.PAIR, PairOffer(device, nonce, proofs.pc), Paired)
    except Unreachable as error:
        raise NoAnswer(address=f"{host}:{port}") from error
    except AnotherServer as error:
        if look(host, port) == certificate:  # an authority's, which no server of this program has
            raise NotAServer(address=f"{host}:{port}") from error
        raise
    except ServerFailed as error:
        raise _no_server(f"{host}:{port}", error) from error
    finally:
        line.close()
    if not secrets.compare_digest(paired.proof, proofs.server):
        raise NotPaired
    return Server(host, port, certificate, paired.device_key, paired.server, paired.school)


def _no_server(address: str, error: ServerFailed) -> Refused:
    """What speaks another language is no server of this program."""
    return NotAServer(address=address) if isinstance(error.reason, Unexpected) else error.reason
