# SPDX-License-Identifier: MIT
"""The real Paste Deploy, with two bugs mended as they are in Composer.

A ``filter-with`` always yields what it wraps (S26), and what a section says reaches the object that it uses even through a ``filter-with`` (S27).
"""

from paste.deploy import loadwsgi

__all__ = ["loadwsgi"]


def is_filter(context):
    while context.object_type is loadwsgi.FILTER_WITH:
        context = context.next_context
    return context.object_type is loadwsgi.FILTER


def invoke_filter_with(self, context):
    outer = context.filter_context.create()
    inner = context.next_context.create()
    if is_filter(context):
        return lambda app: outer(inner(app))
    return outer(inner)


def context_from_use(self, object_type, local_conf, global_conf, additions, section):
    context = original_use(self, object_type, local_conf, global_conf, additions, section)
    part = context
    while True:
        if part.object_type is loadwsgi.FILTER_WITH:
            part = part.next_context
        elif part.object_type is loadwsgi.FILTER_APP:
            part = part.filter_context
        else:
            return context
        part.global_conf.update(additions)
        part.local_conf.update(local_conf)
        part.global_conf["__file__"] = global_conf["__file__"]


original_use = loadwsgi.ConfigLoader._context_from_use
loadwsgi.ConfigLoader._context_from_use = context_from_use
loadwsgi._FilterWith.invoke = invoke_filter_with
