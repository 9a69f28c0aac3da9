"""The one error of the launcher."""

from proximity.foundation.processes.child import ProcessProblem


class DatabaseProblem(ProcessProblem):
    """The database cannot be made, found or started; the message says what to do about it, in the operator's words."""
