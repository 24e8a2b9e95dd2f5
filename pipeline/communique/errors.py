"""Everything this package raises on purpose.

CommuniqueError
├── UsageError     an option has a value that makes no sense             (caught in cli.py: exit 2)
├── ReadError      a source cannot be opened, is not text, or is empty   (caught per source, in run.py: a Failure)
├── ModelError     the spaCy model is missing or does not load           (caught in cli.py: exit 2)
├── RuleError      a rule file is wrong                                  (caught in cli.py: exit 2)
├── GoldError      a gold or records file is wrong                       (caught in cli.py: exit 2)
├── WorkerError    the processes of a run cannot start                   (caught in cli.py: exit 2)
└── WriteError     a sink refused a record                               (never caught below cli.py: exit 2)

Each message names the file, rule or block, and what to do next.
"""


class CommuniqueError(Exception):
    """Base of the tree above."""


class UsageError(CommuniqueError):
    """An option or argument makes no sense; the message says which do."""


class ReadError(CommuniqueError):
    """The source cannot be opened, or holds no text; the message says what to do."""


class ModelError(CommuniqueError):
    """The spaCy model is missing; the message holds the command that installs it."""


class RuleError(CommuniqueError):
    """A rule file is malformed; the message names the file and the rule."""


class GoldError(CommuniqueError):
    """A gold or records file is malformed; the message names the file, the line and the field."""


class WorkerError(CommuniqueError):
    """The workers of a run cannot start; the message has the error of one of them."""


class WriteError(CommuniqueError):
    """A sink refused a record; what it acknowledged before is safe."""
