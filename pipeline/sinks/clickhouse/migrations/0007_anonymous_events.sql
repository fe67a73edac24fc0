-- An event whose platform does not say who acted has no profile: NULL, which joins with nothing.
CREATE OR REPLACE VIEW {database}.customer_events AS
SELECT
    nullIf(
        dictGetOrDefault('{database}.current_profile', 'profile_id', tuple(account_id), profile_id_then),
        toUUID('00000000-0000-0000-0000-000000000000')
    ) AS profile_id,
    *
FROM {database}.events FINAL;
