"""Dashboards, alerts and the manual name metrics that exist, with labels that they have."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from prometheus_client import CollectorRegistry
from prometheus_client.metrics import MetricWrapperBase

from connectors.sdk.metrics import Metrics
from pipeline.flow import metrics as flow_metrics
from pipeline.observing import metrics as shared_metrics
from pipeline.observing.health import Health
from pipeline.observing.histogram import WeightedHistogram
from pipeline.observing.lag import LagMetrics, PartitionLag
from pipeline.sinks.clickhouse import metrics as sink_metrics

ROOT = Path(__file__).parents[2]
DASHBOARD = ROOT / "deploy/dashboards/guiyi.json"
ALERTS = ROOT / "deploy/prometheus/alerts.yaml"
MANUAL = ROOT / "docs/operating.md"

OF_PROMETHEUS = {"job", "instance", "le"}
NAME = re.compile(r"\bguiyi_[a-z_]+\b")
GROUPED = re.compile(r"\bby \(([^)]*)\)")
MATCHED = re.compile(r"(\w+)=~?\"")


def our_metrics() -> dict[str, set[str]]:
    """The labels of every metric, by the names its series have."""
    found: dict[str, set[str]] = {}
    modules = (flow_metrics, shared_metrics, sink_metrics)
    objects = [each for module in modules for each in vars(module).values()]
    objects += vars(Metrics()).values()
    for each in objects:
        if isinstance(each, MetricWrapperBase):
            for name in series_of(each._name, str(each._type)):
                found[name] = set(each._labelnames)
        elif isinstance(each, WeightedHistogram):
            for name in series_of(each._name, "histogram"):
                found[name] = set(each._labels)
    return found | collected_at_scrapes()


def series_of(name: str, kind: str) -> list[str]:
    endings = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}
    return [name + ending for ending in endings.get(kind, [""])]


def collected_at_scrapes() -> dict[str, set[str]]:
    registry = CollectorRegistry()
    Health(registry=registry).is_there("store")
    LagMetrics("group", lambda: [PartitionLag("topic", 0, 1, None)], registry)
    return {
        sample.name: set(sample.labels)
        for family in registry.collect()
        for sample in family.samples
    }


def dashboard_queries() -> Iterator[str]:
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        for target in panel.get("targets", ()):
            yield target["expr"]


def alert_queries() -> Iterator[str]:
    for group in yaml.safe_load(ALERTS.read_text())["groups"]:
        for rule in group["rules"]:
            yield rule["expr"]


@pytest.mark.parametrize("query", [*dashboard_queries(), *alert_queries()])
def test_a_query_names_metrics_that_exist_and_labels_that_they_have(query: str) -> None:
    known = our_metrics()
    named = set(NAME.findall(query)) - {"guiyi_"}
    assert named <= known.keys()
    labels = {label.strip() for found in GROUPED.findall(query) for label in found.split(",")}
    labels |= set(MATCHED.findall(query))
    for name in named:
        assert labels - OF_PROMETHEUS <= known[name] | others_labels(query, name, known)


def others_labels(query: str, name: str, known: dict[str, set[str]]) -> set[str]:
    return set().union(*(known[other] for other in NAME.findall(query) if other != name))


def test_every_metric_is_on_the_dashboard_and_in_the_manual() -> None:
    shown = {name for query in dashboard_queries() for name in NAME.findall(query)}
    told = set(NAME.findall(MANUAL.read_text()))
    for name in our_metrics():
        family = re.sub("_(bucket|sum|count)$", "", name)
        assert any(each.startswith(family) for each in shown), f"{family} is on no panel"
        assert family in told, f"{family} is not explained"


def test_every_alert_is_in_the_manual_with_what_to_do() -> None:
    manual = MANUAL.read_text()
    for group in yaml.safe_load(ALERTS.read_text())["groups"]:
        for rule in group["rules"]:
            assert f"`{rule['alert']}`" in manual


def test_no_two_panels_lie_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells
