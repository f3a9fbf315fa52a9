// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace Composer.Cli.Commands;

/// <summary><c>compose plugins</c>: the C# components that a config can name.</summary>
internal static class PluginsCommand
{
    public static Command Create()
    {
        var command = new Command("plugins", "List the C# components: name, other names, what each stands in for, settings.");
        command.SetAction(_ =>
        {
            Print(Components.Registry(), Console.Out, Ansi.Out);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Registry registry, TextWriter output, Ansi colour)
    {
        foreach (var kind in registry.Components.GroupBy(component => component.Kind).OrderBy(group => group.Key))
        {
            output.WriteLine(colour.Bold($"{kind.Key.ToString().ToLowerInvariant()}s"));
            foreach (var component in kind.OrderBy(component => component.Name, StringComparer.Ordinal))
            {
                output.WriteLine($"  {colour.Cyan($"composer:{component.Name,-16}")} {Others(component)}");
                foreach (var setting in component.Settings)
                {
                    output.WriteLine($"      {setting.Name,-20} {colour.Dim(setting.IsRemaining ? "every other key" : setting.Summary())}");
                }
            }
        }
    }

    private static string Others(Component component) =>
        string.Join(", ", component.Aliases.Concat(component.Replaces.Select(name => $"egg:{name}")));
}
