// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Invocation;

namespace Composer.Cli;

/// <summary>What <c>--help</c> does.</summary>
internal sealed class HelpPage(HelpText text) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        text.Write(parseResult.CommandResult.Command);
        return ExitCode.Ok;
    }
}
