"""A school with a canteen behind the server."""

from tests.services.canteen.conftest import kitchen

__all__ = ["kitchen"]
