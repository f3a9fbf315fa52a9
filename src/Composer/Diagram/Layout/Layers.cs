// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Where layers begin: one for each node that a request passes, as long as its longest node, and as far apart as their arrows need.</summary>
/// <param name="origin">Where the first one begins; asked when all are measured.</param>
internal sealed class Layers(Func<double> origin)
{
    private readonly List<double> _lengths = [];
    private readonly List<double> _gaps = [];
    private double[]? _starts;

    public double Start(int depth) => (_starts ??= [.. Starts()])[depth];

    public double Length(int depth) => _lengths[depth];

    public double End(int depth) => Start(depth) + Length(depth);

    /// <summary>Where the layer after this one begins.</summary>
    public double Next(int depth) => End(depth) + _gaps[depth];

    public void AddNode(int depth, double length) => Raise(_lengths, depth, length);

    /// <summary>Makes room behind a layer.</summary>
    public void AddArrow(int depth, double length) => Raise(_gaps, depth, length);

    private static void Raise(List<double> values, int depth, double value)
    {
        while (values.Count <= depth)
        {
            values.Add(0);
        }
        values[depth] = Math.Max(values[depth], value);
    }

    private IEnumerable<double> Starts()
    {
        var start = origin();
        for (var depth = 0; depth < _lengths.Count; depth++)
        {
            yield return start;
            start += _lengths[depth] + (depth < _gaps.Count ? _gaps[depth] : 0);
        }
    }
}
