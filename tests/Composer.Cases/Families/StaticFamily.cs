// SPDX-License-Identifier: MIT
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary><c>root</c> is <c>document_root</c>, a folder beside it has a file, and what the case calls compressed is.</summary>
internal sealed class StaticFamily : CaseFamily
{
    public override string Name => "static";

    public override void Prepare(CaseSetup setup)
    {
        if (setup.Take("root") is { } root)
        {
            setup.Idea["document_root"] = root;
        }
        setup.AddFile("FIX_test/test.txt", "S");
        if (setup.Idea["fixture"] is JsonObject fixture)
        {
            foreach (var (name, content) in fixture.Where(file => IsCompressed(file.Key, (string)file.Value!)).ToList())
            {
                fixture.Remove(name);
                Compress(setup.AddFile(Path.Combine("FIX", name), ""), (string?)fixture[Path.ChangeExtension(name, null)] ?? "");
            }
        }
    }

    private static bool IsCompressed(string name, string content) => Path.GetExtension(name) is ".gz" or ".br" && content.StartsWith('(');

    private static void Compress(string path, string content)
    {
        using var file = File.Create(path);
        using Stream compressor = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Optimal) : new BrotliStream(file, CompressionLevel.Optimal);
        compressor.Write(Encoding.UTF8.GetBytes(content));
    }
}
