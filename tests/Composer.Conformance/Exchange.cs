// SPDX-License-Identifier: MIT
namespace Composer.Conformance;

/// <summary>A conversation with a server that must go the same way on every server, with the app in either language.</summary>
/// <param name="Name">What is shown, as a sentence.</param>
/// <param name="App">The app's name in <see cref="CSharpApps"/> and in <c>apps/apps.py</c>.</param>
/// <param name="Run">Sends bytes and checks what comes back.</param>
public sealed record Exchange(string Name, string App, Func<Talk, Task> Run)
{
    /// <summary>One request, one answer.</summary>
    public Exchange(string name, string app, string request, Action<Answer> expect)
        : this(name, app, async talk => expect(await (await talk.ConnectAsync()).AskAsync(request)))
    {
    }

    public override string ToString() => Name;
}
