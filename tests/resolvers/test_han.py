import subprocess
import sys

from resolvers import han


def test_characters_are_simplified_and_sounded() -> None:
    assert han.simplified("張偉") == "张伟"
    assert [han.syllable(each) for each in "张a"] == ["zhang", "a"]


def test_the_dictionaries_are_not_loaded_with_the_resolvers() -> None:
    loaded = "import sys, resolvers.resolver; print({'pypinyin', 'zhconv'} & sys.modules.keys())"
    ran = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
