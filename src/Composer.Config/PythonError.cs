// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>The exception that Paste Deploy, or Python's configparser, raises for the same problem.</summary>
/// <param name="Type">The exception class, without its module: <c>LookupError</c>.</param>
/// <param name="Message">What <c>str(exception)</c> says.</param>
public sealed record PythonError(string Type, string Message);
