"""One text for one content, whatever made it: what hashes, seals and signatures cover."""

from msgspec import json

as_json = json.Encoder(order="sorted").encode
