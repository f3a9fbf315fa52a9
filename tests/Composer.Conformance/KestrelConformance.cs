// SPDX-License-Identifier: MIT
using Composer.Servers.Kestrel;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Conformance;

public sealed class KestrelConformance : ServerConformance
{
    protected override IWsgiServer Create(ILoggerFactory logs) => new HttpServer(new() { Bind = ["127.0.0.1:0"] }, logs);
}
