# SPDX-License-Identifier: MIT
"""Asks Paste Deploy and wsgi_composer the same questions, in one process, and prints where they differ.

``compare.py PACKAGES QUESTIONS``: a folder for sys.path, and a file with a JSON list of questions (call, uri, name, relative_to, global_conf).
"""

import inspect
import json
import os
import sys

sys.path.insert(0, sys.argv[1])
sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Loader"))

# What Paste Deploy 3.0.1 misses in Python 3.11 when it explains a TypeError; 3.1 has no such problem.
inspect.getargspec = lambda function: (inspect.signature(function),)
inspect.formatargspec = str

import recorder  # noqa: E402
import wsgi_composer  # noqa: E402
from mended_paste_deploy import loadwsgi  # noqa: E402


def ask(library, question):
    """What a call gave or raised, and the factories that it called, in order."""
    recorder.calls.clear()
    call = getattr(library, question["call"])
    try:
        found = call(question["uri"], question["name"], relative_to=question["relative_to"], global_conf=dict(question["global_conf"]))
        if question["call"] in ("loadfilter", "loadserver"):
            found = found(recorder.Made("target"))
        answer = told(found)
    except RecursionError:
        return "RecursionError"
    except Exception as error:
        answer = [type(error).__name__, str(error)]
    return [answer, list(recorder.calls)]


def agree(theirs, ours, question):
    """Whether the answers are the same. An error that Paste Deploy raises while it makes things may come before anything was made."""
    if theirs == ours:
        return True
    if "RecursionError" in (theirs, ours):
        return False
    (their_answer, their_calls), (our_answer, our_calls) = theirs, ours
    if question["call"] == "appconfig" and len(our_answer) == 2:
        return our_answer == ask(loadwsgi, {**question, "call": "loadapp"})[0]
    return their_answer == our_answer and their_calls[: len(our_calls)] == our_calls


def told(found):
    if isinstance(found, recorder.Made):
        return found.told()
    if isinstance(found, dict):
        return [list(found.items()), list(found.local_conf.items()), list(found.global_conf.items())]
    return "an object of the library"


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        questions = json.load(file)
    wsgi_composer.loadapp("config:" + os.path.join(sys.argv[1], "start.ini"))
    limit = sys.getrecursionlimit()
    differing = 0
    for question in questions:
        sys.setrecursionlimit(400)
        theirs = ask(loadwsgi, question)
        sys.setrecursionlimit(limit)
        ours = ask(wsgi_composer, question)
        if not agree(theirs, ours, question):
            differing += 1
            if differing <= 5:
                print(question, f"Paste Deploy: {theirs}", f"Composer:     {ours}", "", sep="\n")
    print(f"{differing} of {len(questions)} differ")
    return 1 if differing else 0


sys.exit(main())
