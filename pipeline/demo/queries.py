"""Questions to ask ClickHouse, and the profile that shows most."""

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
    (SELECT profile_id FROM customer_events
     WHERE platform = 'web' AND type = 'order')
GROUP BY platform
ORDER BY buyers DESC""",
    "How soon did the brand reply, in minutes?": """\
WITH date_diff('second', asked.occurred_at, reply.occurred_at) / 60 AS minutes
SELECT reply.platform AS platform,
       count() AS replies,
       round(median(minutes), 1) AS half_within,
       round(quantile(0.9)(minutes), 1) AS nine_in_ten_within
FROM
    (SELECT * FROM customer_events WHERE type = 'reply') AS reply
ASOF JOIN
    (SELECT * FROM customer_events
     WHERE type IN ('message', 'comment')) AS asked
ON reply.account_id = asked.account_id
    AND reply.occurred_at >= asked.occurred_at
GROUP BY platform
ORDER BY replies DESC""",
    "Where was bought, and of how many buyers does the platform say nothing?": """\
SELECT platform,
       uniqExact(object_id) AS orders,
       uniqExactIf(object_id, profile_id IS NULL) AS of_nobody,
       uniqExact(profile_id) AS customers
FROM customer_events
WHERE object_type = 'order'
GROUP BY platform
ORDER BY orders DESC""",
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
