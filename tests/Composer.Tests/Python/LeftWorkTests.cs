// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Tests.Python;

/// <summary>What C# components below a Python one begin and do not wait for.</summary>
[Collection("Python")]
public sealed class LeftWorkTests
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _left = Task.CompletedTask;

    [Fact]
    public async Task It_goes_on_when_the_request_is_over_and_its_thread_does_nothing()
    {
        Ask(async _ => await _over.Task);

        await EndAsync();
    }

    [Fact]
    public async Task It_goes_on_when_it_was_ready_before_the_request_ended()
    {
        Ask(async _ => await Task.Yield());

        await EndAsync();
    }

    [Fact]
    public async Task It_may_call_Python_afterwards()
    {
        var (answer, group) = ("", (object?)null);
        Ask(async environ =>
        {
            var copy = environ.Copy();
            await _over.Task.ConfigureAwait(false);
            group = await Embedded.Host.AsCallable(Embedded.Host.Import("apps:arguments")).CallAsync(copy, "late");
            var response = await Embedded.App("hello").InvokeAsync(copy);
            answer = await TextAsync(response);
        });

        await EndAsync();

        Assert.Equal("['late']", group);
        Assert.Equal("Hello, World!", answer);
    }

    [Fact]
    public async Task An_input_that_Python_made_is_over_with_its_request()
    {
        Ask(async environ =>
        {
            var input = environ.Input;
            await _over.Task.ConfigureAwait(false);
            var error = await Assert.ThrowsAsync<IOException>(() => input.CopyToAsync(Stream.Null));
            Assert.Equal("the request of this body is over", error.Message);
        }, "buffering");

        await EndAsync();
    }

    private void Ask(Func<Environ, Task> begin, string filter = "passing")
    {
        var app = Embedded.Filter(filter, Wsgi.App(environ =>
        {
            _left = begin(environ);
            return Wsgi.Answer("200 OK", Body.Empty);
        }));

        Assert.Equal("200 OK", Wsgi.Post("/", app, "abc").Status);
    }

    private Task EndAsync()
    {
        _over.SetResult();
        return _left.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task<string> TextAsync(Response response)
    {
        await using (response)
        {
            return Encoding.UTF8.GetString((await response.Body.ReadAsync()).Span);
        }
    }
}
