// SPDX-License-Identifier: MIT
namespace Composer.Cli.Serving;

/// <summary>For people: plain lines on standard error.</summary>
internal sealed class TextStartupReport(TextWriter output, Ansi colour, SecretSettings secrets) : StartupReport
{
    private const int MostRows = 24;
    private const int MostColumns = 110;

    public override void Config(ConfigFile file) =>
        output.WriteLine($"{colour.Bold($"Composer {ProductVersion.Text}")} serves {file.Path}{(file.Assumed ? " (found here; --config names another)" : "")}");

    public override void Pipeline(Node node)
    {
        using var text = new StringWriter();
        GraphText.Write(text, node, secrets: secrets);
        var rows = text.ToString().TrimEnd('\n').Split('\n');
        foreach (var row in rows.Take(MostRows))
        {
            output.WriteLine($"  {(row.Length > MostColumns ? string.Concat(row.AsSpan(0, MostColumns), "…") : row)}");
        }
        if (rows.Length > MostRows)
        {
            output.WriteLine(colour.Dim($"  … {rows.Length - MostRows} more; compose show prints all"));
        }
    }

    public override void Python(PythonInstallation python, int threads) =>
        Row("python", $"{python.Version} {python.Executable}, {threads} {(threads == 1 ? "thread" : "threads")}");

    public override void Note(string note) => Row("note", note);

    public override void Listening(string address) => Row("listening", colour.Green(address));

    private void Row(string word, string text) => output.WriteLine($"  {colour.Dim(word.PadRight(10))} {text}");
}
