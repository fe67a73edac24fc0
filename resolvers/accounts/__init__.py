"""What is known of one account, folded from its events in any order."""

from resolvers.accounts.folding import fold
from resolvers.accounts.holdings import held
from resolvers.accounts.state import AccountState, IdentifierKey, Seen, Stated

__all__ = ["AccountState", "IdentifierKey", "Seen", "Stated", "fold", "held"]
