// SPDX-License-Identifier: MIT
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary><c>root</c> is <c>document_root</c>, and a folder beside it has a file.</summary>
internal sealed class StaticFamily : CaseFamily
{
    public override string Name => "static";

    public override void Prepare(CaseSetup setup)
    {
        if (setup.Take("root") is { } root)
        {
            setup.Idea["document_root"] = root;
        }
        setup.AddFile("FIX_test/test.txt", "S");
    }
}
