// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Looks for files that were compressed beforehand: <c>app.css.br</c> and <c>app.css.gz</c> beside <c>app.css</c>.</summary>
internal sealed class Precompressed
{
    private static readonly MediaTypes Shrinking = new(MediaTypes.Default);

    private readonly (string Coding, string Ending)[] _siblings;

    /// <exception cref="ArgumentException">A coding is not known.</exception>
    public Precompressed(IEnumerable<string> codings)
    {
        _siblings = [.. codings.Select(coding => (coding, EndingOf(coding)))];
    }

    /// <summary>The answer to a GET or HEAD with the form of a file that the client likes best.</summary>
    public Response Answer(Environ environ, string type, string file, DocumentRoot root)
    {
        var variant = Choose(environ, type, file, root);
        var served = variant.Coding is null ? null : Ready(variant);
        if (served is null)
        {
            variant = variant with { Path = file, Coding = null };
            if (!ServedFile.TryOpen(file, null, out served, out var refusal))
            {
                return Response.Text(refusal, $"{refusal} {Reason.Of(refusal)}\n");
            }
        }
        var response = FileAnswer.To(environ, served, type);
        if (variant.Coding is not null && response.StatusCode == 200)
        {
            response.Headers["Content-Encoding"] = variant.Coding;
        }
        if (variant.Varies)
        {
            response.Headers.Append("Vary", "Accept-Encoding");
        }
        return response;
    }

    // One that may not be read, or is empty, which no coding makes a file, does not keep the plain one away.
    private static ServedFile? Ready(Variant variant) => ServedFile.TryOpen(variant.Path, variant.Coding, out var served, out _) && served.Length > 0 ? served : null;

    // Ranges are of the plain form only.
    private Variant Choose(Environ environ, string type, string file, DocumentRoot root)
    {
        if (_siblings.Length == 0 || !Shrinking.Contains(type))
        {
            return new Variant(file, null, false);
        }
        var there = _siblings.Where(sibling => root.Check(file + sibling.Ending) is { IsDirectory: false }).ToArray();
        if (there.Length == 0)
        {
            return new Variant(file, null, false);
        }
        var choice = environ.GetText(EnvironKey.HttpRange) is null
            ? AcceptEncoding.Choose(environ.GetText(EnvironKey.HttpAcceptEncoding), [.. there.Select(sibling => sibling.Coding)])
            : -1;
        return choice < 0 ? new Variant(file, null, true) : new Variant(file + there[choice].Ending, there[choice].Coding, true);
    }

    private static string EndingOf(string coding) => coding switch
    {
        "br" => ".br",
        "gzip" => ".gz",
        "zstd" => ".zst",
        _ => throw BadSetting.Of(nameof(StaticOptions.Precompressed), $"precompressed: '{coding}' is not one of br, gzip, zstd"),
    };

    /// <summary>What is sent for a file.</summary>
    /// <param name="Path">The file to open.</param>
    /// <param name="Coding">Its content coding, or null.</param>
    /// <param name="Varies">Whether another client could get another form.</param>
    private readonly record struct Variant(string Path, string? Coding, bool Varies);
}
