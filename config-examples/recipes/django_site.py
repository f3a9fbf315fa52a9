# SPDX-License-Identifier: MIT
"""A Django site in one file; its users are those of the server in front (docs.djangoproject.com, howto/auth-remote-user)."""

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path


def home(request):
    return HttpResponse(f"You are {request.user.get_username() or 'nobody'}.\n")


urlpatterns = [path("", home)]

settings.configure(
    ALLOWED_HOSTS=["*"],
    AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.RemoteUserBackend"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:site?mode=memory&cache=shared"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.auth.middleware.RemoteUserMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="the secret of an example",
)
application = get_wsgi_application()
call_command("migrate", verbosity=0)
