// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Cli.Trying;

/// <summary>The body that <c>-d</c> names, and what it seems to be.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="Type">Its media type.</param>
internal sealed record RequestData(byte[] Bytes, string Type)
{
    /// <summary>Reads <c>text</c>, <c>@file</c> or <c>@-</c>.</summary>
    /// <exception cref="UsageError">There is no such file.</exception>
    public static RequestData Read(string data)
    {
        if (data is not ['@', .. var file])
        {
            return new RequestData(Encoding.UTF8.GetBytes(data), TypeOf(data, "application/x-www-form-urlencoded"));
        }
        var bytes = file == "-" ? Rest(Console.OpenStandardInput()) : ReadFile(file);
        return new RequestData(bytes, Path.GetExtension(file) == ".json" ? "application/json" : TypeOf(Encoding.Latin1.GetString(bytes), "application/octet-stream"));
    }

    private static string TypeOf(string text, string other) => text.TrimStart() is ['{' or '[', ..] ? "application/json" : other;

    private static byte[] ReadFile(string file) =>
        File.Exists(file) ? File.ReadAllBytes(file) : throw new UsageError($"there is no file '{file}'", "-d @FILE sends the content of a file");

    private static byte[] Rest(Stream input)
    {
        using var all = new MemoryStream();
        input.CopyTo(all);
        return all.ToArray();
    }
}
