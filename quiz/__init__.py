"""Spaced repetition for Q&A notes in Markdown."""

__version__ = "0.1.0"
