"""What the worker and the sink show of themselves: metrics, health, and pages to ask for them."""
