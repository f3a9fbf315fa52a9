// SPDX-License-Identifier: MIT
namespace Composer.Tests.Cli;

/// <summary>How a <c>compose</c> process ended.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error);
