// SPDX-License-Identifier: MIT
namespace Composer.Cli.Logging;

/// <summary>A scope that a component opened around a piece of work.</summary>
internal sealed class LogScope(AsyncLocal<LogScope?> current, object state) : IDisposable
{
    private readonly LogScope? _outer = current.Value;

    /// <summary>The request that this scope, or one around it, names; null when none does.</summary>
    public string? RequestId => RequestIdOf(state) ?? _outer?.RequestId;

    /// <summary>The value called <c>RequestId</c> among the named values of a log state.</summary>
    public static string? RequestIdOf(object? state)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            for (var i = 0; i < values.Count; i++)
            {
                if (IsRequestId(values[i].Key))
                {
                    return values[i].Value?.ToString();
                }
            }
        }
        return null;
    }

    /// <summary>Whether a named value is a request's id: <c>{RequestId}</c> in a message, or the argument <c>requestId</c> beside it.</summary>
    public static bool IsRequestId(string key) => key.Equals("RequestId", StringComparison.OrdinalIgnoreCase);

    public void Dispose() => current.Value = _outer;
}
