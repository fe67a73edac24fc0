"""PostgreSQL cuts its connections, is stopped and started, and is killed."""

import time

from tests.faults.delivering import being_delivered
from tests.faults.line import a_line
from tests.faults.lives import Lives
from tests.faults.scenarios.case import Case, Outcome, settled
from tests.services.postgres_server import PostgresServer, running_postgres

ROUNDS = 3
CUTS = 4
PEACE_SECONDS = 1.0
AWAY_SECONDS = 2.0
CUT = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = 'identity'"


def database_away(case: Case) -> Outcome:
    """The identity store is on a PostgreSQL that goes away in every way it can."""
    lives, harm = Lives(), {"connections_cut": 0, "killed.database": 0, "stopped.database": 0}
    with running_postgres("wheel") as postgres:
        url = postgres.create_database("identity")
        with a_line(case.day, case.folder / "data", lives, store_url=url) as stack:
            seconds = ROUNDS * (CUTS * PEACE_SECONDS + 2 * (AWAY_SECONDS + 3))
            with being_delivered(case.day, stack, seconds=seconds):
                for _ in range(ROUNDS):
                    for _ in range(CUTS):
                        time.sleep(PEACE_SECONDS)
                        harm["connections_cut"] += _cut_connections(postgres)
                    postgres.kill()
                    harm["killed.database"] += 1
                    _come_back(postgres)
                    postgres.stop()
                    harm["stopped.database"] += 1
                    _come_back(postgres)
            return settled(stack, lives, harm)


def _cut_connections(postgres: PostgresServer) -> int:
    with postgres.connect() as connection:
        (count,) = connection.execute(CUT).fetchone() or (0,)
        return int(count)


def _come_back(postgres: PostgresServer) -> None:
    time.sleep(AWAY_SECONDS)
    postgres.start()
    postgres.wait_until_ready()
    time.sleep(PEACE_SECONDS)
