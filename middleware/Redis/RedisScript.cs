// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>A script that Redis runs as a whole: nobody comes between its look and its write.</summary>
/// <param name="text">The script, in Lua.</param>
internal sealed class RedisScript(string text)
{
    /// <summary>The script.</summary>
    public string Text => text;

#pragma warning disable CA5350 // SHA-1: the name that Redis gives it
    /// <summary>The name under which Redis keeps it.</summary>
    public string Name { get; } = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
}
