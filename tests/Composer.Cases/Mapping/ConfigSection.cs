// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace Composer.Cases.Mapping;

/// <summary>A section of the config that a case becomes.</summary>
/// <param name="Kind"><c>app</c>, <c>filter</c>, <c>composite</c> or <c>pipeline</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Settings">Its settings, in order.</param>
internal sealed record ConfigSection(string Kind, string Name, JsonObject Settings);
