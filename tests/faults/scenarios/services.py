"""Apache Kafka, PostgreSQL and two workers: every process is killed, the servers' too."""

from dataclasses import replace

from tests.faults.delivering import being_delivered
from tests.faults.killing import Killing
from tests.faults.line import a_line
from tests.faults.lives import Lives
from tests.faults.scenarios.case import Case, Outcome, settled
from tests.faults.victims import ServerVictim, StackPart, Victim
from tests.services.apache_kafka import ApacheKafka
from tests.services.postgres_server import running_postgres

PARTS = ("connectors", "worker", "worker-2", "sink", "clickhouse")
SECONDS_PER_KILL = 1.5


def kills_with_services(case: Case) -> Outcome:
    """Broker and database are killed at random moments as well, and start again on their data."""
    lives = Lives()
    with (
        running_postgres("debian") as postgres,
        ApacheKafka(case.folder / "kafka") as kafka,
        a_line(
            case.day,
            case.folder / "data",
            lives,
            embedded_broker=False,
            kafka_bootstrap=kafka.address,
            store_url=postgres.create_database("identity"),
            workers=2,
            topic_partitions=6,
        ) as stack,
    ):
        victims: list[Victim] = [StackPart(stack, lives, name) for name in PARTS]
        victims += [ServerVictim("broker", kafka), ServerVictim("database", postgres)]
        killing = Killing(victims, kills=case.kills, seed=case.seed)
        with being_delivered(case.day, stack, seconds=case.kills * SECONDS_PER_KILL):
            killing.run()
            for server in (kafka, postgres):
                server.wait_until_ready()
        harm = {f"killed.{victim.name}": killing.made[victim.name] for victim in victims}
        outcome = settled(stack, lives, harm)
    # What its services keep from starting for a minute is started again: no crash of its own.
    crashes = tuple(each for each in outcome.crashes if "was not ready after" not in each)
    return replace(outcome, crashes=crashes)
