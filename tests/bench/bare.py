"""A server that only answers: what HTTP itself costs, with the same gunicorn and the same settings as the site."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", "5")])
    return [b"hello"]
