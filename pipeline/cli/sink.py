"""`guiyi sink`: the process that writes the topics into ClickHouse."""


def sink() -> None:
    """Write events, profiles and identity changes into ClickHouse, until it is stopped."""
    from pipeline.cli.failing import ending_in_the_log
    from pipeline.logs import configure_logs
    from pipeline.settings import Settings
    from pipeline.sinks.clickhouse.starting import run_sink

    settings = Settings()
    configure_logs(settings)
    with ending_in_the_log(settings):
        run_sink(settings)
