// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Redis cannot be reached, or says that something is wrong.</summary>
internal sealed class RedisException(string message, Exception? inner = null) : Exception(message, inner);
