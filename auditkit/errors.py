"""What can go wrong with the input, said in one sentence for a person who cannot program."""


class AuditkitError(Exception):
    """Base of every error that auditkit raises on purpose; its text is one sentence for the user."""


class UnreadableFile(AuditkitError):
    """A file that cannot be audited: the sentence names the file and what to do about it.

    The command line prints it on stderr and exits with 2, after the results of the other files.
    """

    def __init__(self, path, reason: str):
        """`path`: the file as given; `reason`: what is wrong and what to do, without the file's name."""
        self.path = str(path)
        self.reason = reason
        super().__init__(f"{self.path}: {reason}")


class RuleError(AuditkitError):
    """A rule module that breaks the anatomy of a rule: an id used twice, no docstring, no such id."""
