// SPDX-License-Identifier: MIT
namespace Composer.Cases.Wire;

/// <summary>A request as an upstream got it.</summary>
/// <param name="Target">Its raw target.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Order">The how-manieth it was of all upstreams'.</param>
internal sealed record UpstreamRequest(string Target, IReadOnlyList<(string Name, string Value)> Headers, long Order);
