"""What static files get: the settings name it, so it stands apart from all that needs settings."""


def static_headers(headers, path: str, url: str) -> None:
    """The one header that a static file needs; the policy of pages says nothing of style sheets and fonts."""
    headers["X-Content-Type-Options"] = "nosniff"
