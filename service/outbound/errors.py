"""What can go wrong with a call to the outside. The messages name what was asked for, and never the address that a name led to."""

from content.errors import Message, NordkalottError


class CannotFetchError(NordkalottError):
    """The address did not give a page: the message says why, in both languages."""

    def __init__(self, *, nb: str, en: str) -> None:
        super().__init__(en)
        self.message = Message(nb=nb, en=en)


class NotAllowedError(CannotFetchError):
    """The guard does not let us call there."""
