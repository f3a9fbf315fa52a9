// SPDX-License-Identifier: MIT
using System.Reflection;

namespace Composer.Tests.Architecture;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData("Composer.Wsgi", "")]
    [InlineData("Composer.Config", "")]
    [InlineData("Composer", "Composer.Config Composer.Wsgi")]
    [InlineData("Composer.Python", "Composer.Wsgi")]
    [InlineData("Composer.Servers", "Composer.Wsgi")]
    [InlineData("Composer.AspNetCore", "Composer.Wsgi")]
    [InlineData("Composer.Middleware", "Composer.Wsgi")]
    public void A_project_uses_only_what_the_design_allows(string project, string allowed)
    {
        var used = Assembly.Load(project).GetReferencedAssemblies()
            .Select(reference => reference.Name ?? "")
            .Where(name => name == "Composer" || name.StartsWith("Composer.", StringComparison.Ordinal));

        Assert.Empty(used.Except(allowed.Split(' ')));
    }
}
