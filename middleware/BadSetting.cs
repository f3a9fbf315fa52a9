// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Says what is wrong with a setting, so that the config's line is shown with it.</summary>
internal static class BadSetting
{
    /// <param name="setting">The property of the options record, or the key as the user wrote it.</param>
    /// <param name="problem">What is wrong, in the user's words.</param>
    public static ArgumentException Of(string setting, string problem) => new(problem, setting);
}
