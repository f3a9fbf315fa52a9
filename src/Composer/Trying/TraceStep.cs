// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What one object of a pipeline did with a request.</summary>
public sealed class TraceStep
{
    private readonly List<TraceStep> _steps = [];

    internal TraceStep(Node node) => Node = node;

    /// <summary>The object.</summary>
    public Node Node { get; }

    /// <summary><c>SCRIPT_NAME</c> when the request arrived.</summary>
    public string ScriptName { get; internal init; } = "";

    /// <summary><c>PATH_INFO</c> when the request arrived.</summary>
    public string PathInfo { get; internal init; } = "";

    /// <summary>The status that it answered, or null when it did not.</summary>
    public string? Status { get; internal set; }

    /// <summary>What came out instead of an answer, or null.</summary>
    public Exception? Error { get; internal set; }

    /// <summary>Size of the body as it left this object.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Time from the call to the last byte, with what it called.</summary>
    public TimeSpan Total { get; internal set; }

    /// <summary>Its own share of the time.</summary>
    public TimeSpan Self => Total - TimeSpan.FromTicks(_steps.Sum(step => step.Total.Ticks));

    /// <summary>What it handed the request to.</summary>
    public IReadOnlyList<TraceStep> Steps => _steps;

    internal void Add(TraceStep step) => _steps.Add(step);

    /// <summary>This step and all below it, outermost first.</summary>
    public IEnumerable<(TraceStep Step, int Depth)> All(int depth = 0) =>
        _steps.SelectMany(step => step.All(depth + 1)).Prepend((this, depth));
}
