"""A stack that starts again on its data knows everybody, though its broker has forgotten all."""

from pathlib import Path

import pytest
from kafka import KafkaProducer
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.clickhouse import connect
from pipeline.dead_letters.register import read_dead_letters
from pipeline.demo.directory import embedded_settings
from pipeline.embedded.stack import Stack
from pipeline.kafka import producer_options
from tests.integration.day import a_small_day, a_stack_for, push, result_of

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]


def test_a_day_delivered_again_after_a_restart_changes_nothing(tmp_path: Path) -> None:
    day = a_small_day()
    with a_stack_for(day, tmp_path / "data") as stack:
        push(day, stack)
        before = result_of(stack)
    with a_stack_for(day, tmp_path / "data") as stack:
        assert result_of(stack) == before
        push(day, stack)
        assert result_of(stack) == before


def test_clickhouse_that_lost_everything_is_told_who_is_who_by_the_store(tmp_path: Path) -> None:
    day = a_small_day()
    with a_stack_for(day, tmp_path / "data") as stack:
        push(day, stack)
        before = result_of(stack)
    (tmp_path / "data" / "clickhouse").rename(tmp_path / "lost")
    with a_stack_for(day, tmp_path / "data") as stack:
        assert result_of(stack).profiles == before.profiles


def test_an_unreadable_message_is_kept_listed_and_replayed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable = '{"phone": "13900010001", 乱码'.encode("gb18030")
    with Stack(embedded_settings(tmp_path)) as stack:
        producer = KafkaProducer(**producer_options(stack.settings))
        producer.send("raw.weibo", key=b"k", value=unreadable).get(timeout=10)
        stack.wait_until_drained(60)
        (letter,) = read_dead_letters(stack.settings)
        assert letter.value_bytes == unreadable
        assert letter.key_bytes == b"k"
        assert (letter.topic, letter.step) == ("raw.weibo", "parse_raw_event")

        def guiyi(*words: str) -> str:
            ran = CliRunner().invoke(app, ["dead-letters", *words, "--data", str(tmp_path)])
            assert ran.exit_code == 0, ran.output
            return ran.output

        monkeypatch.setenv("COLUMNS", "200")
        letter_id = str(letter.dead_letter_id)
        assert letter_id[:8] in guiyi("list")
        assert "13900010001" not in guiyi("list") + guiyi("show", letter_id)
        assert "1 replayed" in guiyi("replay", letter_id)
        stack.wait_until_drained(60)
        first, second = read_dead_letters(stack.settings)
        assert first.replayed_at is not None
        assert second.value_bytes == unreadable
        assert second.offset > first.offset


def test_an_end_of_a_profile_that_the_broker_forgot_is_told_again(tmp_path: Path) -> None:
    """Its sink had not read the tombstone when the broker died."""
    day = a_small_day()
    with a_stack_for(day, tmp_path / "data") as stack:
        push(day, stack)
        before = result_of(stack)
        with connect(stack.settings) as clickhouse:
            clickhouse.command(
                "insert into profiles select * replace (1 as version, 0 as is_deleted) "
                "from profiles final where is_deleted"
            )
            clickhouse.command(
                "alter table profiles delete where is_deleted settings mutations_sync = 1"
            )
        assert len(result_of(stack).profiles) > len(before.profiles)
    with a_stack_for(day, tmp_path / "data") as stack:
        assert result_of(stack) == before
