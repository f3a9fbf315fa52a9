// SPDX-License-Identifier: MIT
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Composer.Servers.Kestrel;

/// <summary>The services that Kestrel's TLS asks for; some are internal to Kestrel, so Kestrel itself registers them. Made only with TLS: it takes 20 ms.</summary>
internal static class TlsServices
{
    /// <summary>A container with Kestrel's services and our logs.</summary>
    public static IServiceProvider Create(ILoggerFactory logs)
    {
        var collector = new Collector();
        collector.Services.AddSingleton(logs).AddMetrics().AddOptions();
        collector.UseKestrelCore();
        return collector.Services.BuildServiceProvider();
    }

    private sealed class Collector : IWebHostBuilder
    {
        public ServiceCollection Services { get; } = [];

#pragma warning disable ASPDEPR008 // the interface still names the type
        public IWebHost Build() => throw new NotSupportedException();
#pragma warning restore ASPDEPR008

        public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => this;

        public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
        {
            configureServices(Services);
            return this;
        }

        public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices)
        {
            configureServices(new WebHostBuilderContext(), Services);
            return this;
        }

        public string? GetSetting(string key) => null;

        public IWebHostBuilder UseSetting(string key, string? value) => this;
    }
}
