// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Tests.Peers;

/// <summary>A request without a body, whose target and headers go out as they stand.</summary>
internal sealed record PeerRequest(string Method, string Target, params (string Name, string Value)[] Headers)
{
    public byte[] Bytes() => Encoding.Latin1.GetBytes($"{Method} {Target} HTTP/1.1\r\nHost: localhost\r\n{string.Concat(Headers.Select(header => $"{header.Name}: {header.Value}\r\n"))}\r\n");

    public override string ToString() => $"{Method} {Target} {string.Join("; ", Headers.Select(header => $"{header.Name}: {header.Value}"))}";
}
