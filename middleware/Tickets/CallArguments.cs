// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>The arguments with which Python called a C# function, by the names that they have there.</summary>
internal static class CallArguments
{
    /// <summary>A value for each name, null where none was given.</summary>
    /// <exception cref="ArgumentException">Too many, twice the same, or a name that there is not.</exception>
    public static object?[] Of(string function, ReadOnlySpan<string> names, IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords)
    {
        if (positional.Count > names.Length)
        {
            throw new ArgumentException($"{function}() takes {names.Length} arguments but {positional.Count} were given");
        }
        var values = new object?[names.Length];
        for (var i = 0; i < positional.Count; i++)
        {
            values[i] = positional[i];
        }
        foreach (var (name, value) in keywords)
        {
            var index = names.IndexOf(name);
            values[index < positional.Count ? throw new ArgumentException($"{function}() got {(index < 0 ? "an unexpected keyword argument" : "multiple values for argument")} '{name}'") : index] = value;
        }
        return values;
    }
}
