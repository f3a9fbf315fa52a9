// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Composer.Cases;

/// <summary>A request as its case writes it; the target goes to the socket unchanged.</summary>
internal sealed record CaseRequest
{
    public required string Method { get; init; }

    /// <summary>The raw request target.</summary>
    public required string Target { get; init; }

    /// <summary>In order; a null value means that the header is absent, even where a client would send it.</summary>
    public required IReadOnlyList<KeyValuePair<string, string?>> Headers { get; init; }

    /// <summary>Whole header lines, sent as they stand after the others.</summary>
    public IReadOnlyList<string> RawHeaders { get; init; } = [];

    public byte[] Body { get; init; } = [];

    public bool Chunked { get; init; }

    public string HttpVersion { get; init; } = "1.1";

    /// <summary>Whose cookies it sends.</summary>
    public string Client { get; init; } = "";

    /// <summary>The client goes away after the first part of the body.</summary>
    public bool Abort { get; init; }

    /// <summary>How a Digest client authenticates, or null.</summary>
    public JsonObject? Digest { get; init; }

    public bool ToHead => Method == "HEAD";

    public static CaseRequest Parse(JsonObject request)
    {
        foreach (var (name, _) in request)
        {
            if (name is not ("method" or "path" or "headers" or "body" or "raw_headers" or "chunked" or "http_version" or "client" or "digest-client"))
            {
                throw new CannotExpress($"request.{name}");
            }
        }
        return new CaseRequest
        {
            Method = (string?)request["method"] ?? "GET",
            Target = (string?)request["path"] ?? "/",
            Headers = HeadersOf(request["headers"]),
            RawHeaders = RawHeadersOf(request["raw_headers"]),
            Body = Encoding.UTF8.GetBytes((string?)request["body"] ?? ""),
            Chunked = (bool?)request["chunked"] ?? false,
            HttpVersion = ((string?)request["http_version"] ?? "1.1").Replace("HTTP/", "", StringComparison.Ordinal),
            Abort = (string?)request["client"] == "abort",
            Digest = request["digest-client"] as JsonObject,
        };
    }

    /// <summary>The value of a header, or null.</summary>
    public string? Header(string name) =>
        Headers.LastOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The same with a header in the place of those of its name.</summary>
    public CaseRequest With(string name, string? value) =>
        this with { Headers = [.. Headers.Where(header => !header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)), new(name, value)] };

    /// <summary>The same with a text after what the header holds.</summary>
    public CaseRequest WithAppended(string name, string separator, string text) =>
        With(name, Header(name) is { Length: > 0 } before ? before + separator + text : text);

    /// <summary>The request of a step, which says what differs.</summary>
    public CaseRequest With(JsonObject step)
    {
        var request = this;
        foreach (var (name, value) in step)
        {
            request = name switch
            {
                "method" => request with { Method = (string)value! },
                "path" => request with { Target = (string)value! },
                "body" => request with { Body = Encoding.UTF8.GetBytes((string)value!) },
                "client" => request with { Client = (string)value! },
                "headers" => HeadersOf(value).Aggregate(request, (one, header) => one.With(header.Key, header.Value)),
                "headers+" => value!.AsObject().Aggregate(request, (one, header) => one.WithMore(header.Key, (string)header.Value!)),
                _ when name.EndsWith('+') => request.WithMore(name, (string)value!),
                "sleep" => request,
                _ => throw new CannotExpress($"steps: {name}"),
            };
        }
        return request;
    }

    /// <summary>The bytes for the socket.</summary>
    public byte[] ToBytes()
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{Method} {Target} HTTP/{HttpVersion}\r\n");
        if (!Has("Host"))
        {
            head.Append("Host: localhost\r\n");
        }
        foreach (var (name, value) in Headers.Where(header => header.Value is not null))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }
        foreach (var line in RawHeaders)
        {
            head.Append(line).Append("\r\n");
        }
        if (Chunked)
        {
            head.Append("Transfer-Encoding: chunked\r\n\r\n");
            return [.. Bytes(head), .. ChunkedBody()];
        }
        if (!Has("Content-Length") && (Body.Length > 0 || Method is "POST" or "PUT" or "PATCH"))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        }
        head.Append("\r\n");
        return [.. Bytes(head), .. Body];
    }

    private CaseRequest WithMore(string name, string text) => name.EndsWith('+')
        ? WithAppended(name[..^1], name is "Cookie+" ? "; " : ", ", text)
        : this with { Headers = [.. Headers, new(name, text)] };

    private bool Has(string name) =>
        Headers.Any(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        || RawHeaders.Any(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));

    // Characters that latin-1 has are bytes of their own, as on the wire; others are sent as UTF-8.
    private static byte[] Bytes(StringBuilder head)
    {
        var text = head.ToString();
        return text.All(c => c <= '\xff') ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);
    }

    private byte[] ChunkedBody()
    {
        var half = (Body.Length + 1) / 2;
        byte[][] parts = [Body[..half], Body[half..]];
        return [.. parts.Where(part => part.Length > 0).SelectMany(part => (byte[])[.. Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"), .. part, 13, 10]), .. "0\r\n\r\n"u8];
    }

    private static List<KeyValuePair<string, string?>> HeadersOf(JsonNode? headers) =>
        headers is not JsonObject map ? [] : [.. map.SelectMany(header => header.Value is JsonArray several
            ? several.Select(one => KeyValuePair.Create(header.Key, (string?)one))
            : [KeyValuePair.Create(header.Key, (string?)header.Value)])];

    private static List<string> RawHeadersOf(JsonNode? raw) => raw switch
    {
        null => [],
        JsonArray lines => [.. lines.Select(line => line is JsonArray pair ? $"{pair[0]}: {pair[1]}" : (string)line!)],
        JsonObject map => [.. map.Select(header => $"{header.Key}: {header.Value}")],
        _ => [.. ((string)raw!).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)],
    };
}
