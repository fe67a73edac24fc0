"""Identifiers in one spelling each, so that equal persons have equal values."""

from resolvers.identifiers.normalizing import NORMALIZERS, normalize
from resolvers.identifiers.phone import masked_phone

__all__ = ["NORMALIZERS", "masked_phone", "normalize"]
