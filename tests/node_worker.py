"""A Node process that reads formats as the programs they are for do, one line of JSON a question and an answer."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

LOOP = """
const told = (line) => {{
  try {{ return {{said: answer(JSON.parse(line))}} }} catch (e) {{ return {{error: String(e.message)}} }}
}};
{script}
require('readline').createInterface({{input: process.stdin}})
  .on('line', (line) => console.log(JSON.stringify(told(line))));
"""


@contextmanager
def node(script: str, *packages: str) -> Iterator[Callable[[object], Any]]:
    """Call the `answer(value)` of a script; ValueError with the message of what it throws.

    `packages` are `name@version`; they are looked for below NODE_PATH. Without them, or without Node, the tests are
    skipped; under CI they fail.
    """
    program = shutil.which("node")
    names = [package.rpartition("@")[0] for package in packages]
    resolve = ";".join(f"require.resolve({name!r})" for name in names)
    if program is None or subprocess.run([program, "-e", resolve], capture_output=True, check=False).returncode:
        wanted = " ".join(packages)
        install = f"install Node, then: npm install --prefix node {wanted}; export NODE_PATH=$PWD/node/node_modules"
        if os.environ.get("CI") == "true":
            pytest.fail(install)
        pytest.skip(install)
    command = [program, "-e", LOOP.format(script=script)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1
    ) as process:
        assert process.stdin
        assert process.stdout

        def ask(value: object) -> Any:
            print(json.dumps(value), file=process.stdin, flush=True)
            said = json.loads(process.stdout.readline())
            if "error" in said:
                raise ValueError(said["error"])
            return said["said"]

        try:
            yield ask
        finally:
            process.kill()
