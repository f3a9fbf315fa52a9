// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>EXSLT's <c>math</c> functions.</summary>
internal static class MathFunctions
{
    private static readonly Dictionary<string, string> Constants = new()
    {
        ["PI"] = "3.1415926535897932384626433832795028841971693993751",
        ["E"] = "2.71828182845904523536028747135266249775724709369996",
        ["SQRRT2"] = "1.41421356237309504880168872420969807856967187537694",
        ["LN2"] = "0.69314718055994530941723212145817656807550013436025",
        ["LN10"] = "2.302585092994045684017991454684364207601101488628772976",
        ["LOG2E"] = "1.4426950408889634073599246810018921374266459541529859",
        ["SQRT1_2"] = "0.70710678118654752440084436210484903928483593768847",
    };

    public static FunctionNamespace All { get; } = new("http://exslt.org/math")
    {
        { "min", (XPathNodeIterator nodes) => Extreme(nodes, Math.Min) },
        { "max", (XPathNodeIterator nodes) => Extreme(nodes, Math.Max) },
        { "lowest", (XPathNodeIterator nodes) => Extremes(nodes, Math.Min) },
        { "highest", (XPathNodeIterator nodes) => Extremes(nodes, Math.Max) },
        { "abs", (double x) => Math.Abs(x) },
        { "sqrt", (double x) => Math.Sqrt(x) },
        { "power", (double x, double y) => Math.Pow(x, y) },
        { "log", (double x) => Math.Log(x) },
        { "exp", (double x) => Math.Exp(x) },
        { "sin", (double x) => Math.Sin(x) },
        { "cos", (double x) => Math.Cos(x) },
        { "tan", (double x) => Math.Tan(x) },
        { "asin", (double x) => Math.Asin(x) },
        { "acos", (double x) => Math.Acos(x) },
        { "atan", (double x) => Math.Atan(x) },
        { "atan2", (double y, double x) => Math.Atan2(y, x) },
        { "random", () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue },
        { "constant", (string name, double digits) => Constant(name, digits) },
    };

    private static double Extreme(XPathNodeIterator nodes, Func<double, double, double> better)
    {
        var numbers = NodeSet.Of(nodes).Select(NumberOf).ToList();
        return numbers.Count == 0 || numbers.Exists(double.IsNaN) ? double.NaN : numbers.Aggregate(better);
    }

    private static XPathNodeIterator Extremes(XPathNodeIterator nodes, Func<double, double, double> better)
    {
        var extreme = Extreme(nodes, better);
        return NodeSet.From([.. NodeSet.Of(nodes).Where(node => NumberOf(node).Equals(extreme) && !double.IsNaN(extreme))]);
    }

    private static double Constant(string name, double digits)
    {
        if (!Constants.TryGetValue(name, out var value))
        {
            return double.NaN;
        }
        var length = value.IndexOf('.', StringComparison.Ordinal) + 1 + (int)Math.Clamp(double.IsNaN(digits) ? 0 : digits, 0, 40);
        return double.Parse(value.AsSpan(0, Math.Min(length, value.Length)), CultureInfo.InvariantCulture);
    }

    private static double NumberOf(XPathNavigator node) =>
        double.TryParse(node.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
