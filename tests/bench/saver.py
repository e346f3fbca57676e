"""An editor who saves one motion a second, each save an Action as the site's own, until told to stop.

Begins at the first line on standard input and ends when that closes; prints how many were saved.
"""

import random
import sys
import uuid
from pathlib import Path
from threading import Event, Thread

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
EVERY = 1  # second


def wait_for_end(ended: Event) -> None:
    sys.stdin.read()
    ended.set()


def main() -> None:
    import django

    django.setup()
    from cyberpolicy.history import Action
    from cyberpolicy.models import User
    from instruments.models import Motion

    keys = list(Motion.objects.order_by("pk").values_list("pk", flat=True)[:5_000])
    editor = User.objects.get(username="bench")
    print("ready", flush=True)
    sys.stdin.readline()
    ended, saved = Event(), 0
    Thread(target=wait_for_end, args=(ended,), daemon=True).start()
    while not ended.wait(EVERY):
        with Action("save", by=editor):
            motion = Motion.objects.get(pk=random.choice(keys))
            motion.planning_nl = f"Bijgewerkt {uuid.uuid4()}"
            motion.save()
        saved += 1
    print(saved)


if __name__ == "__main__":
    main()
