// SPDX-License-Identifier: MIT
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary>The script writes the lines of the inner app, and to its standard error what stands behind <c>stderr:</c>.</summary>
internal sealed class CgiFamily : CaseFamily
{
    public override string Name => "cgi";

    public override void Prepare(CaseSetup setup)
    {
        var lines = setup.Case.Inner[(setup.Case.Inner.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart().Split('|');
        var text = new System.Text.StringBuilder("#!/bin/sh\n");
        foreach (var line in lines)
        {
            var error = line.IndexOf("(stderr:", StringComparison.Ordinal);
            text.Append("printf '%s\\n' '").Append(error < 0 ? line : line[..error].TrimEnd()).Append("'\n");
            if (error >= 0)
            {
                text.Append("printf '%s\\n' '").Append(line[(error + "(stderr:".Length)..].Trim(' ', ')')).Append("' >&2\n");
            }
        }
        var path = setup.AddFile("FIX/ok.cgi", text.ToString());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        }
    }
}
