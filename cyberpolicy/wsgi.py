"""The WSGI entry point: what the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cyberpolicy.settings")
application = get_wsgi_application()
