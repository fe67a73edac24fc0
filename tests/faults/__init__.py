"""Harm done to a running line on purpose, and the proof that nothing came of it.

`delivering` pushes a demo's day through the real connectors, `killing` and `harm` disturb the
line, `final_state` reads what the identity store, the topics and ClickHouse hold in the end, and
`differences` compares that with an undisturbed run's.
"""
