# SPDX-License-Identifier: MIT
"""Django in one file: its admin with CSRF and sessions, over SQLite in the folder that REAL_APPS_DATA names."""

import os
from pathlib import Path

import content
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect as redirect_to
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import etag as with_etag

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]


def make_app(global_conf):
    settings.configure(
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(os.environ["REAL_APPS_DATA"]) / "django.db"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        INSTALLED_APPS=[f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")],
        LANGUAGE_CODE="de",
        MIDDLEWARE=MIDDLEWARE,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="not secret",
        STATIC_URL="/static/",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": CONTEXT}}],
        USE_TZ=True,
    )
    site = get_wsgi_application()
    prepare()
    return site


def prepare():
    from django.contrib import admin
    from django.contrib.auth.models import User

    call_command("migrate", verbosity=0)
    User.objects.create_superuser("root", "root@example.org", "opensesame")
    urlpatterns.append(path("admin/", admin.site.urls))


def plain(text):
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def page(request):
    return HttpResponse(content.PAGE)


@csrf_exempt
def seen(request, rest):
    query = [(name, value) for name, values in request.GET.lists() for value in values]
    script = request.META["SCRIPT_NAME"]
    return plain(content.seen(request.method, script, rest, query, request.headers.get("X-Test")))


@csrf_exempt
def form(request):
    return plain(repr(sorted(request.POST.lists())))


@csrf_exempt
def upload(request):
    file = request.FILES["file"]
    return plain(content.received(file.name, file.read()))


@csrf_exempt
def raw(request):
    return plain(content.received("raw", request.read()))


def cookies(request):
    response = plain(repr(sorted(request.COOKIES.items())))
    response.set_cookie("one", "1", httponly=True)
    response.set_cookie("two", "zwei", path="/two")
    return response


def redirect(request):
    return redirect_to("page")


def error(request):
    raise ValueError("asked for")


def stream(request):
    return StreamingHttpResponse(content.blocks(), content_type="text/plain")


def file(request):
    return FileResponse(content.FILE.open("rb"), content_type="text/plain")


@with_etag(lambda request: f'"{content.ETAG}"')
def etag(request):
    return plain("tagged")


urlpatterns = [
    path("", page, name="page"),
    path("seen/<path:rest>", seen),
    path("form", form),
    path("upload", upload),
    path("raw", raw),
    path("cookies", cookies),
    path("redirect", redirect),
    path("error", error),
    path("stream", stream),
    path("file", file),
    path("etag", etag),
]
