"""A brand's day, generated from a seed in the platforms' own formats and pushed through the line.

`people` are the customers, `population` makes them. `platforms` is the one table of platforms, each
of which is a module in `payloads`: what people do there (`happenings`), and how the platform tells
us. `day` is all of it with the truth about it. `serving` answers in the platforms' place, `driving`
pushes the day through the real connectors of a stack, `in_process` through them alone. `performing`
compares what came out with what went in, `report` shows it.
Everything is invented.
"""
