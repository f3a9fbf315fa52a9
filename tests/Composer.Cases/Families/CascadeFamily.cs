// SPDX-License-Identifier: MIT
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary><c>apps:a=404,b=200:body</c>: one app per name. Of apps with close, those that are rejected are counted.</summary>
internal sealed class CascadeFamily : CaseFamily
{
    private const string Apps = "apps";

    public override string Name => "cascade";

    public override void Prepare(CaseSetup setup)
    {
        var parts = setup.Case.Inner.Split(':', 2);
        if (!parts[0].StartsWith(Apps, StringComparison.Ordinal) || parts.Length < 2)
        {
            return;
        }
        foreach (var app in parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, told) = (app.Split('=')[0], app[(app.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            var (status, body) = (told.Split(':')[0], told.Contains(':', StringComparison.Ordinal) ? told[(told.IndexOf(':', StringComparison.Ordinal) + 1)..] : "");
            var use = InnerApps.Uses("call:case_apps:one_of_many", ("status", status), ("body", body.Length > 0 ? body : "no body"));
            if (parts[0].EndsWith("-with-close", StringComparison.Ordinal) && status == "200")
            {
                setup.AddUncounted(name, use);
                continue;
            }
            setup.AddInner(name, use);
        }
        foreach (var missing in setup.Idea.Where(pair => pair.Key.StartsWith("app", StringComparison.Ordinal)).Select(pair => (string)pair.Value!).Where(name => !setup.HasSection(name)))
        {
            setup.AddUncounted(missing, InnerApps.Uses("composer:case-fixed", ("status", "404 Not Found")));
        }
    }
}
