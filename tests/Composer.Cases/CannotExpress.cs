// SPDX-License-Identifier: MIT
namespace Composer.Cases;

/// <summary>Something in a case that the runner has no means for; the case counts as failed.</summary>
internal sealed class CannotExpress(string what) : Exception(what);
