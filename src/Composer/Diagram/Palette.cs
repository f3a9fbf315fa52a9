// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The colours of one kind of node.</summary>
/// <param name="Fill">Inside.</param>
/// <param name="Line">Its outline.</param>
/// <param name="Ink">Its text.</param>
internal readonly record struct Palette(string Fill, string Line, string Ink)
{
    private static readonly (string Class, Palette Light, Palette Dark)[] Table =
    [
        ("csharp", new("#eff6ff", "#3b82f6", "#1e40af"), new("#10233f", "#4493f8", "#a5d0ff")),
        ("python", new("#f0fdf4", "#16a34a", "#166534"), new("#0f2919", "#3fb950", "#8ee6a0")),
        ("composite", new("#fffbeb", "#d97706", "#92400e"), new("#2d2109", "#d29922", "#f2cc60")),
        ("error", new("#fef2f2", "#dc2626", "#991b1b"), new("#331417", "#f85149", "#ffb3ad")),
        ("plain", new("#f6f8fa", "#8c959f", "#424a53"), new("#1c2128", "#768390", "#c5d1de")),
    ];

    /// <summary>The names of the kinds.</summary>
    public static IEnumerable<string> Classes => Table.Select(row => row.Class);

    /// <summary>The kind of a node: its language, except for what composites and errors are.</summary>
    public static string ClassOf(DrawnNode node) => node switch
    {
        { Role: NodeRole.Composite } => "composite",
        { Role: NodeRole.Error } => "error",
        { Role: NodeRole.Reference } => "plain",
        { Language: NodeLanguage.CSharp } => "csharp",
        { Language: NodeLanguage.Python } => "python",
        _ => "plain",
    };

    /// <summary>The colours of a kind.</summary>
    public static Palette Of(string kind, bool dark)
    {
        var row = Array.Find(Table, row => row.Class == kind);
        return dark ? row.Dark : row.Light;
    }
}
