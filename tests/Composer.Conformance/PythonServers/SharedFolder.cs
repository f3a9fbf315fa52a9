// SPDX-License-Identifier: MIT
namespace Composer.Conformance.PythonServers;

/// <summary>A folder that a server under another user may write to.</summary>
internal sealed class SharedFolder : IDisposable
{
    private const UnixFileMode Everybody =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public SharedFolder()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, Everybody);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("composer-servers-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
