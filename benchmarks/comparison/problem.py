"""The one error that is written for the person who runs the comparison."""


class Problem(Exception):
    """Ends the comparison; its text says what is wrong and what to do."""
