// SPDX-License-Identifier: MIT
using System.Xml;

namespace Composer.Middleware;

/// <summary>What <c>document()</c> may read: the stylesheet itself, and files of one directory.</summary>
/// <param name="root">The directory; null when there is none.</param>
/// <param name="input">Reads the files.</param>
/// <param name="isStylesheet">Says whether a file is one of the running stylesheets.</param>
internal sealed class DocumentResolver(DocumentRoot? root, XmlInput input, Func<string, bool> isStylesheet) : XmlResolver
{
    /// <inheritdoc/>
    public override object GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
    {
        var path = absoluteUri.IsFile ? absoluteUri.LocalPath : null;
        if (path is not null && (isStylesheet(path) || root?.Check(path) is { IsDirectory: false }))
        {
            return input.Read(File.ReadAllBytes(path), null);
        }
        throw new TransformLimit($"document('{absoluteUri}') is not a file under document_root");
    }
}
