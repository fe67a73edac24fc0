"""How personal values leave towards the profile topics and ClickHouse: masked, beside a hash."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from pipeline.flow.masked_events import masked_fields
from schemas.event import CustomerEvent, ResolvedEvent
from schemas.identity import IdentityChange
from schemas.personal import (
    PERSONAL_IDENTIFIERS,
    is_personal,
    keyed_hash,
    mask,
    mask_text,
)
from schemas.profile import Profile, ProfileIdentifier, ProfileTrait


@dataclass(frozen=True, slots=True)
class Masking:
    """Masks with `hash_key`; with `personal_values="clear"` values stay and hashes are added."""

    hash_key: bytes
    personal_values: Literal["masked", "clear"] = "masked"

    def event(
        self, event: CustomerEvent, *, profile_id: UUID, resolved_by: str, policy_version: str
    ) -> ResolvedEvent:
        """The event as it goes to the resolved-events topic."""
        hashes: dict[str, list[str]] = {}
        for identifier in event.identifiers:
            if identifier.type in PERSONAL_IDENTIFIERS:
                hashes.setdefault(identifier.type, []).append(
                    keyed_hash(self.hash_key, identifier.type, identifier.value)
                )
        fields = {name: getattr(event, name) for name in CustomerEvent.__struct_fields__}
        if self.personal_values == "masked":
            fields |= masked_fields(event)
        return ResolvedEvent(
            **fields,
            profile_id=profile_id,
            resolved_by=resolved_by,
            policy_version=policy_version,
            identifier_hashes={kind: tuple(values) for kind, values in hashes.items()},
        )

    def profile(self, profile: Profile) -> Profile:
        """The golden record as it goes to the profiles topic."""
        return profile.but(
            identifiers=tuple(map(self._profile_identifier, profile.identifiers)),
            traits={
                name: self._profile_trait(name, trait) for name, trait in profile.traits.items()
            },
        )

    def change(self, change: IdentityChange) -> IdentityChange:
        """The change as it goes to the identity-changes topic."""
        return change if self.personal_values == "clear" else change.masked()

    def _profile_identifier(self, identifier: ProfileIdentifier) -> ProfileIdentifier:
        if identifier.type not in PERSONAL_IDENTIFIERS:
            return identifier
        return identifier.but(**self._hidden(identifier.type, identifier.value))

    def _profile_trait(self, name: str, trait: ProfileTrait) -> ProfileTrait:
        if not is_personal(name):
            return self._unlisted(trait)
        return trait.but(**self._hidden(name, trait.value))

    def _unlisted(self, trait: ProfileTrait) -> ProfileTrait:
        shown = trait.value if self.personal_values == "clear" else mask_text(trait.value)
        return trait if shown == trait.value else trait.but(value=shown)

    def _hidden(self, kind: str, value: str) -> dict[str, str]:
        hashed = {"hash": keyed_hash(self.hash_key, kind, value)}
        return hashed if self.personal_values == "clear" else hashed | {"value": mask(kind, value)}
