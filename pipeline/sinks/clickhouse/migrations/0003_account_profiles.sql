-- The profile of the highest version is the account's. An erased account has the nil profile.
CREATE TABLE IF NOT EXISTS {database}.account_profiles
(
    account_id String,
    profile_id UUID,
    version UInt64,
    changed_at DateTime64(3, 'UTC'),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY account_id
SETTINGS non_replicated_deduplication_window = 1000;
