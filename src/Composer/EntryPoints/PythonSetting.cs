// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A keyword that a Python factory takes, and so a setting of its section.</summary>
/// <param name="Name">The keyword; <c>**name</c> when the factory takes any.</param>
/// <param name="Default">Its default as Python prints it; null when the setting is required.</param>
public sealed record PythonSetting(string Name, string? Default)
{
    /// <summary>What Python's signature of a factory says, or null when Python cannot tell.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="factory">The factory.</param>
    /// <param name="protocol">How it is called: <c>paste.app_factory</c> …</param>
    public static IReadOnlyList<PythonSetting>? Of(IPython python, object factory, string protocol)
    {
        ArgumentNullException.ThrowIfNull(python);
        return PythonSignature.Of(python, factory, Protocols.Leading(protocol));
    }
}
