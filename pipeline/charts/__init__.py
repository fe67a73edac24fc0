"""Charts for reports, as images or as pages that need no network. Needs the extra `charts`."""

from pipeline.charts.saving import check, save
from pipeline.charts.thresholds import threshold_chart
from pipeline.charts.waterfall import waterfall_chart

__all__ = ["check", "save", "threshold_chart", "waterfall_chart"]
