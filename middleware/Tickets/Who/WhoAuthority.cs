// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What <c>repoze.who</c>'s API asks: the filters around the request decide. For Python an <c>Authority</c> of <c>wsgi_composer.shim.identity</c>.</summary>
internal sealed class WhoAuthority(Environ environ, List<IIdentifier> identifiers) : IPythonObject
{
    /// <inheritdoc/>
    public string Factory => "wsgi_composer.shim.identity:ComposerAuthority";

    /// <inheritdoc/>
    public IReadOnlyList<object?> Arguments =>
    [
        identifiers.Select(identifier => identifier.Name).ToList(),
        new PythonFunction(VerifyAsync), new PythonFunction(RememberAsync), new PythonFunction(ForgetAsync), new PythonFunction(ChallengeAsync),
    ];

    // verify(name, login, password): the user, or None.
    private async ValueTask<object?> VerifyAsync(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords)
    {
        foreach (var identifier in Named(positional))
        {
            if (await identifier.VerifyAsync(environ, Text(positional, 1), Text(positional, 2)) is { } user)
            {
                return NativeText.Read(user);
            }
        }
        return null;
    }

    // remember(name, userid, tokens, userdata, max_age): values of Set-Cookie.
    private ValueTask<object?> RememberAsync(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords)
    {
        var maxAge = positional[4] is { } seconds ? TimeSpan.FromSeconds(Convert.ToDouble(seconds, CultureInfo.InvariantCulture)) : (TimeSpan?)null;
        var user = new RememberedUser(NativeText.Of(Text(positional, 1)), NativeText.Of(Text(positional, 2)), NativeText.Of(Text(positional, 3)), maxAge);
        return new(Named(positional).Select(identifier => identifier.Remember(environ, user)).FirstOrDefault(cookies => cookies.Count > 0)?.ToList());
    }

    // forget(name): values of Set-Cookie.
    private ValueTask<object?> ForgetAsync(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords) =>
        new(Named(positional).SelectMany(identifier => identifier.Forget(environ)).ToList());

    // challenge(name): status and headers of the answer that asks, or None.
    private ValueTask<object?> ChallengeAsync(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords) =>
        new(Named(positional).Select(identifier => identifier.Challenge(environ)).FirstOrDefault(response => response is not null) is { } response
            ? new List<object?> { response.Status, response.Headers.Select<Header, object?>(header => (header.Name, header.Value)).ToList() }
            : null);

    private IEnumerable<IIdentifier> Named(IReadOnlyList<object?> positional) =>
        identifiers.Where(identifier => positional[0] is null || identifier.Name == (string)positional[0]!); // as shim.identity calls it

    private static string Text(IReadOnlyList<object?> positional, int index) => Convert.ToString(positional[index], CultureInfo.InvariantCulture) ?? "";
}
