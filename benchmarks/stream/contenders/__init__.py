"""One program for each contender: `python -m … BOOTSTRAP TOPIC EVENTS`, which prints its measure.

Each consumes every event of the topic, from bytes, and does nothing but count; each may fetch one
megabyte of a partition at a time. None commits within the measure what it would not commit in
use: Faust and Quix Streams commit at their own intervals, aiokafka not at all.
"""
