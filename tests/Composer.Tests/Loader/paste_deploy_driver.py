# SPDX-License-Identifier: MIT
"""Loads configs with the real Paste Deploy and prints what they mean, in the shape of ``compose show --json``.

Reads a JSON list of questions (directory, file, kind, name, global_conf) from stdin and answers with a list of the same length.
"""

import json
import os
import sys

sys.path.insert(0, sys.argv[1])
sys.setrecursionlimit(400)

from mended_paste_deploy import loadwsgi  # noqa: E402

KINDS = {"app": loadwsgi.APP, "filter": loadwsgi.FILTER, "server": loadwsgi.SERVER}


def node(context):
    kind = context.object_type
    if kind is loadwsgi.PIPELINE:
        return {
            "type": "pipeline",
            "global_conf": context.global_conf,
            "filters": [node(part) for part in context.filter_contexts],
            "app": node(context.app_context),
        }
    if kind in (loadwsgi.FILTER_APP, loadwsgi.FILTER_WITH):
        return {
            "type": "filter-app" if kind is loadwsgi.FILTER_APP else "filter-with",
            "global_conf": context.global_conf,
            "filter": node(context.filter_context),
            "next": node(context.next_context),
        }
    return factory(context)


def factory(context):
    protocol = context.protocol
    if protocol == "paste.composit_factory":
        protocol = "paste.composite_factory"
    word = {loadwsgi.APP: "app", loadwsgi.FILTER: "filter", loadwsgi.SERVER: "server"}[context.object_type]
    if protocol == "paste.composite_factory":
        word = "composite"
    result = {
        "type": word,
        "protocol": protocol,
        "global_conf": context.global_conf,
        "local_conf": context.local_conf,
    }
    if getattr(context.object, "__name__", "") == "urlmap_factory":
        result["children"] = children(context)
    return result


def children(context):
    return {
        key: answer(lambda: context.loader.app_context(name, global_conf=context.global_conf))
        for key, name in context.local_conf.items()
    }


def answer(load):
    try:
        context = load()
        result = node(context)
        if '"children"' not in json.dumps(result):
            context.create()
        return result
    except Exception as error:
        return {"error": {"type": type(error).__name__, "message": str(error)}}


def ask(question):
    os.chdir(question["directory"])
    uri = "config:" + question["file"]
    return answer(
        lambda: loadwsgi.loadcontext(
            KINDS[question["kind"]], uri, name=question["name"], global_conf=dict(question["global_conf"])
        )
    )


json.dump([ask(question) for question in json.load(sys.stdin)], sys.stdout)
