"""Quizzes for a class: cards, a blueprint and a seed → papers; papers → files, answers and results. Pure."""
