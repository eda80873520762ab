"""Work shared among processes: the same results in the same order, whatever happens to a worker."""

import os
import subprocess
import sys
import time

import pytest

from boxlint.workers import Workers, default_count


def double(number):
    return 2 * number


def die_once(task):
    number, mother = task
    if number == 3 and os.getpid() != mother:
        os._exit(9)
    return number


def fail(number):
    raise ValueError(number)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(count):
    with Workers(count) as workers:
        assert list(workers.map(double, range(40))) == [2 * number for number in range(40)]
        assert list(workers.map(double, [])) == []
        assert list(workers.map(double, [4])) == [8]


def test_several_processes_do_the_work():
    with Workers(2) as workers:
        assert os.getpid() not in set(workers.map(_process, range(8)))
    with Workers(1) as workers:
        assert set(workers.map(_process, range(8))) == {os.getpid()}


def _process(_):
    return os.getpid()


def test_what_a_killed_worker_leaves_is_done_here():
    with Workers(2) as workers:
        tasks = [(number, os.getpid()) for number in range(8)]
        assert list(workers.map(die_once, tasks)) == list(range(8))
        assert list(workers.map(double, range(4))) == [0, 2, 4, 6]


def test_an_error_of_the_function_is_raised():
    with Workers(2) as workers, pytest.raises(ValueError, match="0"):
        list(workers.map(fail, range(4)))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill signal")
def test_workers_end_with_a_program_that_is_killed(tmp_path):
    script = tmp_path / "program.py"
    script.write_text(
        "import os, sys, time\n"
        "from boxlint.workers import Workers\n"
        "def tell(_):\n    print(os.getpid(), flush=True)\n    time.sleep(60)\n"
        "if __name__ == '__main__':\n    list(Workers(2).map(tell, range(2)))\n"
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as program:
        processes = [int(program.stdout.readline()) for _ in range(2)]
        program.kill()
    deadline = time.monotonic() + 20
    while any(map(_is_alive, processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_is_alive, processes))


def _is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_default_is_at_least_this_process():
    assert default_count(is_program=True) >= default_count(is_program=False) >= 1
