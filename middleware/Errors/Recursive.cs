// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Lets an app include other pages of its site in its own, or forward a request to another path, without a round trip of the client.</summary>
/// <remarks>In Python: <c>environ['paste.recursive.include'](path)</c>, and <c>raise ForwardRequestException(path)</c> of Paste.</remarks>
[Filter("recursive", Replaces = ["Paste#recursive"])]
public sealed class Recursive(IWsgiApp next) : IWsgiApp
{
    private static readonly EnvironKey Include = EnvironKey.Of("paste.recursive.include");
    private static readonly EnvironKey IncludeAppIter = EnvironKey.Of("paste.recursive.include_app_iter");
    private static readonly EnvironKey Forward = EnvironKey.Of("paste.recursive.forward");
    private static readonly EnvironKey Script = EnvironKey.Of("paste.recursive.script_name");

    // The bridge calls the factory of a ForwardRequestException with this app.
    private static readonly EnvironKey App = EnvironKey.Of("composer.recursive.app");

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        environ[Script] = environ.ScriptName;
        environ[App] = this;
        environ[Include] = new IncludedPages("Includer", this, environ);
        environ[IncludeAppIter] = new IncludedPages("IncluderAppIter", this, environ);
        environ[Forward] = new IncludedPages("Forwarder", this, environ);
        try
        {
            return await next.InvokeAsync(environ);
        }
        catch (Exception e) when (IsForward(e) && HttpAnswer.AppOf(e) is not null)
        {
            var paths = ForwardedPaths.Of(environ);
            var path = environ.PathInfo;
            if (paths.Contains(path))
            {
                throw new InvalidOperationException($"Forwarding loop detected; {path} visited twice (internal redirect path: {string.Join(" -> ", paths.Append(path))})", e);
            }
            ForwardedPaths.Add(environ, path);
            return await HttpAnswer.AppOf(e)!.InvokeAsync(environ); // the filter says that there is one
        }
    }

    // Python's last line: 'paste.recursive.ForwardRequestException: …'.
    private static bool IsForward(Exception exception) =>
        exception.Message.AsSpan() is var message && message[..(message.IndexOf(':') is var colon and >= 0 ? colon : message.Length)].TrimEnd().EndsWith("ForwardRequestException", StringComparison.Ordinal);
}
