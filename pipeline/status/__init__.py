"""How a deployment is doing, seen from outside: two looks at it make rates, and those a status.

`looking` looks (HTTP, Kafka's metadata and the dead-letters topic; it changes nothing), `rates` and
`status` calculate, `table` shows.
"""
