"""The form that Waimai's callbacks carry."""

from urllib.parse import parse_qsl

from schemas.errors import Reject

_MOST_FIELDS = 200


def fields_of(body: bytes) -> dict[str, str]:
    """Name -> plain value; of a repeated name the last.

    Raises:
        Reject: when it is no form in UTF-8, or has far too many fields.
    """
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise Reject("body", "a form", body.decode(errors="replace")) from error
    return dict(pairs)
