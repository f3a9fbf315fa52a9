// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary>A parameter <c>environ:KEY</c> is an <c>env.</c> setting; the second of two requests finds another stylesheet; a chain's second sheet keeps what it gets; no app is one with a document; a parameter <c>environ:KEY</c> is <c>env.NAME = KEY</c>.</summary>
internal sealed class XsltFamily : CaseFamily
{
    private const string Script = "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" xmlns:msxsl=\"urn:schemas-microsoft-com:xslt\" xmlns:u=\"urn:u\">"
        + "<msxsl:script language=\"C#\" implements-prefix=\"u\">public string f() { return \"x\"; }</msxsl:script><xsl:template match=\"/\"><p><xsl:value-of select=\"u:f()\"/></p></xsl:template></xsl:stylesheet>";

    private const string Copy = "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"><xsl:template match=\"@*|node()\"><xsl:copy><xsl:apply-templates select=\"@*|node()\"/></xsl:copy></xsl:template></xsl:stylesheet>";

    public override string Name => "xslt";

    public override void Prepare(CaseSetup setup)
    {
        if ((string?)setup.Idea["stylesheet_content"] is "(stylesheet with ms:script)")
        {
            setup.Idea["stylesheet_content"] = Script;
        }
        foreach (var (name, value) in setup.Take("params") as JsonObject ?? [])
        {
            var said = (string)value!;
            var isKey = said.StartsWith("environ:", StringComparison.Ordinal);
            setup.Idea[isKey ? $"env.{name}" : $"param.{name}"] = isKey ? said["environ:".Length..] : said;
        }
        if (setup.Take("stylesheets") is JsonArray chain)
        {
            var first = (string)setup.Take("stylesheet_content")!;
            setup.Take("stylesheet");
            var paths = chain.Index().Select(sheet => JsonValue.Create(setup.AddFile((string)sheet.Item!, sheet.Index == 0 ? first : Copy)));
            setup.Idea["stylesheet"] = new JsonArray([.. paths]);
        }
        if (setup.Idea["params"] is JsonObject parameters)
        {
            foreach (var (name, value) in parameters.Where(one => ((string?)one.Value)?.StartsWith("environ:", StringComparison.Ordinal) == true).ToList())
            {
                parameters.Remove(name);
                setup.Idea["env." + name] = ((string)value!)["environ:".Length..];
            }
            if (parameters.Count == 0)
            {
                setup.Take("params");
            }
        }
        if (setup.Case.Inner == "none")
        {
            setup.AddInner("inner", InnerApps.Fixed(new JsonObject { ["headers"] = new JsonObject { ["Content-Type"] = "text/xml" }, ["body"] = "<a>hi</a>" }));
            setup.App = "inner";
        }
    }

    public override async Task PlayAsync(CasePlay play)
    {
        if (play.Case.Steps is not JsonValue told || !told.TryGetValue<string>(out var text) || !text.StartsWith("rewrite ", StringComparison.Ordinal))
        {
            await play.StepsAsync();
            return;
        }
        await play.AskAndJudgeAsync(play.Case.Request);
        var sheet = Path.Combine(play.Setup.Folder, text.Split(' ')[1]);
        var written = await File.ReadAllTextAsync(sheet);
        await File.WriteAllTextAsync(sheet, written.Replace("<p>", "<q>", StringComparison.Ordinal).Replace("</p>", "</q>", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(sheet, File.GetLastWriteTimeUtc(sheet).AddSeconds(2));
        play.Pass(TimeSpan.FromMinutes(1));
        await play.AskAndJudgeAsync(play.Case.Request);
    }
}
