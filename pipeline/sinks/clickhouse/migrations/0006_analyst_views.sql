-- Every event once, with the profile its account belongs to now.
CREATE OR REPLACE VIEW {database}.customer_events AS
SELECT
    dictGetOrDefault('{database}.current_profile', 'profile_id', tuple(account_id), profile_id_then) AS profile_id,
    *
FROM {database}.events FINAL;

-- Every customer there is now.
CREATE OR REPLACE VIEW {database}.customers AS
SELECT * EXCEPT (is_deleted, inserted_at)
FROM {database}.profiles FINAL
WHERE is_deleted = 0;

-- Which customer each account belongs to now.
CREATE OR REPLACE VIEW {database}.customer_accounts AS
SELECT account_id, profile_id, version, changed_at
FROM {database}.account_profiles FINAL
WHERE profile_id != toUUID('00000000-0000-0000-0000-000000000000');
