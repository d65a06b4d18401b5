"""A property is about results, not about speed: no deadline for an example."""

import os

from hypothesis import settings

settings.register_profile("quiz", deadline=None)
settings.load_profile("quiz")

pytest_plugins = ["screens", "exam_taking"]

for size in ("COLUMNS", "LINES"):  # whoever runs tests side by side sets them, and a terminal has a size of its own
    os.environ.pop(size, None)
