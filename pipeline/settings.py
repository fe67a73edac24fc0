"""Settings, from `GUIYI_…` environment variables or a `.env` file.

The defaults are the embedded stack's; production points the same settings at Kafka, PostgreSQL
and ClickHouse.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "GUIYI_"


class Settings(BaseSettings):
    """Everything a process of the product needs to know."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    data_dir: Path = Field(
        default=Path("guiyi-data"), description="where the embedded stack keeps everything"
    )

    kafka_bootstrap: str = Field(
        default="127.0.0.1:19092", description="host:port, comma-separated"
    )
    embedded_broker: bool = Field(
        default=True, description="the broker is the embedded one: short sessions, no idempotence"
    )
    kafka_session_seconds: float = Field(
        default=10,
        ge=6,
        description="after this long without a sign of life a process's partitions go to another; "
        "the embedded broker has sessions of its own",
    )
    topic_partitions: int = Field(
        default=4,
        ge=1,
        description="partitions of a topic we create; on the embedded broker raw topics have as "
        "many as there are workers, unless this is set",
    )
    topic_replication: int = Field(default=1, ge=1)

    store_url: str = Field(
        default="", description="SQLAlchemy URL of the identity store; empty: SQLite in data_dir"
    )
    policy_file: Path | None = Field(default=None, description="policy.yaml; none: the shipped one")
    model_file: Path | None = Field(
        default=None,
        description="the match model, for a policy with blocking rules; none: the shipped one",
    )

    clickhouse_url: str = Field(
        default="http://127.0.0.1:18123", description="the ClickHouse HTTP interface"
    )
    embedded_clickhouse: bool = Field(
        default=True, description="`guiyi up` serves ClickHouse itself, at that address"
    )
    clickhouse_user: str = "default"
    clickhouse_password: SecretStr = SecretStr("")
    clickhouse_database: str = "guiyi"
    clickhouse_patience_seconds: int = Field(
        default=60, ge=1, description="how long an insert may take before it is tried again"
    )

    connector_host: str = "127.0.0.1"
    connector_port: int = 18080
    connectors_file: Path | None = Field(
        default=None, description="connectors.yaml; none: the one in data_dir, if there is one"
    )
    workers: int = Field(
        default=1,
        ge=1,
        description="how many `guiyi up` runs, best a divisor of the partitions; "
        "with SQLite they take turns",
    )
    worker_port: int = Field(default=16066, description="Faust's web server; 0: none")
    sink_port: int = Field(
        default=16060, description="the sink's /health, /ready, /metrics; 0: none"
    )
    pages_host: str = Field(
        default="127.0.0.1", description="where the pages of worker and sink listen"
    )
    status_processes: str = Field(
        default="",
        description="what `guiyi status` looks at: NAME=http://host:port, comma-separated, each "
        "NAME beginning with connectors, worker or sink; empty: one of each on this machine",
    )
    unhealthy_after_seconds: float = Field(
        default=120,
        gt=0,
        description="a batch in work, or a service away, for longer makes /health answer 503",
    )

    personal_values: Literal["masked", "clear"] = Field(
        default="masked", description="how personal values leave towards profiles and ClickHouse"
    )
    hash_key: SecretStr = Field(
        default=SecretStr(""), description="HMAC key; empty: generated once and kept in data_dir"
    )
    default_region: str = Field(default="CN", description="region of phone numbers without prefix")

    max_batch_events: int = Field(
        default=5000, ge=1, description="events resolved in one transaction"
    )
    sink_max_batch_rows: int = Field(
        default=20_000, ge=1, description="messages of a topic that are inserted together"
    )
    sink_max_batch_seconds: float = Field(
        default=1.0, gt=0, description="how long the first of them waits for others"
    )
    max_dead_letters: int = Field(
        default=1000,
        ge=1,
        description="dead letters that a worker or sink may write in a window; at more it halts",
    )
    dead_letter_window_seconds: float = Field(default=60, gt=0)
    remember_events_days: float = Field(
        default=7,
        gt=0,
        description="how long event ids are remembered, so that counters count once",
    )
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["console", "json"] = "console"

    @model_validator(mode="after")
    def _every_worker_gets_a_partition(self) -> Self:
        # Faust lets a worker take its even share, rounded up, before it looks at the next one.
        share = ceil(self.topic_partitions / self.workers)
        if share * (self.workers - 1) >= self.topic_partitions:
            raise ValueError(
                f"workers: with {self.topic_partitions} topic_partitions one of {self.workers} "
                "could have nothing to do; take a number that divides them"
            )
        return self

    @property
    def cursors_file(self) -> Path:
        """Where pollers and imports keep how far they are."""
        return self.data_dir / "cursors.sqlite3"

    @property
    def tokens_file(self) -> Path:
        """Where connectors keep the access tokens that platforms gave them."""
        return self.data_dir / "tokens.sqlite3"

    @cached_property
    def identity_store_url(self) -> str:
        """The identity store's SQLAlchemy URL, with the embedded default filled in."""
        return self.store_url or f"sqlite:///{self.data_dir.resolve() / 'identity.sqlite3'}"


def unknown_settings(environment: Mapping[str, str]) -> list[str]:
    """A line for each variable that looks like a setting and is none, with what may be meant."""
    known = [name.upper() for name in Settings.model_fields]
    lines = []
    for variable in sorted(environment):
        name = variable.upper().removeprefix(PREFIX)
        if variable.upper().startswith(PREFIX) and name not in known:
            meant = get_close_matches(name, known, 1)
            hint = f"; did you mean {PREFIX}{meant[0]}?" if meant else ""
            lines.append(f"{variable}: there is no such setting{hint}")
    return lines
