"""Which profile each cluster is, and what that changes."""

from resolvers.assignment.assign import Assignment, StoredProfile, assign
from resolvers.assignment.changes import Cause, describe

__all__ = ["Assignment", "Cause", "StoredProfile", "assign", "describe"]
