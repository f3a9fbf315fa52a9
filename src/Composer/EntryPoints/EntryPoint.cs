// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>One line of a distribution's <c>entry_points.txt</c>.</summary>
/// <param name="Group">As <c>paste.filter_app_factory</c>.</param>
/// <param name="Name">As <c>gzip</c>.</param>
/// <param name="Reference">As <c>paste.gzipper:make_gzip_middleware</c>; empty for a component of ours.</param>
public sealed record EntryPoint(string Group, string Name, string Reference);
