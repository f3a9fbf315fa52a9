// SPDX-License-Identifier: MIT
namespace Composer.Tests.Servers;

public sealed class StrictHttpTests(StrictServer strict) : IClassFixture<StrictServer>
{
    public static TheoryData<string> Names => [.. RefusedRequests.All.Select(refused => refused.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_doubtful_request_is_refused_and_nothing_behind_it_is_a_request(string name)
    {
        var (_, status, bytes) = RefusedRequests.All.Single(refused => refused.Name == name);
        var smuggled = $"/smuggled-{name}";

        var answer = await strict.Server.TalkAsync(bytes + (name.StartsWith("b-", StringComparison.Ordinal) ? "" : $"GET {smuggled} HTTP/1.1\r\nHost: x\r\n\r\n"));

        Assert.Equal($"HTTP/1.1 {status}", string.Concat(answer.Replace("HTTP/1.1 100 Continue\r\n\r\n", "", StringComparison.Ordinal).Take(12)));
        Assert.Equal(1, answer.Split("HTTP/1.1 ").Length - 1);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(smuggled, strict.Seen);
        Assert.DoesNotContain(strict.Server.Log.Entries, entry => entry.Level > Microsoft.Extensions.Logging.LogLevel.Information);
    }
}
