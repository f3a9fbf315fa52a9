// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>What the bridge to Python keeps beside an <see cref="Environ"/> for its next request.</summary>
internal interface IEnvironMirror
{
    /// <summary>No request uses the environ any more, or not for now: what belonged to the last one goes.</summary>
    void LetGo();
}
