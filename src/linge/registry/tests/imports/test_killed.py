"""A process that writes is killed with kill -9 at a random chunk and started again."""

import os
import random
import signal
import subprocess
import sys

import pytest

MODULE = "linge.registry.tests.imports.killed"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs a deed of `killed` in a process of its own, all on one database."""
    told = {**os.environ, "LINGE_DATA_DIR": str(tmp_path_factory.mktemp("killed"))}
    told |= {"LINGE_DEMO": "1", "DJANGO_SETTINGS_MODULE": "linge.site.settings"}
    told.pop("DATABASE_URL", None)

    def start(deed):
        return subprocess.Popen(
            [sys.executable, "-m", MODULE, deed], env=told, stdout=subprocess.PIPE, text=True
        )

    return start


def answer(process):
    words, _nothing = process.communicate()
    assert process.returncode == 0
    return words.split()


@pytest.mark.proves("X4")
def test_a_killed_writer_goes_on_without_doubling(run):
    answer(run("prepare"))
    last = 0
    for _kill in range(3):
        writer = run("write")
        for _chunk in range(random.randint(1, 6)):
            assert writer.stdout.readline() == "chunk\n"
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        people, different, written, total, state = answer(run("count"))
        assert people == different == written
        assert last < int(people) < int(total)
        assert state == "applying"
        last = int(people)
    answer(run("write"))
    people, different, written, total, state = answer(run("count"))
    assert people == different == written == total
    assert state == "applied"
