// SPDX-License-Identifier: MIT
namespace Composer.Config.Writing;

/// <summary>Writes a config in one format.</summary>
internal interface IDraftWriter
{
    /// <summary>The whole text.</summary>
    string Write(Draft draft);
}
