"""A property is about results, not about speed: no deadline for an example."""

from hypothesis import settings

settings.register_profile("quiz", deadline=None)
settings.load_profile("quiz")

pytest_plugins = ["screens", "exam_taking"]
