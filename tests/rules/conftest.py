"""What the stories of the rules are told with."""

from __future__ import annotations

import inspect

import pytest

from scheduler.rules.catalogue import CATALOGUE
from scheduler.testing.world import World
from tests.rules.story import Story
from tests.rules.tiny import HOUSE


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    """The docstring of the test, as YAML in the house, and the rule after which the test's file is named."""
    word = request.path.stem.removeprefix("test_")
    rule = next(rule for rule in CATALOGUE if rule.word == word)
    return Story(World.of(inspect.cleandoc(request.function.__doc__ or ""), HOUSE), rule)
