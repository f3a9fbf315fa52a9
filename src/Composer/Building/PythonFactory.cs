// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A Python factory as a config names it.</summary>
/// <param name="Reference">Where it is: <c>package.module:attribute</c>.</param>
/// <param name="Protocol">How it is called, as <c>paste.server_factory</c>; null for a plain callable (<c>wsgi:</c>).</param>
/// <param name="Node">With which settings.</param>
public sealed record PythonFactory(string Reference, string? Protocol, FactoryNode Node)
{
    internal static PythonFactory? Of(FactoryNode node, Maker maker) => maker switch
    {
        FactoryMaker factory => new PythonFactory(factory.Reference, factory.Protocol, node),
        CallableMaker plain => new PythonFactory(plain.Reference, null, node),
        _ => null,
    };
}
