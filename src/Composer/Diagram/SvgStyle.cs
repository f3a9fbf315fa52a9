// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace Composer;

/// <summary>The style sheet of a picture: plain rules without variables, which older viewers read too.</summary>
internal static class SvgStyle
{
    private const string Sans = "Helvetica,Arial,'Liberation Sans',sans-serif";
    private const string Mono = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

    public static string Of(DiagramTheme theme)
    {
        var text = new StringBuilder(Shapes());
        text.Append(Colours(dark: theme == DiagramTheme.Dark));
        if (theme == DiagramTheme.Auto)
        {
            text.Append("@media (prefers-color-scheme:dark){\n").Append(Colours(dark: true)).Append("}\n");
        }
        return text.ToString();
    }

    private static string Shapes()
    {
        var text = new StringBuilder();
        foreach (var style in TextStyle.All)
        {
            var size = style.Size.ToString(CultureInfo.InvariantCulture);
            var weight = style.Font == TextFont.Bold ? "700 " : "";
            text.Append(CultureInfo.InvariantCulture, $".{style.Class}{{font:{weight}{size}px {(style.Font == TextFont.Mono ? Mono : Sans)}}}\n");
        }
        return text.Append("""
            .box,.side{stroke-width:1.5;stroke-linejoin:round}
            .app .box{stroke-width:3}
            .reference .box,.error .box{stroke-dasharray:5 4}
            .frame{fill-opacity:.6;stroke-dasharray:6 4}
            .line{fill:none;stroke-width:1.5}
            .crossing .line{stroke-width:2.5}
            .sign{fill:none;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}

            """).ToString();
    }

    private static string Colours(bool dark)
    {
        var (back, ink, muted, line, cross, frame) = dark
            ? ("#0d1117", "#f0f6fc", "#9198a1", "#7d8590", "#d2a8ff", "#161b22")
            : ("#ffffff", "#1f2328", "#59636e", "#818b98", "#8250df", "#f6f8fa");
        var text = new StringBuilder($$"""
            .back,.plate,.mark{fill:{{back}}}
            .title,.name{fill:{{ink}}}
            .summary,.setting,.foot,.cluster-title{fill:{{muted}}}
            .factory,.label{fill:{{ink}}}
            .line,.plate{stroke:{{line}}}
            .tip{fill:{{line}}}
            .crossing .line,.crossing .mark,.sign{stroke:{{cross}}}
            .crossing .tip{fill:{{cross}}}
            .frame{fill:{{frame}};stroke:{{line}}}

            """);
        foreach (var kind in Palette.Classes)
        {
            var colours = Palette.Of(kind, dark);
            text.Append(CultureInfo.InvariantCulture, $".{kind} .box,.{kind} .side{{fill:{colours.Fill};stroke:{colours.Line}}}\n");
            text.Append(CultureInfo.InvariantCulture, $".{kind} .chip{{fill:{colours.Line}}}.{kind} .tag{{fill:{(dark ? "#0d1117" : "#ffffff")}}}.{kind} .within{{fill:{colours.Ink}}}.{kind} .number{{fill:{(dark ? "#0d1117" : "#ffffff")}}}\n");
        }
        return text.ToString();
    }
}
