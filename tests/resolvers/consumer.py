"""A downstream consumer that knows only what was published."""

from uuid import UUID

from resolvers.resolution import Resolution
from schemas.profile import Profile


class Consumer:
    """Keeps what the topics' contract says it needs, and checks the contract on the way."""

    def __init__(self) -> None:
        self.profile_of: dict[str, UUID] = {}
        self.profiles: dict[UUID, Profile] = {}
        self.ended: set[UUID] = set()
        self._versions: dict[str, int] = {}

    def read(self, resolution: Resolution) -> None:
        """Take in the outputs of a batch."""
        for change in resolution.changes:
            for after in change.after:
                assert after.profile_id not in self.ended, "an ended id came back"
                for account in after.accounts:
                    assert change.version > self._versions.get(account, 0), "a version did not grow"
                    self._versions[account] = change.version
                    self.profile_of[account] = after.profile_id
            for before in change.before:
                known = {each for each, of in self.profile_of.items() if of == before.profile_id}
                assert known <= {each for after in change.after for each in after.accounts}
        for ended in resolution.ended:
            self.ended.add(ended.profile_id)
            self.profiles.pop(ended.profile_id)
        for profile in resolution.profiles:
            assert profile.profile_id not in self.ended
            known_profile = self.profiles.get(profile.profile_id)
            if known_profile is not None:
                assert profile.version >= known_profile.version
                if profile.version == known_profile.version:
                    assert profile == known_profile, "two documents of one version"
            self.profiles[profile.profile_id] = profile

    def clusters(self) -> set[frozenset[str]]:
        """The accounts of each profile by the changes; the same by the profile documents."""
        by_profile: dict[UUID, set[str]] = {}
        for account, profile_id in self.profile_of.items():
            by_profile.setdefault(profile_id, set()).add(account)
        documented = {
            profile_id: {account.account_id for account in profile.accounts}
            for profile_id, profile in self.profiles.items()
        }
        assert documented == by_profile
        return {frozenset(accounts) for accounts in by_profile.values()}
