// SPDX-License-Identifier: MIT
using System.Xml;

namespace Composer.Middleware;

/// <summary>What <c>document()</c> may read in one transformation: the stylesheet itself, and files of one directory.</summary>
/// <param name="root">The directory; null when there is none.</param>
/// <param name="input">Reads the files.</param>
/// <param name="isStylesheet">Says whether a file is one of the running stylesheets.</param>
/// <param name="space">Which whitespace is left out.</param>
/// <param name="budget">What walking in them is charged to.</param>
internal sealed class DocumentResolver(DocumentRoot? root, XmlInput input, Func<string, bool> isStylesheet, WhitespaceRules space, TransformBudget budget) : XmlResolver, IDisposable
{
    private readonly List<XmlTree> _trees = [];

    /// <inheritdoc/>
    public override object GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
    {
        var path = absoluteUri.IsFile ? absoluteUri.LocalPath : null;
        if (path is null || !(isStylesheet(path) || root?.Check(path) is { IsDirectory: false }))
        {
            throw new TransformLimit($"document('{absoluteUri}') is not a file under document_root");
        }
        var tree = input.Read(File.ReadAllBytes(path), null, space, _trees.Count + 1, budget);
        _trees.Add(tree);
        return tree;
    }

    /// <summary>Forgets what was read.</summary>
    public void Dispose() => _trees.ForEach(tree => tree.Dispose());
}
