// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What Paste Deploy's <c>loadapp(uri, name, relative_to, global_conf)</c> is called with.</summary>
/// <param name="Uri">As <c>config:site.ini#name</c> or <c>egg:Distribution#entry</c>.</param>
/// <param name="Name">Wins over the URI's fragment; null means that, or main.</param>
/// <param name="RelativeTo">Directory for a relative <c>config:</c> path, or null.</param>
/// <param name="GlobalConf">What the caller passes, or null.</param>
public sealed record UriReference(string Uri, string? Name = null, string? RelativeTo = null, Conf? GlobalConf = null);
