-- The highest version of a profile holds; is_deleted marks one that was merged away or erased.
CREATE TABLE IF NOT EXISTS {database}.profiles
(
    profile_id UUID,
    version UInt64,
    is_deleted UInt8,
    created_at DateTime64(3, 'UTC'),
    first_seen DateTime64(3, 'UTC'),
    last_seen DateTime64(3, 'UTC'),
    accounts Array(String),
    platforms Array(LowCardinality(String)),
    identifiers Array(Tuple(type LowCardinality(String), value String, scope String, hash String)) COMMENT 'personal values are masked; hash joins them',
    traits Map(LowCardinality(String), String) COMMENT 'personal values are masked',
    trait_hashes Map(LowCardinality(String), String),
    counters Map(LowCardinality(String), Int64) COMMENT 'events, events.<type>, amount.<currency>.<type>',
    insights String COMMENT 'JSON',
    tags Array(LowCardinality(String)),
    consent Map(LowCardinality(String), Bool),
    policy_version LowCardinality(String),
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY profile_id
SETTINGS non_replicated_deduplication_window = 1000;
