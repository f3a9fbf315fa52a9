// SPDX-License-Identifier: MIT
using System.Collections;

namespace Composer;

/// <summary>What Python says of a value that a Python caller passed.</summary>
internal static class PythonValue
{
    /// <summary>The name of its type.</summary>
    public static string TypeOf(object? value) => value switch
    {
        null => "NoneType",
        string => "str",
        bool => "bool",
        int or long or System.Numerics.BigInteger => "int",
        double or float => "float",
        byte[] => "bytes",
        IDictionary => "dict",
        IEnumerable => "list",
        _ => "object",
    };

    /// <summary><c>bool(value)</c>.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool truth => truth,
        string text => text.Length > 0,
        int number => number != 0,
        long number => number != 0,
        double number => number != 0,
        ICollection collection => collection.Count > 0,
        _ => true,
    };
}
