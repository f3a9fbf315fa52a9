// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Composer.Tests.Cli;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_site_needs_is_listed_with_how_it_is()
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:respond\n[server:main]\nuse = composer:http\nbind = 127.0.0.1:0\n");

        var end = await ComposeProcess.RunAsync(_folder.Path, "doctor");

        Assert.Equal(0, end.ExitCode);
        foreach (var expected in (string[])["ok    composer ", "ok    dotnet       .NET 10.", "ok    python       3.", "ok    libpython    /", "ok    entry points ", $"ok    config       {_folder.Path}/site.ini: 0 errors, 0 warnings", "ok    address      127.0.0.1:0 is free"])
        {
            Assert.Contains(expected, end.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_address_in_use_a_file_for_everybody_and_a_missing_python_are_seen()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var file = _folder.Write("site.ini", $"[app:main]\nuse = composer:respond\n[server:main]\nuse = composer:http\nport = {((IPEndPoint)taken.LocalEndpoint).Port}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
        }

        var end = await ComposeProcess.RunAsync(_folder.Path, "doctor", "--python", "/nowhere/python", "--json");
        using var json = JsonDocument.Parse(end.Output);
        var sick = json.RootElement.EnumerateArray().Where(finding => finding.GetProperty("health").GetString() is "bad" or "warn").Select(finding => finding.GetProperty("what").GetString());

        Assert.Equal(1, end.ExitCode);
        Assert.Superset(new HashSet<string?> { "python", "permissions", "address" }, sick.ToHashSet());
    }

    [Fact]
    public async Task Without_a_config_the_machine_is_looked_at()
    {
        var end = await ComposeProcess.RunAsync(_folder.Path, "doctor");

        Assert.Equal(0, end.ExitCode);
        Assert.Contains("note  config       no config file", end.Output, StringComparison.Ordinal);
    }
}
