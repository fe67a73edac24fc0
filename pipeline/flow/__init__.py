"""The flow, as Faust agents: raw events are normalized, customer events are resolved."""
