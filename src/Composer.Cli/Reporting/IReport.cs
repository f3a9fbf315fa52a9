// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer.Cli.Reporting;

/// <summary>One way to tell the problems of a config.</summary>
internal interface IReport
{
    /// <summary>Writes all of them.</summary>
    void Write(TextWriter output, IReadOnlyList<Diagnostic> problems);
}
