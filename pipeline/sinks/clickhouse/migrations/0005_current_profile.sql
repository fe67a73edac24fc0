-- Reloaded within seconds of a change, and only then.
CREATE DICTIONARY IF NOT EXISTS {database}.current_profile
(
    account_id String,
    profile_id UUID
)
PRIMARY KEY account_id
SOURCE(CLICKHOUSE(
    USER {user}
    PASSWORD {password}
    QUERY 'SELECT account_id, argMax(profile_id, version) AS profile_id FROM {database}.account_profiles GROUP BY account_id'
    INVALIDATE_QUERY 'SELECT cityHash64(max(inserted_at), count()) FROM {database}.account_profiles'))
LAYOUT(COMPLEX_KEY_HASHED())
LIFETIME(MIN 1 MAX 2);
