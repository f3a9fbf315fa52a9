// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Names an object of the graph in messages.</summary>
internal static class Owner
{
    /// <summary><c>filter 'gzip'</c>.</summary>
    public static string Of(Node node) => $"{node.Type} '{node.Name}'";

    /// <summary><c>app</c>, <c>filter</c> or <c>server</c>.</summary>
    public static string Word(ObjectKind kind) => kind switch
    {
        ObjectKind.App => "app",
        ObjectKind.Filter => "filter",
        _ => "server",
    };

    /// <summary>The kind of component that such an object can be.</summary>
    public static ComponentKind Wanted(ObjectKind kind) => kind switch
    {
        ObjectKind.App => ComponentKind.App,
        ObjectKind.Filter => ComponentKind.Filter,
        _ => ComponentKind.Server,
    };

    /// <summary>Where relative paths of an object start: the directory of its own file, else that of the file that loaded it.</summary>
    public static string Directory(Node node) =>
        Path.GetDirectoryName(node.File) ?? node.GlobalConf.Text("here") ?? Environment.CurrentDirectory;
}
