// SPDX-License-Identifier: MIT
namespace Composer.Tests;

/// <summary>An empty folder, which goes with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("composer-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
