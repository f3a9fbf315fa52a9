// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;

namespace Composer;

/// <summary>Settings of the <c>[composer]</c> section: what concerns the whole site.</summary>
public sealed record ComposerOptions
{
    /// <summary>Whether C# components stand in for Paste's entry points of the same name: <c>true</c>, <c>false</c>, or the names of those that do not.</summary>
    public IReadOnlyList<string> Native { get; init; } = ["true"];

    /// <summary>Whether Composer's own HTTP server takes the place of the Python servers that it knows, such as <c>egg:waitress#main</c>; <c>false</c> runs the named one.</summary>
    public bool NativeServer { get; init; } = true;

    /// <summary>The Python that runs: an interpreter or a virtual environment, as a path that starts at the config's directory, or a name on <c>PATH</c>; <c>--python</c> wins.</summary>
    /// <example>venv</example>
    /// <example>/usr/bin/python3</example>
    public string? Python { get; init; }

    /// <summary>How many threads may run Python at once; without it the <c>threads</c> of the server's section count, then 16. <c>--threads</c> wins.</summary>
    [Range(1, 1024)]
    public int? Threads { get; init; }

    /// <summary>How many requests may wait for a Python thread; more are answered with 503.</summary>
    [Range(1, 1_000_000)]
    public int? Queue { get; init; }
}
