"""Kill the server in the middle of its writes, again and again: is the database whole, is each action all or nothing?

    python tests/bench/kill.py [kills]

Starts the real server on ``DATABASE_URL`` (an empty PostgreSQL database) or a SQLite file of its own. Five editors save
records in the admin, change all records of a kind at once, undo that, and bring in texts, while a command brings in
another; at a random moment all get SIGKILL. Every write carries a token of its own, so that afterwards each is known:

- confirmed to the editor: it is there, whole;
- refused: nothing of it is there;
- under way ("sent"): it is there whole, or nothing of it is.

Then everything: SQLite's own check, rows that point to nothing, the catalogue, the search, each record against the sum
of its revisions, each text against its version, no action without revisions.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench import editors as at_work  # noqa: E402
from tests.bench.editors import Browser, Editor, Write  # noqa: E402

LETTER, ANOTHER = "kst-33694-60", "kst-33694-47"
PASSWORD = uuid.uuid4().hex


# The server, and its end


def start(port: int) -> subprocess.Popen:
    with Path(os.environ["VAR_DIR"], "server.log").open("a") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"], cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
    for _attempt in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20)
            return server
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def command(writes: list[Write]) -> subprocess.Popen:
    """Bring in a text by hand, at the same time."""
    write = Write("command", uuid.uuid4().hex)
    writes.append(write)
    file = Path(os.environ["VAR_DIR"], f"{write.token}.txt")
    file.write_text(at_work.letter(write.token))
    words = ["import_document", str(file), "--id", ANOTHER, "--verbosity", "0"]
    return subprocess.Popen([sys.executable, "manage.py", *words], cwd=ROOT, start_new_session=True)


def round_of_writes(port: int, editors: list[Editor]) -> list[Write]:
    """Start all, let them write, and kill server, workers and command at a random moment; gives what they did."""
    by_hand: list[Write] = []
    server = start(port)
    loading = command(by_hand)
    threads = [Thread(target=editor.work) for editor in editors]
    for thread in threads:
        thread.start()
    time.sleep(random.uniform(1.5, 5))
    os.killpg(server.pid, signal.SIGKILL)
    by_hand[0].outcome = {None: "sent", 0: "confirmed"}.get(loading.poll(), "refused")
    loading.kill()
    for process in (server, loading):
        process.wait()
    for thread in threads:
        thread.join()
    writes = [write for editor in editors for write in editor.writes] + by_hand
    for editor in editors:
        editor.writes.clear()
    return writes


# What became of each write


def verdict(write: Write) -> str:
    """Empty when what the database holds of a write is what it should be."""
    is_whole, is_absent = _there(write)
    if write.outcome == "sent" and is_whole != is_absent:
        return ""
    return "" if (is_whole, is_absent) == (write.outcome == "confirmed", write.outcome == "refused") else "wrong"


def _there(write: Write) -> tuple[bool, bool]:
    """Whether all of a write is there, and whether nothing of it is."""
    return {"save": _save_there, "bulk": _many_there, "undo": _many_there}.get(write.kind, _text_there)(write)


def _save_there(write: Write) -> tuple[bool, bool]:
    from cyberpolicy.models import Alias, Revision
    from tracks.models import Forum

    revisions = list(Revision.objects.filter(changes__summary_nl__1=write.token))
    texts = [Forum.objects.filter(**{name: write.token}).count() for name in ("summary_nl", "summary_en")]
    names = Alias.objects.filter(text=write.token).count()
    is_whole = (
        len(revisions) == names == 1
        and {"summary_nl", "summary_en", "aliases"} <= revisions[0].changes.keys()
        and texts[0] == texts[1]  # later saves may have replaced both
    )
    return is_whole, not revisions and not names and not any(texts)


def _many_there(write: Write) -> tuple[bool, bool]:
    from cyberpolicy.models import ChangeGroup

    asked = {"action": "bulk", "reason": write.token}
    if write.kind == "undo":
        asked = {"action": "undo", "reason__regex": rf"(^| ){write.token}( |$)"}  # in the language of who asked
    groups = ChangeGroup.objects.filter(**asked)
    counts = [group.revisions.filter(changes__has_key="unit").count() for group in groups]
    return counts == [write.records], not counts


def _text_there(write: Write) -> tuple[bool, bool]:
    from cyberpolicy.models import DocumentVersion, Passage, Revision

    versions = list(DocumentVersion.objects.filter(source_name=f"{write.token}.txt"))
    passages = Passage.objects.filter(text__contains=write.token).values_list("document__text_version", flat=True)
    if not versions:
        return False, not passages
    version = versions[0]
    texts = [text for text in version.passages.values() if write.token in text]
    revisions = Revision.objects.filter(entry=version.document_id, changes__text_version__1=version.number)
    is_current = version.document.text_version == version.number
    present = [version.number] * at_work.PARAGRAPHS if is_current else []  # else a later text replaced it
    is_whole = len(versions) == len(revisions) == 1 and len(texts) == at_work.PARAGRAPHS and list(passages) == present
    return is_whole, False


# What must hold of everything


def wrongs() -> Iterator[str]:
    from django.db import connection

    from cyberpolicy import catalogue
    from cyberpolicy.models import ChangeGroup
    from cyberpolicy.search import rebuilding

    connection.check_constraints()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (f"integrity: {line}" for (line,) in cursor.fetchall() if line != "ok")
    yield from (f"catalogue: {key}" for key in catalogue.disagreements())
    yield from (f"search: {key}" for key in rebuilding.differences())
    yield from (f"action without revisions: {group.pk}" for group in ChangeGroup.objects.filter(revisions=None))
    yield from _unlike_their_history()
    yield from _unlike_their_version()


def _unlike_their_history() -> Iterator[str]:
    from cyberpolicy.kinds import entry_models
    from cyberpolicy.states import same, states_of

    for model in entry_models().values():
        entries = list(model.objects.all())
        for pk, state in states_of(entries).items():
            told = replayed(pk)
            if not all(same(told.get(name), state.get(name)) for name in told.keys() | state.keys()):
                yield f"not the sum of its revisions: {model._meta.model_name} {pk}"


def _unlike_their_version() -> Iterator[str]:
    from cyberpolicy.models import Document

    for document in Document.objects.exclude(text_version=0):
        version = document.versions.get(number=document.text_version)
        if dict(document.passages.exclude(text="").values_list("locator", "text")) != version.passages:
            yield f"not the text of its version: {document.slug}"


def replayed(pk: int) -> dict:
    from cyberpolicy.models import Revision

    state: dict = {}
    for changes in Revision.objects.filter(entry_id=pk).order_by("pk").values_list("changes", flat=True):
        state |= {name: new for name, (_old, new) in changes.items()}
    return {name: value for name, value in state.items() if value is not None}


def settle() -> None:
    """Wait until the database has noticed that those who wrote are gone: PostgreSQL then ends what they had open."""
    from django.db import connection

    others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(others)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.1)


# All of it


def prepare() -> tuple[list[int], dict[str, int]]:
    """Set the site up with one editor; gives the forums to write, and how many records two other kinds have."""
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    from cyberpolicy.models import Unit, User
    from tracks.models import Forum, Incident, Initiative

    call_command("prepare", verbosity=0)
    editor = User.objects.create_user("killer", password=PASSWORD, is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    for code in at_work.UNITS:
        Unit.objects.create(code=code, name_nl=code, name_en=code)
    forums = list(Forum.objects.values_list("pk", flat=True)[:20])
    return forums, {model._meta.model_name: model.objects.count() for model in (Incident, Initiative)}


def team(port: int) -> list[Editor]:
    """Two who save forms, one who changes many, one who also undoes that, one who brings in texts."""
    forums, counts = prepare()
    server = start(port)
    work = [
        at_work.saves(forums),
        at_work.saves(forums),
        at_work.changes_many("initiative", counts["initiative"], undoes=False),
        at_work.changes_many("incident", counts["incident"], undoes=True),
        at_work.brings_in(LETTER),
    ]
    editors = [Editor(Browser(f"http://127.0.0.1:{port}", "killer", PASSWORD), write) for write in work]
    os.killpg(server.pid, signal.SIGTERM)
    server.wait()
    return editors


def main(kills: int) -> None:
    from django.db import connection

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    os.environ |= {"PORT": str(port), "LOG_LEVEL": "ERROR", "WEB_CONCURRENCY": "2"}
    editors, all_in_all = team(port), Counter()
    for number in range(1, kills + 1):
        connection.close()
        writes = round_of_writes(port, editors)
        settle()
        counts = Counter(f"{write.kind} {write.outcome}{_kept(write)}" for write in writes)
        found = [f"{write} {_there(write)}" for write in writes if verdict(write)] + list(wrongs())
        print(
            f"{connection.vendor}, kill {number}: {dict(sorted(counts.items()))}, wrong: {found or 'nothing'}",
            flush=True,
        )
        if found:
            sys.exit(1)
        all_in_all += counts
    print(f"{connection.vendor}, {kills} kills, all writes: {dict(sorted(all_in_all.items()))}")


def _kept(write: Write) -> str:
    """Of one under way, whether it is there."""
    if write.outcome != "sent":
        return ""
    return ", there" if _there(write)[0] else ", not there"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "cyberpolicy.settings"}
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
