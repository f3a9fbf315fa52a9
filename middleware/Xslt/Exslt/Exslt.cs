// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>The functions of EXSLT that stylesheets may call (exslt.org).</summary>
internal static class Exslt
{
    /// <summary>All of them, by namespace.</summary>
    public static IReadOnlyList<FunctionNamespace> All(TimeProvider clock) =>
        [CommonFunctions.All, MathFunctions.All, SetFunctions.All, StringFunctions.All, DateFunctions.By(clock)];
}
