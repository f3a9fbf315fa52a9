// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Answers a GET or HEAD with a file, a part of it, several parts, or the news that the client has it already (RFC 9110 §13.2.2, §14).</summary>
internal static class FileAnswer
{
    /// <summary>The answer; it owns the file.</summary>
    public static Response To(Environ environ, ServedFile file, string type)
    {
        switch (RequestConditions.Of(environ).Evaluate(file.ETag, file.Modified))
        {
            case RequestConditions.Outcome.Failed:
                file.Handle.Dispose();
                return Response.Text(412, "412 Precondition Failed\n");
            case RequestConditions.Outcome.NotModified:
                file.Handle.Dispose();
                return WithValidators(new Response(304), file);
        }
        if (environ.RequestMethod != "GET" || file.Coded || !RangeApplies(environ.GetText(EnvironKey.HttpIfRange), file))
        {
            return environ.RequestMethod == "HEAD" ? HeadersOnly(file, type) : Whole(file, type);
        }

        var ranges = ByteRanges.Parse(environ.GetText(EnvironKey.HttpRange), file.Length);
        return ranges switch
        {
            null => Whole(file, type),
            [] => Unsatisfiable(file),
            [var only] => Part(file, type, only),
            _ => Parts(file, type, ranges),
        };
    }

    // Whether the parts that the client has are of this very file (RFC 9110 §13.1.5).
    private static bool RangeApplies(string? condition, ServedFile file) =>
        condition is null || (condition.Contains('"') ? condition.Trim() == file.ETag : RequestConditions.DateOf(condition) == file.Modified);

    private static Response Whole(ServedFile file, string type) => file.Length == 0
        ? HeadersOnly(file, type)
        : WithContent(WithValidators(new Response(200, new FileBody(file.Handle, 0, file.Length)), file), file, type, file.Length);

    private static Response HeadersOnly(ServedFile file, string type)
    {
        file.Handle.Dispose();
        return WithContent(WithValidators(new Response(200), file), file, type, file.Length);
    }

    private static Response Part(ServedFile file, string type, ByteRange range)
    {
        var response = WithValidators(new Response(206, new FileBody(file.Handle, range.First, range.Length)), file);
        response.Headers.Add("Content-Range", range.ContentRange(file.Length));
        return WithContent(response, file, type, range.Length);
    }

    private static Response Parts(ServedFile file, string type, IReadOnlyList<ByteRange> ranges)
    {
        var body = new MultipartBody(file.Handle, file.Length, type, ranges);
        var response = WithValidators(new Response(206, body), file);
        return WithContent(response, file, body.ContentType, body.Length!.Value);
    }

    private static Response Unsatisfiable(ServedFile file)
    {
        file.Handle.Dispose();
        var response = Response.Text(416, "416 Range Not Satisfiable\n");
        response.Headers.Add("Content-Range", "bytes */" + file.Length.ToString(CultureInfo.InvariantCulture));
        return response;
    }

    private static Response WithContent(Response response, ServedFile file, string type, long length)
    {
        response.Headers.Add("Content-Type", type);
        response.Headers.Add("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        if (!file.Coded)
        {
            response.Headers.Add("Accept-Ranges", "bytes");
        }
        return response;
    }

    private static Response WithValidators(Response response, ServedFile file)
    {
        response.Headers.Add("ETag", file.ETag);
        response.Headers.Add("Last-Modified", file.Modified.ToString("R", CultureInfo.InvariantCulture));
        return response;
    }
}
