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
        if (Keywords(python, factory) is not { Count: > 0 } known)
        {
            return null;
        }
        return Similar.To(keyword, known) is { } near ? $"did you mean '{near}'?" : $"it takes: {string.Join(", ", known)}";
    }

    private static List<string>? Keywords(IPython python, object factory)
    {
        try
        {
            var signature = Call(python, "inspect:signature", factory);
            var parameters = Call(python, "operator:methodcaller", "values") is { } values && Call(python, "operator:attrgetter", "parameters") is { } getter
                ? python.Call(values, [python.Call(getter, [signature], NoKeywords)], NoKeywords)
                : null;
            var lines = Call(python, "builtins:str.join", "\n", Call(python, "builtins:map", python.Import("builtins:str"), parameters)) as string;
            // The first is global_conf, of a filter_app_factory the app.
            return lines?.Split('\n').Skip(1).Where(line => line[0] != '*').Select(line => line.Split('=', ':')[0].Trim()).Where(name => name != "global_conf").ToList();
        }
        catch (Exception error) when (PythonFailure.IsPythons(error))
        {
            return null;
        }
    }

    private static object? Call(IPython python, string function, params object?[] arguments) => python.Call(python.Import(function), arguments, NoKeywords);
}
