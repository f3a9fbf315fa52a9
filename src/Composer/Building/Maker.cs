// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What makes an object of the graph.</summary>
internal abstract record Maker;

/// <summary>A C# component.</summary>
/// <param name="Component">Which one.</param>
internal sealed record NativeMaker(Component Component) : Maker;

/// <summary>A Python factory, called as one of Paste Deploy's protocols says.</summary>
/// <param name="Reference">Where it is: <c>module:attribute.path</c>.</param>
/// <param name="Protocol">As <c>paste.app_factory</c>.</param>
internal sealed record FactoryMaker(string Reference, string Protocol) : Maker;

/// <summary>A Python object that is an app itself, or a filter or server called with the app and the settings.</summary>
/// <param name="Reference">Where it is: <c>module:attribute.path</c>.</param>
internal sealed record CallableMaker(string Reference) : Maker;

/// <summary>A server of the Python world whose place Composer's own takes.</summary>
/// <param name="Component">The server that serves.</param>
/// <param name="Server">How the settings of the other one are understood.</param>
internal sealed record LegacyServerMaker(Component Component, LegacyServer Server) : Maker;
