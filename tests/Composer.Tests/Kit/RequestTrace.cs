// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Tests;

/// <summary>Counts what happens to the kit's apps during one request; sub-requests share it.</summary>
public sealed class RequestTrace
{
    public static readonly EnvironKey Key = EnvironKey.Of("composer.tests.trace");

    public int Calls { get; set; }

    public int Closes { get; set; }

    public StringWriter Errors { get; } = new();

    public static RequestTrace Of(Environ environ) => environ[Key] as RequestTrace ?? new();
}
