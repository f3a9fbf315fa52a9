// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Where nothing but URIs can be looked up: Paste Deploy's <c>loadapp</c> and its like.</summary>
internal sealed class UriScope(ConfigFiles files, string? name, string? relativeTo) : Scope
{
    internal override string Place => "";

    internal override Node Get(Resolution resolution, ObjectKind kind, Reference reference, Conf? globalConf) =>
        new ConfigUri(files, relativeTo, relativeTo ?? "").Get(resolution, kind, reference, name, globalConf);
}
