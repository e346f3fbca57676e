"""Where editors work. The kernel's own records are registered here; each app registers its own in its ``admin.py``."""

from django.contrib import admin

from cyberpolicy.admin import documents, lookups, revisions, users

__all__ = ["documents", "lookups", "revisions", "users"]

# the header has a link to the site of its own
admin.site.site_url = None
