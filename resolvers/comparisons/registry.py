"""The one table of comparisons. A new one is a class, its test, and its name here."""

from collections.abc import Mapping
from typing import Annotated, get_args

from pydantic import Field

from resolvers.comparisons.birthday import Birthday
from resolvers.comparisons.chinese_name import ChineseName
from resolvers.comparisons.comparison import Comparison
from resolvers.comparisons.email import Email
from resolvers.comparisons.exact import Exact
from resolvers.comparisons.gender import Gender
from resolvers.comparisons.network import Network
from resolvers.comparisons.nickname import Nickname
from resolvers.comparisons.phone import Phone
from resolvers.comparisons.place import Place
from resolvers.comparisons.postcode import Postcode
from resolvers.comparisons.prefix import Prefix
from resolvers.comparisons.set_overlap import SetOverlap
from resolvers.comparisons.spelling import DamerauLevenshtein, JaroWinkler
from resolvers.comparisons.tokens import Tokens

AnyComparison = Annotated[
    Birthday
    | ChineseName
    | DamerauLevenshtein
    | Email
    | Exact
    | Gender
    | JaroWinkler
    | Network
    | Nickname
    | Phone
    | Place
    | Postcode
    | Prefix
    | SetOverlap
    | Tokens,
    Field(discriminator="kind"),
]
"""A comparison from data: `{kind, fields, …}`."""

COMPARISONS: Mapping[str, type[Comparison]] = {
    each.model_fields["kind"].default: each for each in get_args(get_args(AnyComparison)[0])
}
"""Kind → class."""
