"""The web server: `gunicorn` reads this file by itself. Behind a proxy or service manager the same settings hold."""

import os

wsgi_app = "cyberpolicy.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
control_socket_disable = True  # nothing here uses it


def post_worker_init(worker) -> None:
    from cyberpolicy import warming

    warming.start()
