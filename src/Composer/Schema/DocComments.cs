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
    public static string Of(PropertyInfo property) => For(property.DeclaringType!).Summary($"P:{property.DeclaringType!.FullName}.{property.Name}"); // a property of a class

    /// <summary>The summary of a member of an enum.</summary>
    public static string Of(Type type, string member) => For(type).Summary($"F:{type.FullName}.{member}");

    private static DocComments For(Type type) => Loaded.GetOrAdd(type.Assembly, assembly => new DocComments(assembly));

    private string Summary(string member) => _members.TryGetValue(member, out var summary) ? DocMarkdown.Of(summary) : "";

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
                .Select(member => (Name: (string?)member.Attribute("name"), Summary: member.Element("summary")))
                .Where(member => member is { Name: not null, Summary: not null })
                .ToDictionary(member => member.Name!, member => member.Summary!, StringComparer.Ordinal); // filtered above
        }
        catch (Exception error) when (error is XmlException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
