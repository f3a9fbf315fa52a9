// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Composer.Middleware;

/// <summary>Ends a transformation that takes too long, or that calls itself without end: the stack would overflow, and take the process with it.</summary>
/// <param name="clock">Tells the time.</param>
/// <param name="limit">How long it may take.</param>
internal sealed class TransformGuard(TimeProvider clock, TimeSpan limit)
{
    /// <summary>The namespace of the function.</summary>
    public const string Uri = "urn:composer:guard";

    private const string Prefix = "composer-guard";

    private readonly long _started = clock.GetTimestamp();

    /// <summary>What is put in front of every template's, and every loop's, content.</summary>
    public static XElement Instruction() => new(
        XName.Get("if", "http://www.w3.org/1999/XSL/Transform"),
        new XAttribute(XNamespace.Xmlns + Prefix, Uri),
        new XAttribute("test", $"{Prefix}:{nameof(Passed)}()"));

    /// <summary>True while the transformation may go on.</summary>
    /// <exception cref="TransformLimit">It may not.</exception>
    public bool Passed()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TransformLimit("its templates call themselves too deep: a call without an end, or a document that is nested too deep for them");
        }
        return clock.GetElapsedTime(_started) <= limit ? true : throw new TransformLimit($"it took longer than {limit.TotalSeconds:0.###} s (timeout)");
    }
}
