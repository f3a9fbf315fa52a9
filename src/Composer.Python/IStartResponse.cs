// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>What stands behind Python's <c>start_response</c> and <c>write</c>: the call, and after it the body that is still being sent. The GIL is held.</summary>
internal interface IStartResponse
{
    /// <summary><c>start_response(status, headers, exc_info)</c>.</summary>
    /// <param name="self">The handle as a Python int, for <c>write</c>.</param>
    /// <param name="status">Borrowed.</param>
    /// <param name="headers">Borrowed.</param>
    /// <param name="excInfo">Borrowed; None when there is none.</param>
    /// <returns><c>write</c>, a new reference; or 0 when a Python exception is set.</returns>
    nint Start(nint self, nint status, nint headers, nint excInfo);

    /// <summary><c>write(data)</c>: the block is on its way when this returns.</summary>
    void Write(nint data);
}
