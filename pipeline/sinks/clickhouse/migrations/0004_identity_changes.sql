CREATE TABLE IF NOT EXISTS {database}.identity_changes
(
    change_id UUID,
    kind LowCardinality(String) COMMENT 'created, account_added, merged, split, erased',
    profile_id UUID,
    version UInt64,
    changed_at DateTime64(3, 'UTC'),
    before Array(Tuple(profile_id UUID, accounts Array(String))),
    after Array(Tuple(profile_id UUID, accounts Array(String))),
    evidence Array(Tuple(
        kind LowCardinality(String),
        left String,
        right String,
        rule LowCardinality(String),
        value String,
        weight Nullable(Float64),
        details String)) COMMENT 'value is masked where personal, weight is in bits, details is JSON',
    policy_version LowCardinality(String),
    model_version LowCardinality(String),
    caused_by Array(UUID) COMMENT 'ids of the events that led here',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree
ORDER BY (profile_id, version, change_id)
SETTINGS non_replicated_deduplication_window = 1000;
