// SPDX-License-Identifier: MIT
namespace Composer.Cli;

/// <summary>The version that <c>--version</c> prints.</summary>
internal static class ProductVersion
{
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetName().Version?.ToString(3) ?? "0";
}
