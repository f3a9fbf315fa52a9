// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Cases.Sites;
using Composer.Wsgi;

namespace Composer.Cases.Apps;

/// <summary>Yields its parts one by one, of unknown length; the slow one waits after the first until the client has it.</summary>
[App("case-stream")]
public sealed class Streamed(StreamedOptions options, Observations seen) : IWsgiApp
{
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var response = new Response("200 OK", new PartsBody(options, seen));
        response.Headers.Add("Content-Type", options.Type);
        return new(response);
    }

    // An empty block is the end of a C# body; the border to Python leaves empty items out, too.
    private sealed class PartsBody(StreamedOptions options, Observations seen) : Body
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
        private readonly string[] _parts = [.. options.Parts.Where(part => part.Length > 0)];
        private int _next;

        public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
        {
            if (_next == _parts.Length)
            {
                return default;
            }
            if (_next > 0 && options.Slow)
            {
                await Task.WhenAny(seen.Gone, Task.Delay(Patience, cancel));
            }
            return Encoding.UTF8.GetBytes(_parts[_next++]);
        }
    }
}

/// <summary>Settings of <c>case-stream</c>.</summary>
public sealed record StreamedOptions
{
    /// <summary>The parts.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>The Content-Type.</summary>
    public string Type { get; init; } = "text/event-stream";

    /// <summary>Waits after the first part.</summary>
    public bool Slow { get; init; }
}
