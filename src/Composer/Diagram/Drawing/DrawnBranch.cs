// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A way on from the last node of a block.</summary>
/// <param name="Label">What a request must have to go there: a mount point; empty when it always does.</param>
/// <param name="Block">What is there.</param>
internal sealed record DrawnBranch(string Label, DrawnBlock Block);
