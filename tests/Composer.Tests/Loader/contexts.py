# SPDX-License-Identifier: MIT
"""A composite that asks its loader for every kind of context, and answers with all it was told."""

import json

ASKED = [
    ("app", name)
    for name in ("plain", "explicit", "pipe", "fapp", "with", "other", "config:other.ini#inner", "gone", "nomodule", "fails", "nowhere", "twice")
] + [("filter", name) for name in ("f", "fa", "ff", "egg", "nowhere")] + [("server", name) for name in ("srv", "run", "nowhere")]


class Made:
    """What the factories make."""

    def __init__(self, what, *said):
        self.what, self.said = what, said

    def __call__(self, *args):
        return Made("called " + self.what, *args)

    def tell(self):
        return [self.what, [each.tell() if isinstance(each, Made) else each for each in self.said]]


def app(global_conf, **local_conf):
    return Made("app", global_conf, local_conf)


def filter(global_conf, **local_conf):
    return Made("filter", global_conf, local_conf)


def filter_app(app, global_conf, **local_conf):
    return Made("filter_app", app, global_conf, local_conf)


def server(global_conf, **local_conf):
    return Made("server", global_conf, local_conf)


def runner(app, global_conf, **local_conf):
    return Made("runner", app, global_conf, local_conf)


def fails(global_conf):
    raise ValueError("not today")


def ask(loader, kind, name, passed):
    try:
        context = getattr(loader, kind + "_context")(name, global_conf=passed)
        return tell(context)
    except Exception as error:
        return failure(error)


def tell(context):
    conf = context.config()
    told = {
        "object": getattr(context.object, "__qualname__", None),
        "object_type": context.object_type.name,
        "protocol": context.protocol,
        "global_conf": sorted(context.global_conf.items()),
        "local_conf": sorted(context.local_conf.items()),
        "distribution": context.distribution and context.distribution.metadata["Name"],
        "entry_point_name": context.entry_point_name,
        "config": [sorted(conf.items()), conf.context is context, conf.local_conf == context.local_conf, conf.global_conf == context.global_conf],
        "parts": [
            tell(part)
            for name in ("app_context", "filter_context", "next_context")
            if (part := getattr(context, name, None)) is not None
        ]
        + [tell(part) for part in getattr(context, "filter_contexts", ())],
        "created": created(context),
    }
    if context.object is app:
        told["neighbour"] = found(lambda: context.loader.get_app("neighbour").tell())
        context.local_conf["added"] = "later"
        told["changed"] = created(context)
    return told


def created(context):
    return found(lambda: described(context.create()))


def described(made):
    if callable(made) and not isinstance(made, Made):
        made = made(Made("given"))
    return made.tell()


def found(make):
    try:
        return make()
    except Exception as error:
        return failure(error)


def failure(error):
    return [type(error).__name__, str(error)]


def probe(loader, global_conf, **local_conf):
    told = {f"{kind} {name} {passed}": ask(loader, kind, name, passed) for kind, name in ASKED for passed in (None, {"caller": "1", "d": "mine"})}

    def answer(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(told, indent=1, sort_keys=True).encode()]

    return answer
