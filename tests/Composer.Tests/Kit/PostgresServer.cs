// SPDX-License-Identifier: MIT
namespace Composer.Tests;

/// <summary>A PostgreSQL of the test's own, from Debian's <c>postgresql</c>; as the user postgres where the tests run as root, because it refuses to be root.</summary>
public sealed class PostgresServer : ServiceServer
{
    private static readonly string Programs = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault("") + "/bin" : "";

    public static bool IsInstalled => File.Exists(Path.Combine(Programs, "postgres"));

    public string Url => $"postgresql://tester@127.0.0.1:{Port}/postgres";

    private string Data => Path.Combine(Folder, "data");

    public override async Task InitializeAsync()
    {
        if (!IsInstalled)
        {
            return;
        }
        if (Environment.IsPrivilegedProcess)
        {
            Expect(Tool.Run("chown", "/", "", "postgres:", Folder));
        }
        Expect(Tool.Run("/usr/bin/env", Folder, "", AsUser("initdb", "-D", Data, "-U", "tester", "-A", "trust", "--no-sync", "-E", "UTF8", "--no-locale")));
        await StartAsync();
    }

    public override Task StartAsync() => StartAsync("/usr/bin/env", "database system is ready to accept connections",
        AsUser("postgres", "-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"));

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
