"""What the stories of the rules are told with."""

from __future__ import annotations

import inspect

import pytest

from tests.rules.cases import RULES
from tests.rules.story import Story
from tests.rules.world import World


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    """The docstring of the test, as YAML in the house, and the rule after which the test's file is named."""
    word = request.path.stem.removeprefix("test_")
    return Story(World.of(inspect.cleandoc(request.function.__doc__ or "")), RULES[word])
