// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Where a secret is: in the config itself, in a file, or in a variable of the environment.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Place">The secret itself, the absolute path, or the variable's name.</param>
internal readonly record struct SecretSource(SecretSource.Kinds Kind, string Place)
{
    private const string FilePrefix = "file:";
    private const string VariablePrefix = "env:";

    public enum Kinds
    {
        Written,
        File,
        Variable,
    }

    /// <summary>Whether it is in the config itself.</summary>
    public bool IsWritten => Kind == Kinds.Written;

    /// <summary>The file or the variable, for messages; a secret is not shown.</summary>
    public string Name => IsWritten ? Secrets.Mask : Place;

    /// <summary>Whether it is a file that everybody on this machine can read.</summary>
    public bool IsReadableByAll => Kind == Kinds.File && !OperatingSystem.IsWindows() && System.IO.File.Exists(Place) && (System.IO.File.GetUnixFileMode(Place) & UnixFileMode.OtherRead) != 0;

    /// <summary>What an entry of a setting means.</summary>
    public static SecretSource Of(string entry, ComponentInfo info)
    {
        if (entry.StartsWith(FilePrefix, StringComparison.Ordinal))
        {
            return new(Kinds.File, info.Resolve(entry[FilePrefix.Length..].Trim()));
        }
        return entry.StartsWith(VariablePrefix, StringComparison.Ordinal) ? new(Kinds.Variable, entry[VariablePrefix.Length..].Trim()) : new(Kinds.Written, entry);
    }

    /// <summary>The secret; a file's without the line end after it.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[] Read()
    {
        switch (Kind)
        {
            case Kinds.Variable:
                var value = Environment.GetEnvironmentVariable(Place);
                return value is { Length: > 0 } ? Encoding.UTF8.GetBytes(value) : throw new IOException($"the variable {Place}, which holds a secret, is not set; {SecretStrength.CommandOfVariable(Place)}");
            case Kinds.File when !System.IO.File.Exists(Place):
                throw new FileNotFoundException($"there is no file {Place} with a secret; make it with: compose secret -o {Place}");
            case Kinds.File:
                return System.IO.File.ReadAllBytes(Place).AsSpan().TrimEnd("\r\n"u8).ToArray();
            default:
                return Encoding.UTF8.GetBytes(Place);
        }
    }

    /// <summary>Shows no secret.</summary>
    public override string ToString() => Name;
}
