// SPDX-License-Identifier: MIT
namespace Composer.Servers.Kestrel;

/// <summary>Settings of the runtime that must be made before Kestrel's types and the first socket are used; a pipe to another process is one, too.</summary>
internal static class RuntimeSwitches
{
    /// <summary>Makes them, unless the environment says otherwise.</summary>
    public static void Set()
    {
        // A line ends with CR LF and nothing else: what a bare LF ends for one server and not for the next is how requests are smuggled.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.EnableInsecureChunkedRequestParsing", false);

        // The thread that waits for sockets runs the parser and the app itself: a quarter less CPU per request (docs/servers/http.md).
        const string inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
        if (Environment.GetEnvironmentVariable(inline) is null)
        {
            Environment.SetEnvironmentVariable(inline, "1");
        }
    }
}
