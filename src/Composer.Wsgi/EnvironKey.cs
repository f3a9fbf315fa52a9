// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Composer.Wsgi;

/// <summary>A key of the environ. Keys are kept and shared, so that a look-up compares references; well-known ones have a slot of their own in <see cref="Environ"/>.</summary>
public sealed class EnvironKey
{
    /// <summary>Number of well-known keys.</summary>
    internal const int SlotCount = 64;

    private const int MostKept = 4096;

    private static readonly ConcurrentDictionary<string, EnvironKey> Kept = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, EnvironKey?> Headers = new(StringComparer.Ordinal);
    private static readonly EnvironKey[] Slots = new EnvironKey[SlotCount];
    private static int _slots;

    private EnvironKey(string name, int slot)
    {
        Name = name;
        Slot = slot;
    }

#pragma warning disable CS1591 // each is the key of its name in PEP 3333, RFC 3875 (CGI) or RFC 9110
    public static readonly EnvironKey RequestMethod = WellKnown("REQUEST_METHOD");
    public static readonly EnvironKey ScriptName = WellKnown("SCRIPT_NAME");
    public static readonly EnvironKey PathInfo = WellKnown("PATH_INFO");
    public static readonly EnvironKey QueryString = WellKnown("QUERY_STRING");
    public static readonly EnvironKey RequestUri = WellKnown("REQUEST_URI");
    public static readonly EnvironKey RawUri = WellKnown("RAW_URI");
    public static readonly EnvironKey ContentType = WellKnown("CONTENT_TYPE");
    public static readonly EnvironKey ContentLength = WellKnown("CONTENT_LENGTH");
    public static readonly EnvironKey ServerName = WellKnown("SERVER_NAME");
    public static readonly EnvironKey ServerPort = WellKnown("SERVER_PORT");
    public static readonly EnvironKey ServerProtocol = WellKnown("SERVER_PROTOCOL");
    public static readonly EnvironKey ServerSoftware = WellKnown("SERVER_SOFTWARE");
    public static readonly EnvironKey RemoteAddr = WellKnown("REMOTE_ADDR");
    public static readonly EnvironKey RemotePort = WellKnown("REMOTE_PORT");
    public static readonly EnvironKey RemoteUser = WellKnown("REMOTE_USER");
    public static readonly EnvironKey AuthType = WellKnown("AUTH_TYPE");
    public static readonly EnvironKey UrlScheme = WellKnown("wsgi.url_scheme");
    public static readonly EnvironKey Input = WellKnown("wsgi.input");
    public static readonly EnvironKey InputTerminated = WellKnown("wsgi.input_terminated");
    public static readonly EnvironKey Errors = WellKnown("wsgi.errors");
    public static readonly EnvironKey RequestId = WellKnown("composer.request_id");
    public static readonly EnvironKey HttpHost = WellKnownHeader("Host");
    public static readonly EnvironKey HttpUserAgent = WellKnownHeader("User-Agent");
    public static readonly EnvironKey HttpAccept = WellKnownHeader("Accept");
    public static readonly EnvironKey HttpAcceptEncoding = WellKnownHeader("Accept-Encoding");
    public static readonly EnvironKey HttpAcceptLanguage = WellKnownHeader("Accept-Language");
    public static readonly EnvironKey HttpAuthorization = WellKnownHeader("Authorization");
    public static readonly EnvironKey HttpCacheControl = WellKnownHeader("Cache-Control");
    public static readonly EnvironKey HttpConnection = WellKnownHeader("Connection");
    public static readonly EnvironKey HttpCookie = WellKnownHeader("Cookie");
    public static readonly EnvironKey HttpDate = WellKnownHeader("Date");
    public static readonly EnvironKey HttpDnt = WellKnownHeader("DNT");
    public static readonly EnvironKey HttpExpect = WellKnownHeader("Expect");
    public static readonly EnvironKey HttpForwarded = WellKnownHeader("Forwarded");
    public static readonly EnvironKey HttpIfMatch = WellKnownHeader("If-Match");
    public static readonly EnvironKey HttpIfModifiedSince = WellKnownHeader("If-Modified-Since");
    public static readonly EnvironKey HttpIfNoneMatch = WellKnownHeader("If-None-Match");
    public static readonly EnvironKey HttpIfRange = WellKnownHeader("If-Range");
    public static readonly EnvironKey HttpIfUnmodifiedSince = WellKnownHeader("If-Unmodified-Since");
    public static readonly EnvironKey HttpOrigin = WellKnownHeader("Origin");
    public static readonly EnvironKey HttpPragma = WellKnownHeader("Pragma");
    public static readonly EnvironKey HttpPriority = WellKnownHeader("Priority");
    public static readonly EnvironKey HttpRange = WellKnownHeader("Range");
    public static readonly EnvironKey HttpReferer = WellKnownHeader("Referer");
    public static readonly EnvironKey HttpSecFetchDest = WellKnownHeader("Sec-Fetch-Dest");
    public static readonly EnvironKey HttpSecFetchMode = WellKnownHeader("Sec-Fetch-Mode");
    public static readonly EnvironKey HttpSecFetchSite = WellKnownHeader("Sec-Fetch-Site");
    public static readonly EnvironKey HttpSecFetchUser = WellKnownHeader("Sec-Fetch-User");
    public static readonly EnvironKey HttpTe = WellKnownHeader("TE");
    public static readonly EnvironKey HttpTransferEncoding = WellKnownHeader("Transfer-Encoding");
    public static readonly EnvironKey HttpUpgrade = WellKnownHeader("Upgrade");
    public static readonly EnvironKey HttpUpgradeInsecureRequests = WellKnownHeader("Upgrade-Insecure-Requests");
    public static readonly EnvironKey HttpVia = WellKnownHeader("Via");
    public static readonly EnvironKey HttpXForwardedFor = WellKnownHeader("X-Forwarded-For");
    public static readonly EnvironKey HttpXForwardedHost = WellKnownHeader("X-Forwarded-Host");
    public static readonly EnvironKey HttpXForwardedProto = WellKnownHeader("X-Forwarded-Proto");
    public static readonly EnvironKey HttpXRequestedWith = WellKnownHeader("X-Requested-With");
    public static readonly EnvironKey HttpXRequestId = WellKnownHeader("X-Request-ID");
#pragma warning restore CS1591

    /// <summary>The names of the filters that the request passes, outermost first; in Python a tuple: <c>composer.filters</c>.</summary>
    public static readonly EnvironKey Filters = WellKnown("composer.filters");

    /// <summary>True when a component has logged the failure that breaks an answer off, so that nobody outside needs to: <c>composer.failure_reported</c>.</summary>
    public static readonly EnvironKey FailureReported = Of("composer.failure_reported");

    /// <summary>A TextWriter that is told what Python prints while it works for the request; what is printed goes to the log all the same: <c>composer.printed</c>.</summary>
    public static readonly EnvironKey Printed = Of("composer.printed");

    /// <summary>The <see cref="ISession"/> of the request: <c>composer.session</c>.</summary>
    public static readonly EnvironKey Session = Of("composer.session");

    /// <summary>The key as it stands in the environ: <c>HTTP_HOST</c>, <c>wsgi.input</c>.</summary>
    public string Name { get; }

    /// <summary>Index among the well-known keys, or -1.</summary>
    internal int Slot { get; }

    /// <summary>The interned Python string of the name, owned for ever by the bridge; 0 until the key first crossed.</summary>
    internal nint Native;

    /// <summary>The key of a name. At most a few thousand are kept, so that a client cannot fill the memory with names.</summary>
    public static EnvironKey Of(string name)
    {
        if (Kept.TryGetValue(name, out var key))
        {
            return key;
        }
        key = new EnvironKey(name, -1);
        return Kept.Count < MostKept ? Kept.GetOrAdd(name, key) : key;
    }

    /// <summary>The key that a request header gets: <c>HTTP_</c> and its name in capitals, or <c>CONTENT_TYPE</c> and <c>CONTENT_LENGTH</c>.</summary>
    /// <returns>False when the header may not enter the environ: an underscore would stand for a dash (RFC 3875 §4.1.18), and <c>Proxy</c> would become HTTP_PROXY.</returns>
    public static bool TryOfHeader(string header, [NotNullWhen(true)] out EnvironKey? key)
    {
        if (!Headers.TryGetValue(header, out key))
        {
            key = header.Contains('_') || header.Equals("Proxy", StringComparison.OrdinalIgnoreCase) ? null : Of(NameOfHeader(header));
            if (Headers.Count < MostKept)
            {
                Headers.TryAdd(header, key);
            }
        }
        return key is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The well-known key in a slot.</summary>
    internal static EnvironKey InSlot(int slot) => Slots[slot];

    /// <summary>How many slots are taken.</summary>
    internal static int SlotsTaken => _slots;

    /// <summary>The same key, also when one of the two was made after the kept ones were full.</summary>
    internal bool Is(EnvironKey other) => ReferenceEquals(this, other) || (Slot < 0 && Name == other.Name);

    private static string NameOfHeader(string header)
    {
        var upper = header.ToUpperInvariant().Replace('-', '_');
        return upper is "CONTENT_TYPE" or "CONTENT_LENGTH" ? upper : "HTTP_" + upper;
    }

    private static EnvironKey WellKnown(string name)
    {
        var key = new EnvironKey(name, _slots);
        Slots[_slots++] = key;
        Kept[name] = key;
        return key;
    }

    private static EnvironKey WellKnownHeader(string header)
    {
        var key = WellKnown(NameOfHeader(header));
        Headers[header] = key;
        Headers[header.ToLowerInvariant()] = key;
        return key;
    }
}
