"""The flow: settings, the Faust app, agents, sinks, the embedded stack and the command line."""
