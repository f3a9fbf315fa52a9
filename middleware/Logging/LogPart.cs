// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Writes one piece of a line.</summary>
internal delegate void LogPart(LogLine line, Exchange exchange);
