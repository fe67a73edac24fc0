import subprocess
import sys

import zhconv
from hypothesis import given
from hypothesis import strategies as st

from resolvers import han


def test_characters_are_simplified_and_sounded() -> None:
    assert han.simplified("張偉") == "张伟"
    assert [han.syllable(each) for each in "张a"] == ["zhang", "a"]


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("。么《a"))
)
def test_a_look_at_the_characters_changes_nothing(text: str) -> None:
    assert han.simplified(text) == zhconv.convert(text, "zh-hans")


def test_the_dictionaries_are_not_loaded_with_the_resolvers() -> None:
    loaded = "import sys, resolvers.resolver; print({'pypinyin', 'zhconv'} & sys.modules.keys())"
    ran = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
