// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Config;
using Composer.Tests.Architecture;

namespace Composer.Tests.Formats;

/// <summary>Whatever a file holds, reading it ends with a document, and formatting and converting it with a text or a problem.</summary>
public sealed class DamagedFileTests
{
    private const int Rounds = 1500;
    private static readonly string[] Pieces = ["[", "]", "{", "}", "\"", "\"\"\"", "'''", "'", ":", "=", "#", "\n", "\r", "\t", "  ", "- ", "? ", "&a ", "*a", "<<: ", "!!str ", "|\n", "---\n", "...", "${", "%(", "\0", "\u0085", "\ufeff", "\ud83d\ude00", "1e9", "0x", "2026-11-21", ",", "\\u12"];

    [Theory]
    [InlineData(ConfigFormat.Ini)]
    [InlineData(ConfigFormat.Toml)]
    [InlineData(ConfigFormat.Yaml)]
    public void Every_damaged_example_is_read_formatted_and_converted_or_refused(ConfigFormat format)
    {
        var random = new Random(4);
        var original = File.ReadAllBytes(Repository.At("config-examples", $"site.{format.ToString().ToLowerInvariant()}"));
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Damaged(original, random);
            var problems = new DiagnosticList();
            var formatted = ConfigFormatter.Format(bytes, format, "site", problems);
            if (formatted is not null)
            {
                Assert.Equal(formatted, ConfigFormatter.Format(Encoding.UTF8.GetBytes(formatted), format, "site", problems));
            }
            foreach (var target in Enum.GetValues<ConfigFormat>())
            {
                ConfigConverter.Convert(bytes, $"site.{format}", target, new DiagnosticList());
            }
        }
    }

    [Theory]
    [InlineData(ConfigFormat.Ini)]
    [InlineData(ConfigFormat.Toml)]
    [InlineData(ConfigFormat.Yaml)]
    public void Random_bytes_are_read_or_refused(ConfigFormat format)
    {
        var random = new Random(5);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Pieces[random.Next(Pieces.Length)]));

            Assert.NotNull(ConfigReader.Read(bytes, format, "site"));
            Assert.NotNull(ConfigReader.Read(Encoding.UTF8.GetBytes(text), format, "site"));
        }
    }

    private static byte[] Damaged(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(3))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(40), bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }
        return [.. bytes];
    }
}
