"""The web server: `gunicorn` reads this file by itself. Behind a proxy or service manager the same settings hold."""

import ctypes
import os
from contextlib import suppress

from gunicorn.http import message

wsgi_app = "cyberpolicy.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
control_socket_disable = True  # nothing here uses it
# Who pastes a whole page into the search gets an answer in the site's own words. Of an address gunicorn by itself takes
# 8,190 bytes at most, or any number; scripts send the address of their page in a header.
message.MAX_REQUEST_LINE = limit_request_line = limit_request_field_size = 64 * 1024

# glibc keeps large pieces of memory that were freed, for each thread its own: while four people searched a million
# motions a worker grew to 340 MB, and to 240 when they go back to the system at once. Other systems need no telling.
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
LARGE = 1 << 20  # bytes
with suppress(OSError, AttributeError):
    libc = ctypes.CDLL("libc.so.6")
    libc.mallopt(M_MMAP_THRESHOLD, LARGE)
    libc.mallopt(M_ARENA_MAX, 2)


def post_worker_init(worker) -> None:
    from cyberpolicy import warming

    warming.start()
