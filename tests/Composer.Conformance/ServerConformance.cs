// SPDX-License-Identifier: MIT
using Composer.Servers;
using Composer.Tests;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Conformance;

/// <summary>Runs every exchange against a server, with the app once in C# and once in Python. A new server needs one small class.</summary>
public abstract class ServerConformance
{
    public static TheoryData<string> Names => [.. Exchanges.All.Select(exchange => exchange.Name)];

    /// <summary>The server on a free loopback port.</summary>
    protected abstract IWsgiServer Create(ILoggerFactory logs);

    /// <summary>What stands between the server and the app; nothing here may change an exchange.</summary>
    protected virtual IWsgiApp Around(IWsgiApp app, ILoggerFactory logs) => app;

    [Theory]
    [MemberData(nameof(Names))]
    public Task With_the_app_in_CSharp(string name)
    {
        var exchange = Find(name);
        return RunAsync(exchange, new CSharpApps(exchange.App));
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public Task With_the_app_in_Python(string name)
    {
        var exchange = Find(name);
        var app = PythonApps.Create(exchange.App);
        Skip.If(app is null, "no Python can be embedded here");
        return RunAsync(exchange, app);
    }

    private static Exchange Find(string name) => Exchanges.All.Single(exchange => exchange.Name == name);

    private async Task RunAsync(Exchange exchange, IWsgiApp app)
    {
        using var logs = new RecordingLogger();
        using var stop = new CancellationTokenSource();
        var server = Create(logs);
        var serving = server.ServeAsync(new Mounted(Around(app, logs)), stop.Token);
        var addresses = await ((IListening)server).Addresses;
        try
        {
            using var talk = new Talk(new Uri(addresses[0]).Port);
            await exchange.Run(talk);
        }
        finally
        {
            await stop.CancelAsync();
            await serving;
        }
    }
}
