// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>How long the parts of a pipeline took for one request: each without what it called.</summary>
internal sealed class Timings(TimeProvider clock)
{
    internal static readonly EnvironKey Key = EnvironKey.Of("composer.timings");

    private readonly long _began = clock.GetTimestamp();
    private readonly List<Part> _parts = [];
    private Part? _running;

    /// <summary>Since the first part began.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_began);

    /// <summary>The name of each part and its own time, outermost first.</summary>
    public IEnumerable<(string Name, TimeSpan Time)> Parts => _parts.Select(part => (part.Name, part.Total - part.Within));

    /// <summary>A metric of the Server-Timing header.</summary>
    public static string Entry((string Name, TimeSpan Time) part)
    {
        var (name, time) = part;
        var milliseconds = time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture);
        var token = HeaderList.Problem(name, "") is null ? name : string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return $"{token};dur={milliseconds}";
    }

    /// <summary>A part begins; it is to be given to <see cref="Leave"/>.</summary>
    public Part Enter(string name)
    {
        var part = new Part(name, _running, clock.GetTimestamp());
        _parts.Add(part);
        return _running = part;
    }

    public void Leave(Part part)
    {
        part.Total = clock.GetElapsedTime(part.Began);
        if (part.Caller is not null)
        {
            part.Caller.Within += part.Total;
        }
        _running = part.Caller;
    }

    internal sealed class Part(string name, Part? caller, long began)
    {
        public string Name { get; } = name;

        public Part? Caller { get; } = caller;

        public long Began { get; } = began;

        public TimeSpan Total { get; set; }

        public TimeSpan Within { get; set; }
    }
}
