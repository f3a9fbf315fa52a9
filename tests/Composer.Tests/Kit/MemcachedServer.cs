// SPDX-License-Identifier: MIT
namespace Composer.Tests;

/// <summary>A memcached of the test's own, from Debian's <c>memcached</c>. Stopped, it loses what it had.</summary>
public sealed class MemcachedServer : ServiceServer
{
    private const string Program = "/usr/bin/memcached";

    public static bool IsInstalled => File.Exists(Program);

    public string Url => $"127.0.0.1:{Port}";

    public override Task InitializeAsync() => IsInstalled ? StartAsync() : Task.CompletedTask;

    public override Task StartAsync() => StartAsync(Program, "server listening", "-vv", "-l", "127.0.0.1", "-p", $"{Port}", "-u", Environment.UserName);
}
