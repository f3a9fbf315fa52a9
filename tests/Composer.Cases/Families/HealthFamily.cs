// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary><c>auth_basic-inside</c>: what is behind the filter asks for a password.</summary>
internal sealed class HealthFamily : CaseFamily
{
    public override string Name => "health";

    public override void Prepare(CaseSetup setup)
    {
        if (setup.Case.Inner != "auth_basic-inside")
        {
            return;
        }
        var filter = (string)setup.Take("filter")!;
        setup.AddFilter(filter, setup.Idea);
        setup.AddFilter("auth_basic", new JsonObject { ["htpasswd"] = setup.AddFile("htpasswd", "admin:{SHA}JauGvtFJymypwcDV23yakTiN3qs=\n") });
        InnerApps.Add(setup, "inner", "echo");
        setup.App = "inner";
    }
}
