// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A cluster in its place.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Bounds">Its frame.</param>
/// <param name="Title">The lines of its title.</param>
internal sealed record PlacedCluster(string Id, Rect Bounds, IReadOnlyList<string> Title)
{
    /// <summary>The title in one line, and below it where the section stands.</summary>
    public string Tip { get; init; } = "";

    /// <summary>Space between the frame and its title.</summary>
    public const double Padding = 12;

    /// <summary>Where a line of the title stands.</summary>
    public Rect TitleLine(int line) =>
        new(Bounds.X + Padding, Bounds.Y + 6 + (line * TextStyle.Cluster.Line), TextStyle.Cluster.Width(Title[line]), TextStyle.Cluster.Line);
}
