// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary>Users by name, with their passwords in the clear.</summary>
internal sealed class DigestFamily : CaseFamily
{
    public override string Name => "auth-digest";

    public override void Prepare(CaseSetup setup)
    {
        if (setup.Take("users") is JsonObject users)
        {
            setup.Idea["users"] = new JsonArray([.. users.Select(user => (JsonNode)$"{user.Key}:{user.Value}")]);
            setup.Idea["allow_plain"] = true;
        }
    }
}
