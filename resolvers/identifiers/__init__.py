"""Identifiers in one spelling each, so that equal persons have equal values."""

from resolvers.identifiers.normalizing import NORMALIZERS, normalize

__all__ = ["NORMALIZERS", "normalize"]
