// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>An object that cannot be loaded.</summary>
public sealed class ErrorNode : Node
{
    /// <inheritdoc/>
    public override string Type => "error";

    /// <summary>What Paste Deploy raises when it loads this object.</summary>
    public required PythonError Error { get; init; }

    /// <summary>Paste Deploy raises it only when it builds the object, after everything was looked up.</summary>
    internal bool IsLate { get; init; }

    /// <summary>Everything that is wrong with the object, sorted by place; never empty.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }
}
