// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer.Conformance;

/// <summary>The apps of the exchanges in C#; <c>apps/apps.py</c> has the same. One instance serves one exchange.</summary>
internal sealed class CSharpApps : IWsgiApp
{
    private readonly Dictionary<string, Func<Environ, ValueTask<Response>>> _apps;
    private readonly string _name;
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AppFiles? _files;
    private int _closes;

    /// <param name="name">Which app.</param>
    /// <param name="files">How the test talks to an app in another process, or null.</param>
    public CSharpApps(string name, AppFiles? files = null)
    {
        _name = name;
        _files = files;
        _apps = new()
        {
            ["hello"] = _ => Fixed("200 OK", "Hello, world!", ("Content-Length", "13"), ("X-One", "1")),
            ["show"] = ShowAsync,
            ["empty"] = _ => Fixed("200 OK", ""),
            ["late"] = _ => Blocks("200 OK", "late ", "but ", "good"),
            ["stream"] = _ => Of("200 OK", new ScriptedBody(this, Stream())),
            ["empty_blocks"] = _ => Blocks("200 OK", "x"),
            ["write"] = _ => Blocks("200 OK", "written ", "returned"),
            ["replaced"] = _ => Fixed("500 Oops", "replaced", ("X-New", "1")),
            ["raises"] = _ => throw new InvalidOperationException("secret detail"),
            ["raises_in_first_block"] = _ => Of("200 OK", new ScriptedBody(this, Raising(0))),
            ["raises_later"] = _ => Of("200 OK", new ScriptedBody(this, Raising(1))),
            ["exits"] = _ => throw new OperationCanceledException("secret detail"),
            ["returns_none"] = _ => new ValueTask<Response>((Response)null!),
            ["too_long"] = _ => Of("200 OK", new ScriptedBody(this, Texts("hel", "lo", " world")), ("Content-Length", "5")),
            ["too_short"] = _ => Of("200 OK", new ScriptedBody(this, Texts("hel", "lo")), ("Content-Length", "10")),
            ["no_content"] = _ => Of("204 No Content", new ScriptedBody(this, Texts("xx"))),
            ["not_modified"] = _ => Of("304 Not Modified", new ScriptedBody(this, Texts("xx")), ("ETag", "\"1\"")),
            ["cookies"] = _ => Fixed("200 OK", "", ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Latin", "é")),
            ["odd_status"] = _ => Fixed("299 Odd Reason", "odd"),
            ["bad_header"] = _ => Fixed("200 OK", "", ("X-A", "a\r\nEvil: 1")),
            ["bad_status"] = _ => Fixed("200 OK\r\nEvil: 1", ""),
            ["big"] = _ => Of("200 OK", new ScriptedBody(this, Texts(new string('x', 1 << 20)))),
            ["endless"] = _ => Of("200 OK", new ScriptedBody(this, Endless())),
            ["reads_nothing"] = _ => Fixed("200 OK", "not read"),
            ["empties_environ"] = environ =>
            {
                environ.Clear();
                return Fixed("200 OK", "empty");
            },
            ["file"] = _ => File(),
            ["errors"] = environ =>
            {
                environ.Errors.WriteLine("to the log: é€");
                return Fixed("200 OK", "logged");
            },
        };
    }

    public static IReadOnlyList<string> Names => [.. new CSharpApps("")._apps.Keys];

    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        switch (environ.PathInfo)
        {
            case "/-go":
                _go.TrySetResult();
                return Response.Text(200, "gone");
            case "/-closes":
                await _closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
                return Response.Text(200, Volatile.Read(ref _closes).ToString(CultureInfo.InvariantCulture));
            default:
                return await _apps[_name](environ);
        }
    }

    private ValueTask<Response> Fixed(string status, string text, params (string, string)[] headers) =>
        Of(status, new ScriptedBody(this, Texts(text)), headers);

    private ValueTask<Response> Blocks(string status, params string[] blocks) => Of(status, new ScriptedBody(this, Texts(blocks)));

    private static ValueTask<Response> Of(string status, Body body, params (string Name, string Value)[] headers)
    {
        var response = new Response(status, body);
        if (response.AllowsBody)
        {
            response.Headers.Add("Content-Type", "text/plain");
        }
        foreach (var (name, value) in headers)
        {
            response.Headers.Add(name, value);
        }
        return new ValueTask<Response>(response);
    }

    private async ValueTask<Response> ShowAsync(Environ environ)
    {
        using var body = new MemoryStream();
        await environ.Input.CopyToAsync(body);
        string[] keys = ["REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "REQUEST_URI", "CONTENT_TYPE", "HTTP_X_A", "HTTP_CONTENT_TYPE", "SERVER_PROTOCOL", "wsgi.url_scheme"];
        var text = new StringBuilder();
        foreach (var key in keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"{key}={environ[key]}\n");
        }
        text.Append("body=").Append(Encoding.Latin1.GetString(body.ToArray()));
        return await Of("200 OK", new ScriptedBody(this, Once(Encoding.Latin1.GetBytes(text.ToString()))));
    }

    private static ValueTask<Response> File()
    {
        var path = Path.GetTempFileName();
        System.IO.File.WriteAllText(path, "0123456789");
        var handle = System.IO.File.OpenHandle(path);
        System.IO.File.Delete(path);
        return Of("200 OK", new FileBody(handle, 4, 6));
    }

    private async IAsyncEnumerable<byte[]> Stream()
    {
        yield return "one."u8.ToArray();
        await (_files?.GoneAsync() ?? _go.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        yield return "two."u8.ToArray();
    }

    private static async IAsyncEnumerable<byte[]> Raising(int after)
    {
        await Task.CompletedTask;
        for (var i = 0; i < after; i++)
        {
            yield return "begun."u8.ToArray();
        }
        throw new InvalidOperationException("secret detail");
    }

    private static async IAsyncEnumerable<byte[]> Endless()
    {
        var block = new byte[64 * 1024];
        while (true)
        {
            await Task.Yield();
            yield return block;
        }
    }

    private static IAsyncEnumerable<byte[]> Texts(params string[] texts) => texts.Where(text => text.Length > 0).Select(Encoding.Latin1.GetBytes).ToAsyncEnumerable();

    private static IAsyncEnumerable<byte[]> Once(byte[] block) => new[] { block }.ToAsyncEnumerable();

    /// <summary>A generator whose close is counted.</summary>
    private sealed class ScriptedBody(CSharpApps owner, IAsyncEnumerable<byte[]> blocks) : Body
    {
        private readonly IAsyncEnumerator<byte[]> _blocks = blocks.GetAsyncEnumerator();

        public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
        {
            cancel.ThrowIfCancellationRequested();
            return await _blocks.MoveNextAsync() ? _blocks.Current : default(ReadOnlyMemory<byte>);
        }

        public override async ValueTask DisposeAsync()
        {
            await _blocks.DisposeAsync();
            await base.DisposeAsync();
            owner._files?.Close();
            Interlocked.Increment(ref owner._closes);
            owner._closed.TrySetResult();
        }
    }
}
