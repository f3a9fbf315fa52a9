// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The settings of a server, some from its section and some from the command line.</summary>
internal static class ServerSettings
{
    private static readonly string[] Addresses = ["bind", "listen", "host", "port"];

    /// <summary>What is given outside the section counts more; an address given there replaces every address of the section.</summary>
    public static Conf Overlaid(Conf section, Conf overrides)
    {
        var all = section.Copy();
        if (overrides.Keys.Any(Addresses.Contains))
        {
            foreach (var address in Addresses)
            {
                all.Pop(address);
            }
        }
        all.Update(overrides);
        return all;
    }
}
