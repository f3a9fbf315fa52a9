// SPDX-License-Identifier: MIT
namespace Composer.Cli.InProcess;

/// <summary>A Python factory as a dict.</summary>
internal static class FactoryWords
{
    public static Dictionary<string, object?> Of(PythonFactory factory) => new(StringComparer.Ordinal)
    {
        ["reference"] = factory.Reference,
        ["protocol"] = factory.Protocol,
        ["global_conf"] = Of(factory.Node.GlobalConf),
        ["local_conf"] = Of(factory.Node.LocalConf),
    };

    private static Dictionary<string, object?> Of(Conf conf) => conf.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
}
