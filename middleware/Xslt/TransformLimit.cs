// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A transformation went beyond one of its limits.</summary>
internal sealed class TransformLimit(string message) : Exception(message);
