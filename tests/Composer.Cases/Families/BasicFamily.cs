// SPDX-License-Identifier: MIT
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary><c>htpasswd_file</c> is <c>htpasswd</c>.</summary>
internal sealed class BasicFamily : CaseFamily
{
    public override string Name => "auth-basic";

    public override void Prepare(CaseSetup setup)
    {
        if (setup.Take("htpasswd_file_content") is { } users)
        {
            setup.Idea["htpasswd"] = setup.AddFile("htpasswd", (string)users!);
        }
    }
}
