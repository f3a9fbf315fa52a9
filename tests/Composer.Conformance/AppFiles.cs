// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace Composer.Conformance;

/// <summary>What a test and an app in another process tell each other: an empty file says go, a byte of another is a close.</summary>
/// <param name="folder">Where both look.</param>
/// <param name="host">The host of the exchange, which no other one has.</param>
public sealed class AppFiles(string folder, string host)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly string _go = Path.Combine(folder, host + ".go");
    private readonly string _closes = Path.Combine(folder, host + ".closes");

    /// <summary>How often the app's body was closed.</summary>
    public int Closes => File.Exists(_closes) ? (int)new FileInfo(_closes).Length : 0;

    public void Go() => File.WriteAllText(_go, "");

    public void Close()
    {
        using var file = new FileStream(_closes, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.WriteByte((byte)'1');
    }

    /// <summary>Waits until the test says go.</summary>
    public Task GoneAsync() => WaitAsync(() => File.Exists(_go), TimeSpan.FromSeconds(10));

    /// <summary>Waits for the first close.</summary>
    public Task ClosedAsync(TimeSpan patience) => WaitAsync(() => Closes > 0, patience);

    private static async Task WaitAsync(Func<bool> isThere, TimeSpan patience)
    {
        var began = Stopwatch.StartNew();
        while (!isThere() && began.Elapsed < patience)
        {
            await Task.Delay(Pause);
        }
    }
}
