"""The golden record of a person: one document from the states of the accounts."""

from resolvers.survivorship.golden_record import golden_record

__all__ = ["golden_record"]
