// SPDX-License-Identifier: MIT
namespace Composer.Conformance;

/// <summary>The test's side of an exchange: opens connections and asks the app's side what happened.</summary>
/// <param name="port">Where the server is.</param>
/// <param name="host">The host to ask for.</param>
/// <param name="files">How to talk to an app in another process, or null.</param>
public sealed class Talk(int port, string host = "x", AppFiles? files = null) : IDisposable
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(20);

    private readonly List<Client> _clients = [];

    /// <summary>How long to wait for anything.</summary>
    public TimeSpan Patience { get; init; } = Usual;

    public async Task<Client> ConnectAsync()
    {
        var client = await Client.ConnectAsync(port, host, Patience);
        lock (_clients)
        {
            _clients.Add(client); // one that was lost would stay open, and its server would wait for it at the end
        }
        return client;
    }

    /// <summary>Lets an app go on that waits.</summary>
    public async Task GoAsync()
    {
        if (files is not null)
        {
            files.Go();
            return;
        }
        Assert.Equal("gone", (await OnceAsync("/-go")).Body);
    }

    /// <summary>How often the app's body was closed; waits for the first time.</summary>
    public async Task<int> ClosesAsync()
    {
        if (files is not null)
        {
            await files.ClosedAsync(Patience);
            await OnceAsync("/-go"); // a second close, which must not be, would have had its time
            return files.Closes;
        }
        // Twice, so that a second close, which must not be, would have had its time.
        await OnceAsync("/-closes");
        return int.Parse((await OnceAsync("/-closes")).Body, System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private async Task<Answer> OnceAsync(string path) => await (await ConnectAsync()).AskAsync(Get(path));

    public static string Get(string target) => $"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n";
}
