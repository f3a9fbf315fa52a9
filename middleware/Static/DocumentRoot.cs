// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A directory that nobody gets out of: a path is resolved first, links included, and where it really leads is compared then.</summary>
/// <remarks>The comparison ends with a separator: <c>/srv/www-old</c> is not in <c>/srv/www</c> (CVE-2026-34785, and Paste's urlparser).</remarks>
internal sealed class DocumentRoot
{
    private readonly string _root;
    private readonly string _rootWithSeparator;
    private readonly FollowLinks _follow;
    private readonly bool _dotfiles;

    public DocumentRoot(string directory, FollowLinks follow, bool dotfiles)
    {
        _root = RealPath.Of(Path.TrimEndingDirectorySeparator(directory), known: null)?.FullName
            ?? throw new DirectoryNotFoundException($"document_root: there is no directory {directory}");
        _rootWithSeparator = Path.EndsInDirectorySeparator(_root) ? _root : _root + Path.DirectorySeparatorChar;
        _follow = follow;
        _dotfiles = dotfiles;
    }

    /// <summary>What a path names, or null when there is nothing, or nothing to be shown.</summary>
    public Found? Find(UrlPath path)
    {
        if (!_dotfiles && path.Names.Any(name => name[0] == '.'))
        {
            return null;
        }
        return Check(path.IsRoot ? _root : _rootWithSeparator + string.Join(Path.DirectorySeparatorChar, path.Names));
    }

    /// <summary>The same of a path in the file system that <see cref="Find"/> returned, with something appended.</summary>
    public Found? Check(string path)
    {
        var real = RealPath.Of(path, _root);
        return real is not null && MayFollow(path, real.FullName)
            ? new Found(real.FullName, (real.Attributes & FileAttributes.Directory) != 0)
            : null;
    }

    private bool MayFollow(string path, string real) => _follow switch
    {
        FollowLinks.All => true,
        FollowLinks.None => real == path,
        _ => real == _root || real.StartsWith(_rootWithSeparator, StringComparison.Ordinal),
    };

    /// <summary>Something in the document root.</summary>
    /// <param name="Path">Where it really is.</param>
    /// <param name="IsDirectory">Whether it is a directory, or a file.</param>
    internal readonly record struct Found(string Path, bool IsDirectory);
}
