"""The site's settings, made fit for tests: no file of a real site is touched, and nothing is slow to be safe."""

import atexit
import os
import secrets
import shutil
import tempfile

os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="cyberpolicy-tests-")
os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from cyberpolicy.settings import *  # noqa: E402, F403
from cyberpolicy.settings import DATABASES, STATIC_ROOT  # noqa: E402

if DATABASES["default"]["ENGINE"] == "cyberpolicy.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # each process of pytest-xdist has one of its own
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # plain names: a page under test needs no collected files
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir()  # empty, but there: a missing folder would be warned of at every request
# a client of a test logs in without a request; tests/cyberpolicy/test_logins.py switches it on
AXES_ENABLED = False
