// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Text;

namespace Composer.Tests.Architecture;

public sealed class PublicApiTests
{
    private static readonly string[] Assemblies =
        ["Composer.Wsgi", "Composer.Config", "Composer", "Composer.Python", "Composer.Servers", "Composer.AspNetCore", "Composer.Middleware"];

    [Fact]
    public void What_is_public_was_approved()
    {
        var file = Repository.At("tests", "cases", "public-api.txt");
        var actual = Describe();

        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual);
    }

    private static string Describe()
    {
        var text = new StringBuilder("# The public types and members. UPDATE_CASES=1 dotnet test writes this file; its diff is the review.\n");
        foreach (var assembly in Assemblies)
        {
            text.Append("\n== ").Append(assembly).Append('\n');
            foreach (var type in Assembly.Load(assembly).GetExportedTypes().OrderBy(Name, StringComparer.Ordinal))
            {
                text.Append(Kind(type)).Append(' ').Append(Name(type)).Append('\n');
                foreach (var member in Members(type))
                {
                    text.Append("  ").Append(member).Append('\n');
                }
            }
        }
        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type);
        }
        const BindingFlags declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetMembers(declared).Select(Describe).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo c when Visible(c) => $"new({Parameters(c)})",
        MethodInfo m when Visible(m) && !m.IsSpecialName && !Generated(m) => $"{Static(m)}{Name(m.ReturnType)} {m.Name}({Parameters(m)})",
        PropertyInfo p when (p.GetMethod ?? p.SetMethod) is { } accessor && Visible(accessor) && p.Name != "EqualityContract" =>
            $"{Static(accessor)}{Name(p.PropertyType)} {p.Name} {{{(p.GetMethod is null ? "" : " get;")}{(p.SetMethod is { } set && Visible(set) ? " set;" : "")} }}",
        FieldInfo f when f.IsPublic || f.IsFamily => $"{(f.IsStatic ? "static " : "")}{Name(f.FieldType)} {f.Name}",
        EventInfo e => $"event {e.Name}",
        _ => null,
    };

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool Generated(MethodInfo method) =>
        method.Name.Contains('<', StringComparison.Ordinal) || method.Name is "Equals" or "GetHashCode" or "ToString" or "PrintMembers" or "Deconstruct";

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}"));

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ => "class",
    };

    private static string Name(Type type)
    {
        if (type.IsByRef || type.IsArray)
        {
            return Name(type.GetElementType() ?? type) + (type.IsArray ? "[]" : "&");
        }
        if (!type.IsGenericType)
        {
            return type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType ?? type)}.{type.Name}" : type.Name;
        }
        var name = type.Name.Split('`')[0];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
