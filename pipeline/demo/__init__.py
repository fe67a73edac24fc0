"""A brand's day, generated from a seed in the platforms' own formats and pushed through the line.

`people` are the customers, `population` makes them, `payloads` what each platform would send of
them, `day` the day as a whole with the truth about it. `driving` pushes it through the real
connectors, `platforms` answers them where they poll, `in_process` does without both. `performing`
compares what came out with what went in, `report` shows it.
Everything is invented.
"""
