// SPDX-License-Identifier: MIT
namespace Composer.Tests;

/// <summary>A PostgreSQL of the test's own, from Debian's <c>postgresql</c>; as the user postgres where the tests run as root, because it refuses to be root.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly string Programs = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault("") + "/bin" : "";

    private readonly TemporaryFolder _folder = new();
    private BackgroundProgram? _running;

    public static bool IsInstalled => File.Exists(Path.Combine(Programs, "postgres"));

    public int Port { get; } = BackgroundProgram.FreePort();

    public string Url => $"postgresql://tester@127.0.0.1:{Port}/postgres";

    private string Data => Path.Combine(_folder.Path, "data");

    public async Task InitializeAsync()
    {
        if (!IsInstalled)
        {
            return;
        }
        if (Environment.IsPrivilegedProcess)
        {
            Expect(Tool.Run("chown", "/", "", "postgres:", _folder.Path));
        }
        Expect(Tool.Run("/usr/bin/env", _folder.Path, "", AsUser("initdb", "-D", Data, "-U", "tester", "-A", "trust", "--no-sync", "-E", "UTF8", "--no-locale")));
        await StartAsync();
    }

    /// <summary>Starts it, again on the same port and with the same data.</summary>
    public async Task StartAsync() =>
        _running = await BackgroundProgram.StartAsync("/usr/bin/env", _folder.Path, "database system is ready to accept connections",
            AsUser("postgres", "-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"));

    /// <summary>Stops it.</summary>
    public async Task StopAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
            _running = null;
        }
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private static string[] AsUser(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Programs, program), .. arguments];
        return Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. command] : command;
    }

    private static void Expect((int ExitCode, string Output, string Error) end)
    {
        if (end.ExitCode != 0)
        {
            throw new InvalidOperationException(end.Output + end.Error);
        }
    }
}
