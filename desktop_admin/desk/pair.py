"""How a PC becomes known to a server: both prove that they know the code the server shows."""

import secrets

from desktop_admin.api.sharing import NotPaired, Paired, PairOffer, Route
from desktop_admin.core import pairing
from desktop_admin.core.errors import Unreachable
from desktop_admin.desk.calls import ServerFailed, post
from desktop_admin.desk.line import Cut, shown_by
from desktop_admin.desk.paired import Server


def pair(host: str, port: int, code: str, device: str) -> Server:
    """Raises Unreachable, NotPaired, TooMany, OldProgram, OldServer."""
    try:
        certificate = shown_by(host, port)
    except Cut as error:
        raise Unreachable from error
    nonce = secrets.token_bytes(16)
    proofs = pairing.proofs(pairing.heard(code), certificate, nonce)
    line = Server(host, port, certificate, b"").line()
    try:
        paired = post(line, Route.PAIR, PairOffer(device, nonce, proofs.pc), Paired)
    except ServerFailed as error:
        raise error.reason from error
    finally:
        line.close()
    if not secrets.compare_digest(paired.proof, proofs.server):
        raise NotPaired
    return Server(host, port, certificate, paired.device_key, paired.server, paired.school)
