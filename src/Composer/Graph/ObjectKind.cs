// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What a section can be loaded as.</summary>
public enum ObjectKind
{
    /// <summary>A WSGI application: app, composite, pipeline and filter-app sections.</summary>
    App,

    /// <summary>Something that wraps an application.</summary>
    Filter,

    /// <summary>Something that serves an application.</summary>
    Server,
}
