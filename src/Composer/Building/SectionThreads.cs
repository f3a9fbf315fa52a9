// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>How many Python threads may run one app at once: <c>composer.threads</c>, in a section or in <c>[DEFAULT]</c>, or plain <c>threads</c> of a <c>wsgi:</c> app.</summary>
internal static class SectionThreads
{
    private const string Plain = "threads";

    /// <summary>Whether a key of a <c>wsgi:</c> app is not a setting but the number of threads.</summary>
    public static bool IsPlain(string key) => key == Plain;

    /// <summary>The number for an app or filter, or null for the common threads; a wrong one is reported.</summary>
    public static int? Of(FactoryNode node, DiagnosticList problems)
    {
        var plain = node.Factory.Scheme == "wsgi" && node.Kind == ObjectKind.App ? node.LocalConf[Plain] : null;
        return Read(node, plain ?? node.LocalConf[OwnKeys.Threads] ?? node.GlobalConf[OwnKeys.Threads], problems);
    }

    /// <summary>The number that a C# server's section gives for all Python apps, or null.</summary>
    public static int? OfServer(FactoryNode node, DiagnosticList problems) =>
        Read(node, node.LocalConf[Plain] ?? node.LocalConf[OwnKeys.Threads], problems);

    /// <summary>A copy without the plain key, which no C# server has.</summary>
    public static Conf Without(Conf settings)
    {
        var others = settings.Copy();
        others.Pop(Plain);
        return others;
    }

    /// <summary>Reads one entry; a wrong number is reported.</summary>
    public static int? Read(FactoryNode node, ConfEntry? entry, DiagnosticList problems)
    {
        if (entry is null)
        {
            return null;
        }
        if (Converter.Scalar(typeof(int), entry.Text.Text, isSize: false).Value is int threads and > 0)
        {
            return threads;
        }
        problems.Error(entry.Text.Source, "bad-value", $"{Owner.Of(node)}: '{entry.Key}' must be a whole number, 1 or more, not '{entry.Text.Text}'");
        return null;
    }
}
