// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary>An optional auth_basic with a user of a group, then the rules: a path, and what it requires.</summary>
internal sealed class AuthorizeFamily : CaseFamily
{
    public override string Name => "authz";

    public override void Prepare(CaseSetup setup)
    {
        if (setup.Idea["auth_basic"] is null)
        {
            setup.Idea["auth_basic"] = new JsonObject
            {
                ["realm"] = "WallysWorld",
                ["htpasswd"] = setup.AddFile("htpasswd", "admin:{SHA}JauGvtFJymypwcDV23yakTiN3qs=\n"),
                ["optional"] = true,
            };
        }
        if (setup.Take("authorize") is JsonArray rules)
        {
            setup.Idea["authorize"] = new JsonObject(rules.Select(rule => KeyValuePair.Create((string)rule!["path"]!, rule["require"]?.DeepClone())));
        }
    }
}
