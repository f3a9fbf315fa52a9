// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The two parts of a path: what led to an app, and the rest.</summary>
internal readonly record struct PathSplit(string ScriptName, string PathInfo)
{
    public static PathSplit Of(Environ environ) => new(environ.ScriptName, environ.PathInfo);

    public void Apply(Environ environ)
    {
        environ.ScriptName = ScriptName;
        environ.PathInfo = PathInfo;
    }
}
