from pipeline.new_connector.imports import sorted_imports

MODULE = '''"""Says something.

from here on
"""

import json
import re

from acme.reader import read
from connectors.sdk import times
import yaml

VALUE = 1
'''


def test_imports_are_sorted_by_section_and_what_is_around_stays() -> None:
    assert (
        sorted_imports(MODULE, {"acme"})
        == '''"""Says something.

from here on
"""

import json
import re

import yaml
from connectors.sdk import times

from acme.reader import read

VALUE = 1
'''
    )


def test_a_module_without_imports_stays() -> None:
    assert sorted_imports('"""Text."""\n', ()) == '"""Text."""\n'
