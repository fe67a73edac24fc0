-- Unique by event_id. The sorting key holds nothing that another delivery of the same event could
-- change: not its time, which is the time of arrival where a platform states none. So a repeated
-- event is always found, whenever it comes; the months prune what queries by time read.
CREATE TABLE IF NOT EXISTS {database}.events
(
    event_id UUID,
    platform LowCardinality(String),
    source_account LowCardinality(String),
    type LowCardinality(String),
    platform_type LowCardinality(String) COMMENT 'the platform''s own name for the type',
    occurred_at DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    account_id String COMMENT 'the account that acted: platform:scope:id; never changes',
    profile_id_then UUID COMMENT 'the profile when the event was resolved; customer_events has the current one',
    resolved_by LowCardinality(String),
    identifiers Array(Tuple(type LowCardinality(String), value String, scope String)) COMMENT 'personal values are masked',
    identifier_hashes Map(LowCardinality(String), Array(String)) COMMENT 'keyed hashes of personal values, to join on',
    traits Map(LowCardinality(String), String),
    content_kind LowCardinality(String) COMMENT 'text, image, voice, video, …; empty without content',
    text String,
    content_url String,
    content_attributes String COMMENT 'JSON',
    object_type LowCardinality(String) COMMENT 'what it was done to: post, product, order, page, …',
    object_id String,
    object_title String,
    object_url String,
    object_attributes String COMMENT 'JSON',
    amount Nullable(Decimal(38, 6)),
    currency LowCardinality(String),
    scene String COMMENT 'the channel code that led here',
    campaign Map(LowCardinality(String), String),
    page_url String,
    referrer String,
    session_id String,
    locale LowCardinality(String),
    user_agent String,
    context_attributes String COMMENT 'JSON',
    consent Map(LowCardinality(String), Bool),
    insights String COMMENT 'JSON',
    snapshot Bool COMMENT 'states all identifiers of its account',
    problems Array(Tuple(field String, shape String, expected String)) COMMENT 'values that could not be used',
    policy_version LowCardinality(String),
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (platform, account_id, event_id)
SETTINGS non_replicated_deduplication_window = 1000;
