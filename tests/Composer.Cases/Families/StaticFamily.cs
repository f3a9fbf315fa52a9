// SPDX-License-Identifier: MIT
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary><c>root</c> is <c>document_root</c>; compressed files are made from what the case says of them, and a folder beside the root has a file.</summary>
internal sealed class StaticFamily : CaseFamily
{
    public override string Name => "static";

    public override void Prepare(CaseSetup setup)
    {
        setup.Idea["document_root"] = setup.Take("root");
        setup.AddFile("FIX_test/test.txt", "S");
    }
}
