// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Sections that others refer to, each with the one that did so first.</summary>
internal sealed class Reached
{
    private readonly Dictionary<Section, Section?> _by = [];

    /// <summary>All of them.</summary>
    public IEnumerable<Section> Sections => _by.Keys;

    public bool Contains(Section section) => _by.ContainsKey(section);

    /// <summary>Notes that somebody refers to a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="by">Who; null when that is not known.</param>
    public void Add(Section section, Section? by = null)
    {
        if (_by.GetValueOrDefault(section) is null)
        {
            _by[section] = by == section ? null : by;
        }
    }

    /// <summary>Notes that somebody refers to some sections.</summary>
    public void AddRange(IEnumerable<Section> sections)
    {
        foreach (var section in sections)
        {
            Add(section);
        }
    }

    /// <summary>The sections that lead to one, from the outermost to itself.</summary>
    public IReadOnlyList<Section> WayTo(Section section)
    {
        var way = new List<Section> { section };
        while (_by.GetValueOrDefault(way[^1]) is { } by && !way.Contains(by))
        {
            way.Add(by);
        }
        way.Reverse();
        return way;
    }
}
