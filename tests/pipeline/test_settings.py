"""Settings as the environment has them."""

from pipeline.settings import unknown_settings


def test_a_misspelt_setting_is_named_with_what_may_be_meant() -> None:
    (line,) = unknown_settings({"GUIYI_STORE_ULR": "x", "GUIYI_WORKERS": "2", "HOME": "/"})
    assert line == "GUIYI_STORE_ULR: there is no such setting; did you mean GUIYI_STORE_URL?"


def test_what_is_like_no_setting_is_named_all_the_same() -> None:
    assert unknown_settings({"GUIYI_Q": "1"}) == ["GUIYI_Q: there is no such setting"]
