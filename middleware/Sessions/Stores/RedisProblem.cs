// SPDX-License-Identifier: MIT
using StackExchange.Redis;

namespace Composer.Middleware;

/// <summary>What the Redis client says, without the state of its queues.</summary>
internal static class RedisProblem
{
    private static readonly string[] Details = ["; ", ", inst: "];

    /// <summary>The message of any exception; of the client's the part that is for people.</summary>
    public static string Of(Exception error) => error is RedisException or TimeoutException ? error.Message.Split(Details, 2, StringSplitOptions.None)[0] : error.Message;
}
