// SPDX-License-Identifier: MIT
namespace Composer.Tests;

/// <summary>A Redis of the test's own, from Debian's <c>redis-server</c>. Stopped, it loses what it had.</summary>
public sealed class RedisServer : ServiceServer
{
    private const string Program = "/usr/bin/redis-server";

    public static bool IsInstalled => File.Exists(Program);

    public string Url => $"redis://127.0.0.1:{Port}/0";

    public override Task InitializeAsync() => IsInstalled ? StartAsync() : Task.CompletedTask;

    public override Task StartAsync() => StartAsync(Program, "Ready to accept connections", "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");
}
