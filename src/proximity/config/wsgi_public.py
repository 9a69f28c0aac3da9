"""The public process, as its web server loads it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proximity.config.settings.public")
application = get_wsgi_application()
