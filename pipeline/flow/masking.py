"""How personal values leave towards the profile topics and ClickHouse: masked, beside a hash."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from pipeline.flow.masked_events import masked
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
        hashes: dict[str, tuple[str, ...]] = {}
        for stated in event.identifiers:
            if (kind := stated.type) in PERSONAL_IDENTIFIERS:
                hashed = keyed_hash(self.hash_key, kind, stated.value)
                hashes[kind] = (*hashes.get(kind, ()), hashed)
        shown = masked(event) if self.personal_values == "masked" else event
        # Field by field: to go through their names would cost twice as much.
        return ResolvedEvent(
            event_id=shown.event_id,
            platform=shown.platform,
            source_account=shown.source_account,
            type=shown.type,
            platform_type=shown.platform_type,
            occurred_at=shown.occurred_at,
            received_at=shown.received_at,
            account=shown.account,
            identifiers=shown.identifiers,
            traits=shown.traits,
            content=shown.content,
            object=shown.object,
            context=shown.context,
            consent=shown.consent,
            insights=shown.insights,
            snapshot=shown.snapshot,
            anonymous=shown.anonymous,
            problems=shown.problems,
            profile_id=profile_id,
            resolved_by=resolved_by,
            policy_version=policy_version,
            identifier_hashes=hashes,
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
