"""What each platform would send, in its own format, and all else that the demo knows of it.

A platform's module makes up what people do on it (`happen`), writes the brand's accounts there for
`connectors.yaml` (`sources`), signs its calls (`call`), answers in its place (`end`), and says all
of that in its `PLATFORM`.
"""
