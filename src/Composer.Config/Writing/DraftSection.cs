// SPDX-License-Identifier: MIT
namespace Composer.Config.Writing;

/// <summary>A section of a <see cref="Draft"/>.</summary>
/// <param name="Header">As INI has it: <c>app:main</c>.</param>
/// <param name="IsTyped">Whether Python gets typed values.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Remarks">Its comments.</param>
/// <param name="Settings">What it says.</param>
internal sealed record DraftSection(string Header, bool IsTyped, Source Source, Remarks Remarks, IReadOnlyList<DraftSetting> Settings)
{
    /// <summary>What stands before the colon.</summary>
    public string Kind { get; } = Header.Split(':', 2)[0];

    /// <summary>What follows the colon, or null.</summary>
    public string? Name { get; } = Header.Split(':', 2) is [_, var name] ? name : null;
}
