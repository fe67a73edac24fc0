"""Apache Kafka itself, from the jars that its makers publish, for tests and benchmarks."""

from tests.services.apache_kafka.broker import ApacheKafka

__all__ = ["ApacheKafka"]
