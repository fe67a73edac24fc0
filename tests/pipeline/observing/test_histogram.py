"""A batch's values in a histogram, each standing for several."""

from prometheus_client import CollectorRegistry, generate_latest

from pipeline.observing.histogram import WeightedHistogram


def test_values_stand_for_those_that_were_not_looked_at() -> None:
    registry, histogram = a_histogram()
    histogram.observe(("a",), [4.0, 0.5, 1.0, 20.0], standing_for=400)
    assert sample(registry, "test_seconds_bucket", le="1.0") == 200
    assert sample(registry, "test_seconds_bucket", le="10.0") == 300
    assert sample(registry, "test_seconds_bucket", le="+Inf") == 400
    assert sample(registry, "test_seconds_count") == 400
    assert sample(registry, "test_seconds_sum") == 2550


def test_batches_add_up() -> None:
    registry, histogram = a_histogram()
    histogram.observe(("a",), [0.5], standing_for=3)
    histogram.observe(("a",), [5.0, 5.0], standing_for=2)
    histogram.observe(("a",), [], standing_for=0)
    assert sample(registry, "test_seconds_bucket", le="1.0") == 3
    assert sample(registry, "test_seconds_count") == 5


def test_the_page_reads_as_any_histogram() -> None:
    registry, histogram = a_histogram()
    histogram.observe(("a",), [0.5], standing_for=1)
    lines = generate_latest(registry).decode().splitlines()
    assert "# TYPE test_seconds histogram" in lines
    assert 'test_seconds_bucket{le="1.0",of="a"} 1.0' in lines


def a_histogram() -> tuple[CollectorRegistry, WeightedHistogram]:
    registry = CollectorRegistry()
    return registry, WeightedHistogram(
        "test_seconds", "how long", ("of",), buckets=(1.0, 10.0), registry=registry
    )


def sample(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    return registry.get_sample_value(name, {"of": "a", **labels})
