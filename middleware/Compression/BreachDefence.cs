// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What is done against the BREACH attack.</summary>
public enum BreachDefence
{
    /// <summary>Answers that vary on Cookie get a random number of meaningless bytes.</summary>
    RandomPadding,

    /// <summary>Answers that set a cookie are not compressed.</summary>
    SkipSetCookie,

    /// <summary>Nothing.</summary>
    Off,
}
