// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Json;
using Composer.Wsgi;

namespace Composer.Tests;

/// <summary>What came back from an app under test.</summary>
public sealed record Result(string Status, HeaderList Headers, IReadOnlyList<byte[]> Blocks, RequestTrace Trace)
{
    public int StatusCode => int.Parse(Status.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture);

    public byte[] Body => [.. Blocks.SelectMany(block => block)];

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>How often an app of <see cref="Wsgi.App(string, string, (string, string)[])"/> was called for this request.</summary>
    public int Calls => Trace.Calls;

    /// <summary>How often a body of such an app was disposed.</summary>
    public int Closes => Trace.Closes;

    /// <summary>What was written to wsgi.errors.</summary>
    public string Errors => Trace.Errors.ToString();
}
