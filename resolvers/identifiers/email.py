"""Email addresses, by syntax only: no name server is asked."""

import unicodedata

from email_validator import EmailNotValidError, validate_email


def normalize_email(value: str) -> str:
    """The address in Unicode NFKC and lower case.

    The part before the @ may depend on case by RFC 5321; no provider that matters makes use of
    it, and people write their own address both ways.

    Raises:
        ValueError: when it is no address by RFC 5322 and RFC 6531, or of a domain that RFC 6761
            keeps for special use.
    """
    text = unicodedata.normalize("NFKC", value).strip().lower()
    try:
        address = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise ValueError("an email address") from None
    return address.normalized.lower()
