"""Work shared among processes: the same results in the same order, whatever happens to a worker."""

import json
import os
import subprocess
import sys
import time
from multiprocessing import get_context

import pytest

import boxlint
from boxlint.formats.coco import lists, pieces
from boxlint.workers import CAN_FORK, Workers, default_count
from tests.coco_samples import but, dataset


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


def check_in_a_daemon(path):
    return boxlint.check(path, isolated=True).summary.annotations


@pytest.mark.skipif(not CAN_FORK, reason="a pool of spawned processes would import this file by its name")
def test_a_daemon_reads_alone(tmp_path, monkeypatch):
    """Workers of a pool, or of a data loader, may have no children."""
    monkeypatch.setattr(lists, "SMALLEST", 0)
    monkeypatch.setattr(pieces, "SIZE", 100)
    path = tmp_path / "a.json"
    path.write_text(json.dumps(dataset(*(but(id=number) for number in range(20)))))
    with get_context("fork").Pool(1) as pool:
        assert pool.apply(check_in_a_daemon, (str(path),)) == 20


@pytest.mark.parametrize("error", [OSError("no more processes"), NotImplementedError(), RuntimeError()])
def test_where_no_process_is_to_be_had_this_one_does_it(monkeypatch, error):
    def refuse(*_, **__):
        raise error

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refuse)
    with Workers(2) as workers:
        assert list(workers.map(double, range(4))) == [0, 2, 4, 6]


def test_no_more_processes_than_tasks():
    with Workers(50) as workers:
        assert len(set(workers.map(_process, range(3)))) <= 3
        assert len(set(workers.map(_process, range(9)))) <= 9
