import json
from collections.abc import Mapping
from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.comparisons import Description
from resolvers.comparisons.exact import Exact
from resolvers.comparisons.spelling import JaroWinkler
from resolvers.matching import (
    ComparisonModel,
    LevelModel,
    MatchModel,
    TermFrequencies,
    load_model,
    score,
    value_hash,
    weigh,
)
from schemas.errors import Fatal

NAME = JaroWinkler(fields=("name",), thresholds=(0.85,))
MODEL = MatchModel(
    name="small",
    prior=-10,
    comparisons=(
        ComparisonModel(
            comparison=NAME,
            levels=(
                LevelModel(level="equal", m=0.8, u=0.1),
                LevelModel(level=">=0.85", m=0.1, u=0.1),
                LevelModel(level="else", m=0.1, u=0.8),
            ),
            frequencies=TermFrequencies(
                expected=0.1, values={value_hash("smith"): 0.2}, default=0.025, floor=0.0125
            ),
        ),
        ComparisonModel(
            comparison=Exact(fields=("city",)),
            levels=(
                LevelModel(level="equal", m=0.5, u=0.25),
                LevelModel(level="else", m=0.5, u=0.75),
            ),
        ),
    ),
)


def weight(left: Mapping[str, tuple[str, ...]], right: Mapping[str, tuple[str, ...]]) -> float:
    return float(score(MODEL, [Description(left)], [Description(right)])[0])


def test_bits_add_to_the_prior_and_what_is_unknown_adds_none() -> None:
    assert weight({}, {"name": ("smith",)}) == -10
    assert weight({"name": ("smith",)}, {"name": ("smyth",)}) == -10
    assert weight({"city": ("x",)}, {"city": ("x",)}) == -9


def test_what_another_comparison_implies_adds_none() -> None:
    content = MODEL.model_dump()
    content["comparisons"][1]["levels"][0]["implied_by"] = NAME.name
    model = MatchModel.model_validate(content)
    both = Description({"name": ("smyth",), "city": ("x",)})
    elsewhere = Description({"name": ("smyth",)})
    assert score(model, [both], [both]) == score(model, [both], [elsewhere])
    weighing = weigh(model, both, both)
    assert (weighing.parts[1].bits, weighing.parts[1].implied_by) == (0, NAME.name)
    other = Description({"name": ("brown",), "city": ("x",)})
    assert weigh(model, both, other).parts[1].bits == 1
    content["comparisons"][1]["levels"][0]["implied_by"] = "age"
    with pytest.raises(ValueError, match="implied_by one of the comparisons"):
        MatchModel.model_validate(content)


def test_to_agree_on_a_rare_value_says_more() -> None:
    assert weight({"name": ("smith",)}, {"name": ("smith",)}) == -10 + 3 + log2(0.1 / 0.2)
    assert weight({"name": ("zyx",)}, {"name": ("zyx",)}) == -10 + 3 + log2(0.1 / 0.025)
    both = {"name": ("smith", "zyx")}
    assert weight(both, both) == weight({"name": ("zyx",)}, {"name": ("zyx",)})


_descriptions = st.builds(
    lambda names, cities: Description(
        {name: values for name, values in (("name", names), ("city", cities)) if values}
    ),
    st.lists(st.sampled_from(["smith", "smyth", "zyx", "zxy"]), max_size=3).map(tuple),
    st.lists(st.sampled_from("ab"), max_size=2).map(tuple),
)


@given(st.lists(st.tuples(_descriptions, _descriptions), min_size=1, max_size=8))
def test_a_weight_depends_on_nothing_but_its_two_accounts(
    pairs: list[tuple[Description, Description]],
) -> None:
    lefts, rights = zip(*pairs, strict=True)
    together = score(MODEL, lefts, rights).tolist()
    assert together == score(MODEL, rights, lefts).tolist()
    assert together == [weigh(MODEL, left, right).weight for left, right in pairs]


def test_a_weighing_names_levels_and_shows_no_value() -> None:
    weighing = weigh(MODEL, Description({"name": ("smith",)}), Description({"name": ("smyth",)}))
    name, city = weighing.parts
    assert (name.level, name.bits, name.left) == (">=0.85", 0, ("AAAAA",))
    assert (city.level, city.bits, city.left) == (None, 0, ())


def test_a_model_is_read_back_with_its_version(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text(MODEL.model_dump_json(), encoding="utf-8")
    assert load_model(path) == MODEL
    assert load_model(path).version == MODEL.version
    other = MatchModel.model_validate(MODEL.model_dump() | {"prior": -9})
    assert other.version != MODEL.version


def test_a_model_that_cannot_be_used_says_where_and_why(tmp_path: Path) -> None:
    content = MODEL.model_dump(mode="json")
    content["comparisons"][0]["levels"].pop()
    path = tmp_path / "model.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(Fatal, match=r"model\.json: comparisons\.0: .*levels of name:jaro_winkler"):
        load_model(path)
    with pytest.raises(Fatal, match="No such file"):
        load_model(tmp_path / "none.json")
