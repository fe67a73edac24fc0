"""JSON Schemas of the topics, and what would break those who read by them."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from schemas.message import Message
from schemas.topics import RAW_PREFIX, TOPICS, raw_topic

Schema = Mapping[str, Any]


def topic_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema (draft 2020-12) of each topic's messages as they are written."""
    topics = (*TOPICS, raw_topic("<platform>"))
    return {
        topic.name.replace(RAW_PREFIX + "<platform>", "raw"): _schema_of(topic.model)
        for topic in topics
    }


def _schema_of(model: type[Message]) -> dict[str, Any]:
    """The model's own schema at the top, those of its parts under `$defs`."""
    definitions = msgspec.json.schema(model)["$defs"]
    own = definitions.pop(model.__name__)
    return {**own, "$defs": definitions}


def export_schemas(directory: Path) -> list[Path]:
    """Write one `<topic>.json` for each topic into `directory`, which is made if need be."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in topic_schemas().items():
        path = directory / f"{name}.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n")
        written.append(path)
    return written


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """What a reader by the schema `old` would no longer find in a message by `new`.

    A field or definition that is gone, a type that changed, and a field that is no longer always
    there are breaks. An added field is none.
    """
    breaks = list(_breaks_in_object("", old, new))
    for name, definition in old.get("$defs", {}).items():
        if name not in new.get("$defs", {}):
            breaks.append(f"{name}: definition is gone")
        else:
            breaks.extend(_breaks_in_object(name, definition, new["$defs"][name]))
    return breaks


def _breaks_in_object(name: str, old: Schema, new: Schema) -> Iterator[str]:
    if not set(old.get("enum", ())) <= set(new.get("enum", ())):
        yield f"{name}: a value of the enumeration is gone"
    for field in sorted(set(old.get("required", ())) - set(new.get("required", ()))):
        yield f"{name}.{field}: is no longer always there"
    for field, schema in old.get("properties", {}).items():
        if field not in new.get("properties", {}):
            yield f"{name}.{field}: is gone"
        elif _type_of(schema) != _type_of(new["properties"][field]):
            yield f"{name}.{field}: changed its type"


def _type_of(schema: Schema) -> str:
    """The schema without what only describes it."""
    said = {key: value for key, value in schema.items() if key not in {"title", "description"}}
    said.pop("default", None)
    return json.dumps(said, sort_keys=True)
