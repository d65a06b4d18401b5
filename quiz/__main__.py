"""`quiz` and `python -m quiz`: how the process is set up, before anything is imported."""

from __future__ import annotations

import atexit
import gc

RARELY = 200_000


def main() -> None:
    """Look for cyclic garbage rarely, and not among what ends with the process: a prompt makes none, and waits."""
    gc.set_threshold(RARELY)
    atexit.register(gc.freeze)
    from quiz import cli

    cli.main()


if __name__ == "__main__":
    main()
