// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Asks Python which settings a factory takes.</summary>
internal static class PythonSignature
{
    private static readonly KeyValuePair<string, object?>[] NoKeywords = [];

    /// <summary>What to write instead of a keyword that a factory does not know, or null when Python cannot tell.</summary>
    public static string? Hint(IPython python, object factory, string keyword)
    {
        var known = Of(python, factory, leading: 1)?.Select(setting => setting.Name).Where(name => name[0] != '*' && name != "global_conf").ToList();
        if (known is not { Count: > 0 })
        {
            return null;
        }
        return Similar.To(keyword, known) is { } near ? $"did you mean '{near}'?" : $"it takes: {string.Join(", ", known)}";
    }

    /// <summary>The keywords that a factory takes, or null when Python cannot tell.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="factory">The factory.</param>
    /// <param name="leading">How many arguments come before them.</param>
    public static IReadOnlyList<PythonSetting>? Of(IPython python, object factory, int leading)
    {
        try
        {
            var signature = Call(python, "inspect:signature", factory);
            var parameters = Call(python, "operator:methodcaller", "values") is { } values && Call(python, "operator:attrgetter", "parameters") is { } getter
                ? python.Call(values, [python.Call(getter, [signature], NoKeywords)], NoKeywords)
                : null;
            var lines = Call(python, "builtins:str.join", "\n", Call(python, "builtins:map", python.Import("builtins:str"), parameters)) as string;
            return lines?.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(leading).Where(IsKeyword).Select(Setting).ToList();
        }
        catch (Exception error) when (PythonFailure.IsPythons(error))
        {
            return null;
        }
    }

    private static bool IsKeyword(string parameter) => parameter[0] != '*' || parameter.StartsWith("**", StringComparison.Ordinal);

    // root: str = '/'
    private static PythonSetting Setting(string parameter)
    {
        var sides = parameter.Split('=', 2, StringSplitOptions.TrimEntries);
        return new PythonSetting(sides[0].Split(':')[0].Trim(), sides.ElementAtOrDefault(1));
    }

    private static object? Call(IPython python, string function, params object?[] arguments) => python.Call(python.Import(function), arguments, NoKeywords);
}
