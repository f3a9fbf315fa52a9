// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>How a ticket has its user; anything but <c>plain</c> is said in its data as <c>userid_type:…</c>.</summary>
public enum UserIdType
{
    /// <summary>Percent-encoded, as mod_auth_tkt and Paste.</summary>
    Plain,

    /// <summary>As Pyramid writes text.</summary>
    B64unicode,

    /// <summary>As Pyramid writes bytes.</summary>
    B64str,

    /// <summary>As Pyramid and repoze.who write whole numbers; other names become <c>b64unicode</c>.</summary>
    Int,
}
