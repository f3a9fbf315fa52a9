// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer.Cli.Writing;

/// <summary>The bytes of a config that a command reads without loading it: a file, or standard input for <c>-</c>.</summary>
internal static class ConfigText
{
    public const string StandardInput = "-";

    private const int Largest = 64 << 20;

    /// <exception cref="ConfigException">There is no such file.</exception>
    public static byte[] Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw Missing(path, $"'{path}' is a directory");
        }
        if (path != StandardInput && !File.Exists(path))
        {
            throw Missing(path, $"there is no file '{path}'");
        }
        using var stream = path == StandardInput ? Console.OpenStandardInput() : File.OpenRead(path);
        using var bytes = new MemoryStream();
        var block = new byte[64 << 10];
        int read;
        while ((read = stream.Read(block)) > 0)
        {
            bytes.Write(block, 0, read);
            if (bytes.Length > Largest)
            {
                throw new ConfigException([new Diagnostic(Severity.Error, new Source(path), "too-large", $"the file has more than {Largest >> 20} MiB")]);
            }
        }
        return bytes.ToArray();
    }

    private static ConfigException Missing(string path, string message) =>
        new([new Diagnostic(Severity.Error, new Source(path), "no-such-file", message)]);
}
