// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>No Python can be embedded; the message names the interpreter that was asked for and what to install.</summary>
public sealed class PythonUnavailable(string message) : Exception(message);
