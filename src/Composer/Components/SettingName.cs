// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer;

/// <summary>The spelling of C# names in config files: <c>MinimumSize</c> is <c>minimum_size</c>.</summary>
internal static class SettingName
{
    /// <summary>The name in snake_case; a run of capitals is one word (<c>SSLPem</c> is <c>ssl_pem</c>).</summary>
    public static string Of(string csharpName)
    {
        var name = new StringBuilder(csharpName.Length + 4);
        for (var i = 0; i < csharpName.Length; i++)
        {
            if (i > 0 && StartsWord(csharpName, i))
            {
                name.Append('_');
            }
            name.Append(char.ToLowerInvariant(csharpName[i]));
        }
        return name.ToString();
    }

    private static bool StartsWord(string name, int i) =>
        char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
}
