"""Why a printing came to nothing."""


class Trouble(Exception):
    """A printing came to nothing."""


class CannotPrint(Trouble):
    """Something in the content is not what a report holds."""


class TookTooLong(Trouble):
    """The time allowed was used up."""


class NeedsTooMuch(Trouble):
    """The memory allowed was used up."""


class Interrupted(Trouble):
    """The press fell, by nobody's fault: once more may do."""
