// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The attributes of Paste Deploy's LoaderContext.</summary>
internal static class LoaderContext
{
    public static Dictionary<string, object?> Of(Node node)
    {
        var factory = node as FactoryNode;
        var isEgg = factory?.Factory.Scheme == "egg";
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = node.Name,
            ["object_type"] = node.Type,
            ["protocol"] = factory?.Protocol,
            ["global_conf"] = PythonArguments.Globals(node.GlobalConf),
            ["local_conf"] = PythonArguments.Globals(node.LocalConf),
            ["distribution"] = isEgg ? factory?.Factory.Target : null,
            ["entry_point_name"] = isEgg ? factory?.Factory.Entry : null,
        };
    }
}
