// SPDX-License-Identifier: MIT
namespace Composer.Cli.Trying;

/// <summary>What <c>compose request</c> shall do with the answer.</summary>
/// <param name="Head">Print status and headers before the body.</param>
/// <param name="Follow">Follow redirects.</param>
/// <param name="Fail">Exit with 8 when the status is 400 or more.</param>
/// <param name="Trace">Print which objects the request met.</param>
/// <param name="Timing">Print how long each took.</param>
/// <param name="Repeat">How many times to make it; the last one is shown.</param>
/// <param name="Lint">Check PEP 3333 between all objects.</param>
/// <param name="Json">Print everything as one JSON object.</param>
internal sealed record RequestOptions(bool Head, bool Follow, bool Fail, bool Trace, bool Timing, int Repeat, bool Lint, bool Json);
