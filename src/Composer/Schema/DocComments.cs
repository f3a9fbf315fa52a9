// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Reflection;
using System.Xml;
using System.Xml.Linq;

namespace Composer;

/// <summary>The documentation comments of an assembly, from the file that the compiler wrote beside it.</summary>
internal sealed class DocComments
{
    private static readonly ConcurrentDictionary<Assembly, DocComments> Loaded = new();

    private readonly Dictionary<string, XElement> _members;

    private DocComments(Assembly assembly) => _members = Read(assembly);

    /// <summary>The summary of a class, record or enum, as Markdown; empty when it has none.</summary>
    public static string Of(Type type) => For(type).Summary($"T:{type.FullName}");

    /// <summary>The summary of a property.</summary>
    public static string Of(PropertyInfo property) => For(property.DeclaringType!).Summary(Id(property)); // a property of a class

    /// <summary>What the comment of a property gives as examples.</summary>
    public static IReadOnlyList<string> Examples(PropertyInfo property) =>
        For(property.DeclaringType!)._members.TryGetValue(Id(property), out var member) ? [.. member.Elements("example").Select(example => example.Value)] : []; // a property of a class

    /// <summary>The summary of a member of an enum.</summary>
    public static string Of(Type type, string member) => For(type).Summary($"F:{type.FullName}.{member}");

    private static DocComments For(Type type) => Loaded.GetOrAdd(type.Assembly, assembly => new DocComments(assembly));

    private static string Id(PropertyInfo property) => $"P:{property.DeclaringType?.FullName}.{property.Name}";

    private string Summary(string member) => _members.TryGetValue(member, out var found) && found.Element("summary") is { } summary ? DocMarkdown.Of(summary) : "";

    // An assembly without such a file works as well; it only explains nothing.
    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(file))
        {
            return [];
        }
        try
        {
            return XDocument.Load(file).Descendants("member")
                .Where(member => member.Attribute("name") is not null)
                .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal); // filtered above
        }
        catch (Exception error) when (error is XmlException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
