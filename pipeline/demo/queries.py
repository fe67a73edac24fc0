"""Three questions to ask ClickHouse, and the profile that shows most."""

QUERIES = {
    "On how many platforms do we know a customer?": """\
SELECT length(platforms) AS platforms_known,
       count() AS customers,
       round(avg(counters['events']), 1) AS events_each
FROM customers
GROUP BY platforms_known
ORDER BY platforms_known""",
    "Where else did those who ordered in the web shop talk to us?": """\
SELECT platform,
       uniqExact(profile_id) AS buyers,
       countIf(text != '') AS messages
FROM customer_events
WHERE platform != 'web' AND profile_id IN
    (SELECT profile_id FROM customer_events WHERE type = 'order')
GROUP BY platform
ORDER BY buyers DESC""",
    "What did the visitors of each campaign order?": """\
SELECT campaign['source'] AS came_from,
       uniqExact(profile_id) AS visitors,
       uniqExactIf(profile_id, type = 'order') AS buyers,
       toDecimal64(sumIf(ifNull(amount, 0), type = 'order'), 2) AS yuan
FROM customer_events
WHERE came_from != ''
GROUP BY came_from
ORDER BY yuan DESC""",
}
"""Question -> SQL, as `guiyi query` takes it."""

RICHEST_PROFILE = """\
SELECT * EXCEPT trait_hashes
FROM customers
ORDER BY length(platforms) DESC, length(accounts) DESC, profile_id
LIMIT 1"""
