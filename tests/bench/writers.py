"""Many who write one record at the same time: does an edit get lost, does anyone wait in vain?

    python tests/bench/writers.py [seconds]

Uses ``DATABASE_URL`` (an empty PostgreSQL database) or a SQLite file of its own. Sixteen writers add one to a number
kept in one record, each through an Action, and before it write a row outside a transaction, as logging in does. Who
finds that another saved since adds to the other's number, as a person does who is shown both. Once as threads of one
process, once as four processes.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]
SLUG = "counted"


def start_django() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cyberpolicy.settings")
    import django

    django.setup()


# One writer


def add_one(user_id: int) -> bool:
    """Add one to the number in the record; whether nobody else saved it since it was read."""
    from django.utils import timezone

    from cyberpolicy.history import Action
    from cyberpolicy.models import User
    from tracks.models import Forum

    User.objects.filter(pk=user_id).update(last_login=timezone.now())
    seen = Forum.objects.get(slug=SLUG)
    with Action("save") as action:
        action.watch([seen])
        forum = Forum.objects.get(slug=SLUG)
        is_first = forum.version == seen.version
        forum.summary_nl = str(int(seen.summary_nl if is_first else forum.summary_nl) + 1)
        forum.save()
    return is_first


def write(user_id: int, until: float, times: int, outcomes: Counter) -> None:
    """Write until that moment or so many times; keeps what happened, and the longest write in milliseconds."""
    from django.db import DatabaseError, connection

    saved = 0
    while saved < times and time.monotonic() < until:
        start = time.monotonic()
        try:
            is_first = add_one(user_id)
        except DatabaseError as error:
            outcomes[f"error: {error}"] += 1
            continue
        saved += 1
        outcomes["saved"] += 1
        outcomes["another was first"] += not is_first
        outcomes["longest, ms"] = max(outcomes["longest, ms"], int(1000 * (time.monotonic() - start)))
    outcomes[f"writers with {'some' if saved else 'nothing'} saved"] += 1
    connection.close()


def work(threads: int, seconds: float, times: int) -> None:
    """The writers of one process: prints what happened, a line each."""
    from cyberpolicy.models import User

    user_id = User.objects.values_list("pk", flat=True).get(username=SLUG)
    outcomes = [Counter() for _ in range(threads)]
    until = time.monotonic() + seconds
    writers = [Thread(target=write, args=(user_id, until, times, each)) for each in outcomes]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    for name, count in united(outcomes).items():
        print(f"{name}\t{count}")


def united(outcomes: list[Counter]) -> Counter:
    longest = max(each.pop("longest, ms", 0) for each in outcomes)
    return sum(outcomes, Counter()) + Counter({"longest, ms": longest})


# All of them


def run(processes: int, threads: int, seconds: float, times: int, environment: dict[str, str]) -> Counter:
    """Start the writers, wait for them, and give what happened, by name."""
    command = [sys.executable, __file__, "work", str(threads), str(seconds), str(times)]
    started = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _process in range(processes)
    ]
    outputs = [process.communicate()[0] for process in started]
    if any(process.returncode for process in started):
        raise RuntimeError("a writing process failed")
    pairs = [[line.rsplit("\t", 1) for line in output.splitlines()] for output in outputs]
    return united([Counter({name: int(count) for name, count in lines}) for lines in pairs])


def make_record() -> None:
    from cyberpolicy.models import User
    from tests.factories import make_forum

    make_forum(slug=SLUG, summary_nl="0")
    User.objects.create_user(SLUG)


def show_found() -> None:
    """Print the number in the record, and how many revisions it has."""
    from cyberpolicy.models import Revision
    from tracks.models import Forum

    forum = Forum.objects.get(slug=SLUG)
    print(forum.summary_nl, Revision.objects.filter(entry_id=forum.pk).count())


def found(environment: dict[str, str]) -> tuple[int, int]:
    """The same, from a process of its own."""
    command = [sys.executable, __file__, "found"]
    number, revisions = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout.split()
    return int(number), int(revisions)


def main(seconds: float) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    make_record()
    saved = 0
    for processes, threads in ((1, 16), (4, 4)):
        connection.close()
        outcomes = run(processes, threads, seconds, sys.maxsize, dict(os.environ))
        saved += outcomes["saved"]
        print(f"{connection.vendor}, {processes} x {threads} writers, {seconds:g} s:", dict(outcomes), flush=True)
        number, revisions = found(dict(os.environ))
        print(f"  saved in all {saved}, in the record {number}, revisions {revisions}")
        if not saved == number == revisions or any(name.startswith("error") for name in outcomes):
            sys.exit("An edit was lost or a writer failed.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["found"]:
        start_django()
        show_found()
    elif sys.argv[1:2] == ["work"]:
        start_django()
        work(int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            os.environ |= {"VAR_DIR": folder}
            start_django()
            main(float(sys.argv[1]) if len(sys.argv) > 1 else 30)
